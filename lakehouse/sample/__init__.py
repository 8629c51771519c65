"""The sample city: a small generated city with known truth."""

from lakehouse.sample.departments import DELIVERIES
from lakehouse.sample.generate import Manifest, generate

__all__ = ["DELIVERIES", "Manifest", "generate"]
