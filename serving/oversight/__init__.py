"""Reads what the oversight office's file alone holds: its caseload, its complaints, and families that came back."""
