"""The views, one file per page.

The folder is not named `pages`, because Streamlit would serve such a folder itself, past the entry script.
"""
