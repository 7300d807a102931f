"""One file a view, run by Streamlit as a script: read the choices, ask for figures, draw."""
