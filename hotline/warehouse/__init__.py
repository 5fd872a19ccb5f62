"""HOTLINE_HOME on disk: settings, paths, the lock, the log, the landing file's rows, ids and manifests."""
