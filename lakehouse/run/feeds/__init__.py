"""From what a department delivers to its table, every row accounted for."""
