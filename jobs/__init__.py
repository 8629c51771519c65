"""What the city computes: one file per table, the path is the table's name."""
