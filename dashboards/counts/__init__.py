"""The sections of the page Statutory counts below its answer."""
