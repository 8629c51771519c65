"""Bring a feed from an open-data portal into the folder that its department delivers to."""
