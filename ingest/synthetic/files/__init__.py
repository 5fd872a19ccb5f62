"""From rows to files: versions and spoilt rows, then CSV, Parquet and workbooks."""
