"""One file a page. Not named `pages`: Streamlit serves such a folder itself, past the entry script."""
