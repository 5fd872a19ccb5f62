"""The command `hotline`: settings, building, publishing and everything that is said. No other room imports it."""
