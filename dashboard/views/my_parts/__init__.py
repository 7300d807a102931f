"""The parts of My numbers. Of anybody else they know the team's pooled average alone."""
