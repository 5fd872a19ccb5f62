"""The sections of the page Explain: the choice of what to explain, and one figure, one rule or one report."""
