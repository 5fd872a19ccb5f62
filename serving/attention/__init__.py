"""What needs attention in a published file: what waits, what moved, and which rules are newly broken."""
