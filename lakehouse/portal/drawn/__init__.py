"""Pictures of the pages: where lines, bars, dots and areas lie."""
