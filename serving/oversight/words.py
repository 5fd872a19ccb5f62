"""What the oversight office's caseload and complaints are called, and what has to be delivered for them."""

from __future__ import annotations

LISTED = {"open": "Open", "unsubstantiated": "Unsubstantiated", "complaint": "Named by a complaint"}
STAGES = {
    "received": "Received, not followed up",
    "followed_up": "Followed up, not decided",
    "decided": "Decided, not closed",
    "under_investigation": "Under investigation",
}
# What links a complaint to the agency's record.
LINKS = {
    "outside_caseload": "A report outside the caseload",
    "not_current": "A number that no current report has",
    "family_alone": "No report, a family alone",
    "unlinked": "No report",
}
# Without one of these some reports can't be listed, and without the register no complaint.
LISTED_BY = (("referrals", "screening_decision"), ("referrals", "completed_at"), ("allegations", "finding"))
REGISTER = "oca_complaints"
