"""Words of the pages: sentences, numbers, reasons."""
