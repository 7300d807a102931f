"""Exports in, log out: reading, recognising, parsing and loading CSV files."""
