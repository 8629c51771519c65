"""Facts joined across departments."""
