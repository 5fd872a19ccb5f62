"""What a person reads as a whole: explanations, the status, answers in SQL and the page of the contract."""
