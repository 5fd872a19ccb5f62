"""Published rows and charts as files: rows as CSV and as a workbook, a chart as SVG."""
