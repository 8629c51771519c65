"""A contract proposed from a file: how it is read, what its columns hold, what a person decides."""
