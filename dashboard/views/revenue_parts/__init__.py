"""The cards of the Revenue view about investing in the team."""
