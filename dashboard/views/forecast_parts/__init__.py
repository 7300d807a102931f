"""The parts of the Forecast view."""
