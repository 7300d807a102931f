"""The parts of the Data view, one file each; unlike `shared` they know of imports."""
