"""Delta tables: their log, their files, commits of one piece."""
