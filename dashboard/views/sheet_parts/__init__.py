"""The parts of the 1:1 sheet."""
