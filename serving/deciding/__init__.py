"""What decided a rule's verdict where it is not the report's own value: another report, or a row of another table."""
