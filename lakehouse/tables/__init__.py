"""The city's vocabulary: one page of declared tables per department."""
