"""What an explanation is beside its document: in words for a reader, and a figure of one place and period."""
