"""Which food premises will be found with a critical violation at their next canvass visit."""

from jobs.risk.food_premises.question import food_premises

__all__ = ["food_premises"]
