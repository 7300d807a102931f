"""The parts of Quick analysis, one file each."""
