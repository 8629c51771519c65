"""What residents report, drawn: requests to the service line, incidents that repeat."""

from __future__ import annotations

import pandas as pd

from lakehouse.tables import published
from tests.portal.drawn_alerts import many_alerts
from tests.portal.drawn_places import HEALTH


def repeats(drawing: int = 1) -> pd.DataFrame:
    """Three kinds of incident, the first ``drawing`` of them soon followed by another."""
    rows = [
        ("burglary", 1400, 90, 61.2, 1.47, 1.12, 1.93, 0.005),
        ("bicycle_theft", 800, 40, 22.0, 1.82, 1.3, 2.48, 0.01),
        ("noise", 300, 4, 4.3, 0.93, 0.25, 2.38, 0.6),
    ]
    own = ("kind", "incidents", "pairs", "expected", "ratio", "ratio_low", "ratio_high", "p")
    made = pd.DataFrame(rows, columns=list(own))
    made["draws_others"] = [n < drawing for n in range(3)]
    made = made.assign(data_through=HEALTH, as_of=HEALTH)
    return made[list(published.incidents_that_repeat.column_names)]


def waits() -> pd.DataFrame:
    """Two categories, one of which two districts wait longer for, and one that is hardly closed."""
    rows = [
        {"category": "Graffiti", "police_district": "all", "median_days": 4},
        {"category": "street_light", "police_district": "all", "median_days": 12.4,
         "median_days_low": 11, "median_days_high": 14, "due_days": 21},
        {"category": "street_light", "police_district": "11", "median_days": 30, "says": "slower"},
        {"category": "street_light", "police_district": "2", "median_days": 30, "says": "slower"},
        {"category": "Potholes", "police_district": "all"},
    ]  # fmt: skip
    made = pd.DataFrame(rows).reindex(columns=published.how_long_requests_take.column_names)
    return made.assign(requests=400, needs=300, open=12, data_through=HEALTH, as_of=HEALTH)


def served(slow: int = 2) -> pd.DataFrame:
    """Three areas, the first ``slow`` of them served later than the city."""
    made = pd.DataFrame(
        {
            "name": ["Old Mill", "Riverside", "Ashton"],
            "in_time": [0.6, 0.5, 0.8],
            "times_usual": [1.4, 1.9, 1.0],
            "says": ["slower"] * slow + ["like the city"] * (3 - slow),
        }
    ).reindex(columns=published.what_each_district_gets.column_names)
    made = made.assign(in_time_low=0.4, in_time_high=0.9, per_1000=210.0)
    return made.assign(data_through=HEALTH, as_of=HEALTH)


def services(slow: int = 2) -> dict[str, pd.DataFrame]:
    """What stands on the page of requests and calls."""
    return {
        "service_alerts": many_alerts(),
        "how_long_requests_take": waits(),
        "what_each_district_gets": served(slow),
    }
