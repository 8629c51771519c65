"""From a published row back to the files it came from."""
