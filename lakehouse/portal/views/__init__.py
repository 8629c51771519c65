"""What each kind of page is filled with."""
