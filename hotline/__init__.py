"""The command line: settings, the pipeline and publishing. Nothing imports this package."""
