"""The one view of the city's risk, by community area and by police district."""

from lakehouse.declare import Column, Result
from lakehouse.tables.risk.area import COMPOSITE, FEW


def _risk(last: str, area: str, of: str) -> Result:
    return Result(
        f"published.{last}",
        f"One row per {of}: the city's risk there as one score of traffic, medical, safety and "
        "who lives there, how sure its rank is, and what adds to it; or why there is no score.",
        key=(area,),
        owner="Data office",
        decides=f"Which {of}s several departments look at together, and how sure that is.",
        audience="Mayor's office and heads of departments",
        refreshed="with every delivery",
        withhold_under=FEW,
        stand_ins="withheld",
        columns=(
            Column(area, "string", f"Number of the {of}."),
            Column("name", "string", "Its name."),
            *COMPOSITE,
        ),
    )


city_risk = _risk("city_risk", "community_area", "community area")
district_risk = _risk("district_risk", "police_district", "police district")
