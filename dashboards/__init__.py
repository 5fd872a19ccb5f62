"""Streamlit pages on one audience's published file. Started by `hotline serve`."""
