"""The transport department: streets, traffic, crashes, detectors, and what was done about them."""

from lakehouse.sample.source import Source
from lakehouse.sample.transport.deliveries import CRASHES, MEASURES, WALKERS
from lakehouse.sample.transport.detectors import DETECTORS, HOURS
from lakehouse.sample.transport.draw import black_spots, draw
from lakehouse.sample.transport.network import COUNTS, STREETS
from lakehouse.sample.transport.quarters import QUARTERS
from lakehouse.sample.transport.strengths import STRENGTHS

SOURCES: tuple[Source, ...] = (
    Source(
        "transport",
        (CRASHES, WALKERS, MEASURES, STREETS, COUNTS, DETECTORS, HOURS, QUARTERS),
        draw,
        strengths=STRENGTHS,
    ),
    Source("black_spots", (), black_spots, once=True),
)
