"""The list of areas with excess risk has a page in its own words, with what is withheld counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from lakehouse.portal.data import PageData
from lakehouse.portal.pages import pages
from lakehouse.tables import published

PAGE = "decision-areas_with_excess_risk.html"


def drawn() -> pd.DataFrame:
    shown = 20
    rows = pd.DataFrame(
        {
            "rank": pd.array([*range(1, shown + 1), *[None] * 4], "Int64"),
            "name": [f"Area {n}, emergency visits: heat" for n in range(shown + 4)],
            "community_area": [str(n % 6 + 1) for n in range(shown + 4)],
            "cause": "emergency visits: heat",
            "cases": [*range(40, 40 - shown, -1), *[np.nan] * 4],
            "expected": [*[20.0] * shown, *[np.nan] * 4],
            "probability": [*np.linspace(0.99, 0.05, shown), *[np.nan] * 4],
            "why_no_score": [*[None] * shown, *["withheld: fewer than 5 were counted here"] * 4],
        }
    )
    days = {"period_from": date(2019, 5, 1), "data_through": date(2020, 5, 1)}
    return rows.assign(**days, as_of=date(2020, 6, 1)).reindex(
        columns=published.areas_with_excess_risk.column_names
    )


def test_the_page_says_where_and_how_many_are_withheld(city: Callable[..., PageData]) -> None:
    made = pages(city(more={"areas_with_excess_risk": drawn()}))
    page = made[PAGE]
    assert "Areas with excess risk" in page and "Area 0, emergency visits: heat" in page
    assert "withheld: fewer than 5 were counted here" in page
    assert PAGE in made["index.html"]
    assert "nan" not in page.lower().replace("finance", "") and ">None<" not in page


def test_chances_without_ranges_have_no_column_for_them(city: Callable[..., PageData]) -> None:
    made = pages(city(more={"areas_with_excess_risk": drawn()}))
    table = made[PAGE][made[PAGE].index('<table class="list') :].split("</table>")[0]
    assert table.count('<th scope="col"') == 4 and "[x]" not in table
    assert "A range says" not in made[PAGE]
    card = made["index.html"][made["index.html"].index("Areas with excess risk") :]
    said = "<b>Area 0, emergency visits: heat</b> comes first: 99%, firm."
    assert said in card.split("</article>")[0]
