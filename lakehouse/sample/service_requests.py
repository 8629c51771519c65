"""The 311 line's delivery: requests with free text, some told twice and some needs never."""

import numpy as np
import pandas as pd

from lakehouse.sample.callers import callers
from lakehouse.sample.city import City
from lakehouse.sample.free_text import texts
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.moments import in_order, later
from lakehouse.sample.months import month_of
from lakehouse.sample.numbering import disguised, local_numbers
from lakehouse.sample.parameters import AFTER
from lakehouse.sample.people import residents
from lakehouse.sample.reporting import STRENGTHS as REPORTING
from lakehouse.sample.reporting import reported_share, reports_per_need
from lakehouse.sample.service_needs import (
    CATEGORIES,
    STRENGTHS,
    needs,
    service_delay,
    surge_of,
    yearly_needs,
)
from lakehouse.sample.source import Source
from lakehouse.sample.spots import moved
from lakehouse.sample.streams import stream

REQUESTS = Delivery(
    name="service_requests",
    department="services",
    file="requests_{month}.csv",
    date_style="%m/%d/%Y %H:%M",
    happened="created_at",
    interval=("created_at", "closed_at"),
    sort=("created_at", "request_no"),
    columns=(
        Column("request_no", "id", key=True),
        Column("created_at", "date"),
        Column("closed_at", "date"),
        Column("status", "code", codes=("OPEN", "CLOSED", "DUPLICATE")),
        Column("duplicate_of", "id"),
        Column("category", "code", codes=tuple(CATEGORIES)),
        Column("district", "number", low=1),
        Column("caller", "text"),
        Column("description", "text"),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
)


def _reports(city: City, area: int) -> pd.DataFrame:
    """One row per report, the first of each need first; `need` is the row of its need."""
    rng, every = stream(city.seed, f"services/report/{area}"), needs(city, area)
    told = rng.poisson(reports_per_need(city, area), len(every))
    need = np.repeat(np.arange(len(every)), told)
    report = every.iloc[need].reset_index(drop=True).assign(need=need)
    wait = rng.exponential(STRENGTHS.told_within * 1440, len(report))
    report["created_at"] = later(report["began"], wait)
    lat, lon = moved(rng, report["lat"].to_numpy(), report["lon"].to_numpy(), 15.0)
    report = in_order(report.assign(lat=lat, lon=lon), "created_at")
    report["request_no"] = disguised(local_numbers(area, len(report)), 1_046_527, "SR-")
    return report


def _closed(city: City, area: int, report: pd.DataFrame) -> pd.DataFrame:
    """The reports with status, duplicate_of and closed_at, as known on the last day."""
    rng = stream(city.seed, f"services/closed/{area}")
    district = int(city.neighbourhood["district"].loc[area])
    usual = report["category"].map({k: v[1] for k, v in CATEGORIES.items()}).to_numpy()
    slow = np.exp(service_delay(city, district) + rng.normal(0, 0.6, len(report)))
    done = later(report["created_at"], usual * slow * 1440)
    first = report.groupby("need")["request_no"].transform("first")
    again = report["request_no"] != first
    # Another report of the same need is put aside within the day, whatever becomes of the first.
    aside = later(report["created_at"], rng.uniform(5, 1440, len(report)))
    done = done.where(~again, aside)
    done = done.where(done < AFTER)
    return report.assign(
        district=district,
        closed_at=done,
        duplicate_of=first.where(again, ""),
        status=np.select([again, done.isna()], ["DUPLICATE", "OPEN"], "CLOSED"),
        month=month_of(report["created_at"]),
    )


def draw(city: City, area: int) -> dict[str, pd.DataFrame]:
    """The requests of one neighbourhood; its true needs, who called and what hides in the text."""
    people = residents(city, area)
    report = _closed(city, area, _reports(city, area))
    called = callers(city, area, "services", report["request_no"], people)
    rng = stream(city.seed, f"services/text/{area}")
    named = people.loc[rng.choice(people.index, len(report))]
    names = (named["given_name"] + " " + named["family_name"]).tolist()
    text, hidden = texts(rng, report["category"], names)
    number = report["request_no"].to_numpy()
    need = {
        "neighbourhood": area,
        "needs_a_year": yearly_needs(city, area),
        "reports_per_need": reports_per_need(city, area),
        "reported_share": reported_share(city, area),
    }
    return {
        "service_requests": report.assign(caller=called.said, description=text),
        "truth/service_need": pd.DataFrame([need]),
        "truth/who_is_who_services": called.truth,
        "truth/hidden_identifiers": pd.DataFrame(
            {
                "request_no": number[hidden["row"]],
                "kind": hidden["kind"],
                "text": hidden["text"],
            }
        ),
    }


def district_truth(city: City) -> pd.DataFrame:
    """Per district: its surge, and how many times the usual days its requests take."""
    rows = []
    for district in sorted(city.neighbourhood["district"].unique()):
        surge = surge_of(city, int(district))
        rows.append(
            {
                "district": district,
                "slowness": np.exp(service_delay(city, int(district))),
                "surge_category": surge.category,
                "surge_first": surge.first.strftime("%Y-%m-%d"),
                "surge_days": surge.days,
            }
        )
    return pd.DataFrame(rows)


SOURCES = (
    Source("service_requests", (REQUESTS,), draw, strengths=STRENGTHS),
    Source(
        "service_districts",
        (),
        lambda city: {"truth/service_districts": district_truth(city)},
        once=True,
        strengths=REPORTING,
    ),
)
