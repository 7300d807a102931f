"""The parts of the Future meetings view."""
