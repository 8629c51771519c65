"""What managers decide from."""
