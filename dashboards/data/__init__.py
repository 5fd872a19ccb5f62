"""The sections of the page Data: deliveries and what was checked, and what stands on record."""
