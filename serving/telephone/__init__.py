"""Reads the figures of the telephone line, which serves the whole state and knows no county."""
