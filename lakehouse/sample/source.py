"""A source: what one department delivers, and how its rows of one neighbourhood are drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lakehouse.sample.layout import Delivery

TRUTH = "truth/"


@dataclass(frozen=True)
class Source:
    """Deliveries that are drawn together.

    `draw(city, area)` is called for each neighbourhood, `draw(city)` when `once`. It gives the
    faultless rows by the delivery's name, with the undelivered column `month` where there is
    one file a month, and by "truth/<name>" what only tests may know. It must be a pure function
    of its arguments, drawn from streams that name department and area. `strengths` is the
    department's frozen dataclass of planted strengths, for truth/parameters.json.
    """

    name: str
    deliveries: tuple[Delivery, ...]
    draw: Callable[..., dict[str, pd.DataFrame]]
    once: bool = False
    strengths: Any = None

    def delivery(self, name: str) -> Delivery:
        """The delivery of that name; KeyError when the source has none."""
        return {d.name: d for d in self.deliveries}[name]
