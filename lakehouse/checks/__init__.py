"""Promises, kept or refused: the shape of a frame, the rules of its rows, the plan of the city."""
