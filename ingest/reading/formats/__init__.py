"""From the bytes of each format to text columns, and the scan that comes before."""
