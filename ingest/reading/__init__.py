"""From a delivered file to typed rows: find, scan, read as text, drop identifying columns, cast, judge each row."""
