"""What is handed out of a release: files, pages, a database."""
