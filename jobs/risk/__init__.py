"""Questions about the future, scored and judged."""
