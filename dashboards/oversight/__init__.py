"""The sections of the oversight office: sums of caseload and complaints, reports, and families that came back."""
