"""Bring a table of a PostgreSQL over JDBC into the folder that its department delivers to."""
