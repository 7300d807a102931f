"""What the log says: frames in, frames out. No database, no Streamlit, no clock."""
