"""What a city and a machine are set up with, each from its own table or variable."""
