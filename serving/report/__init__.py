"""The annual report of a fiscal year: what it says, and what has changed since it was filed. `forms/` writes it."""
