"""Compute what a step writes: jobs by calling them, questions by their kind."""
