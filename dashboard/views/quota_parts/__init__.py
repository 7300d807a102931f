"""The parts of the Quotas view."""
