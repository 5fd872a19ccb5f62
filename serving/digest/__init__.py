"""What the page Today says, as a message for the operator's own mail: its content, and its two forms."""
