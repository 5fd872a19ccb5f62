"""What the oversight office's caseload and complaints are called, and what has to be delivered for them."""

from __future__ import annotations

LISTED = {"open": "Open", "unsubstantiated": "Unsubstantiated", "complaint": "Named by a complaint"}
STAGES = {
    "received": "Received, not followed up",
    "followed_up": "Followed up, not decided",
    "decided": "Decided, not closed",
    "under_investigation": "Under investigation",
}
# Without one of these some reports can't be listed, and without the register no complaint.
LISTED_BY = (("referrals", "screening_decision"), ("referrals", "completed_at"), ("allegations", "finding"))
REGISTER = "oca_complaints"
