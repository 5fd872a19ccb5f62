"""Streamlit pages that show one audience's published file. `hotline serve` starts them."""
