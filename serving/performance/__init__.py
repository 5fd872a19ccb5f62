"""Trends of measures and comparisons of counties: the rows of a place, and the charts that show them."""
