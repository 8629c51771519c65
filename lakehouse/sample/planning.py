"""The planning department: areas of four kinds that share their borders, and who lives there."""

import json

import numpy as np
import pandas as pd
import shapely

from lakehouse.sample.city import City
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.names import plain
from lakehouse.sample.source import Source
from lakehouse.sample.streams import stream

TRACTS_EACH, FIRST_TRACT = 2, 30_000


def _outlines(name: str, *columns: Column) -> Delivery:
    return Delivery(
        name=name,
        department="planning",
        file=f"{name}.geojson",
        format="geojson",
        columns=(*columns, Column("geometry", "geometry")),
    )


NEIGHBOURHOODS = _outlines(
    "neighbourhoods", Column("buurt_nr", "id", key=True), Column("naam", "text")
)
DISTRICTS = _outlines("districts", Column("district_nr", "id", key=True), Column("naam", "text"))
WARDS = _outlines("wards", Column("wijk_nr", "id", key=True))
TRACTS = _outlines(
    "tracts",
    Column("tract_code", "id", key=True),
    Column("naam", "text"),
    Column("land_m2", "number", low=0, high=100_000_000),
    Column("lat", "lat"),
    Column("lon", "lon"),
)
NAMES = Delivery(
    name="neighbourhood_names",
    department="planning",
    file="neighbourhood_names.csv",
    delimiter=";",
    encoding="iso-8859-1",
    columns=(
        Column("buurt_nr", "id", key=True),
        Column("naam", "text"),
        Column("inwoners_2010", "number", low=0, high=200_000),
    ),
)
POPULATION = Delivery(
    name="population",
    department="planning",
    file="population.xlsx",
    format="xlsx",
    columns=(
        Column("buurt_nr", "id", key=True),
        Column("inwoners_2010", "number", low=0, high=200_000),
        Column("inwoners_2020", "number", low=0, high=200_000),
    ),
)


def _text(shape: shapely.Geometry) -> str:
    """The outline as GeoJSON, its outer ring anticlockwise as RFC 7946 asks for."""
    oriented = shapely.orient_polygons(shape)
    return json.dumps(json.loads(shapely.to_geojson(oriented)), separators=(",", ":"))


def _halves(cell: pd.Series) -> list[shapely.Geometry]:
    """The western and the eastern half of a neighbourhood."""
    middle = round((cell["west"] + cell["east"]) / 2, 5)
    return [
        shapely.box(cell["west"], cell["south"], middle, cell["north"]),
        shapely.box(middle, cell["south"], cell["east"], cell["north"]),
    ]


def _united(areas: pd.DataFrame, by: str) -> pd.DataFrame:
    """The areas that consecutive neighbourhoods make up together."""
    whole = areas.groupby(by)["shape"].agg(lambda parts: shapely.union_all(list(parts)))
    return pd.DataFrame({by: whole.index, "geometry": [_text(shape) for shape in whole]})


def _tracts(areas: pd.DataFrame) -> pd.DataFrame:
    """Two tracts to a neighbourhood; their numbers start anew nowhere in the city."""
    each = areas.loc[areas.index.repeat(TRACTS_EACH)].reset_index(drop=True)
    shapes = [half for _, cell in areas.iterrows() for half in _halves(cell)]
    middle, wide = (
        shapely.centroid(shapes),
        np.cos(np.radians(shapely.get_y(shapely.centroid(shapes)))),
    )
    side = np.where(np.arange(len(each)) % 2, "oost", "west")
    return pd.DataFrame(
        {
            "tract_code": [f"T{FIRST_TRACT + 1 + i:06d}" for i in range(len(each))],
            "naam": each["name"] + " " + side,
            "land_m2": shapely.area(shapes) * 111_195**2 * wide,
            "lat": shapely.get_y(middle).round(5),
            "lon": shapely.get_x(middle).round(5),
            "geometry": [_text(shape) for shape in shapes],
        }
    )


def draw(city: City) -> dict[str, pd.DataFrame]:
    """All areas of the city: neighbourhoods, districts of six, wards of four, and tracts.

    Neighbours share every corner of their common border to the last digit.
    """
    areas = city.neighbourhood
    # Of halves, so that the corner where two tracts meet is on the neighbourhood's border too.
    whole = [shapely.union_all(_halves(cell)) for _, cell in areas.iterrows()]
    areas = areas.assign(number=areas["neighbourhood"] + 1, shape=whole)
    grown = stream(city.seed, "planning/growth").normal(0, 0.06, (2, len(areas)))
    people = {
        "inwoners_2010": np.rint(areas["people"] * 0.93 * np.exp(grown[0])),
        "inwoners_2020": np.rint(areas["people"] * 0.98 * np.exp(grown[1] / 3)),
    }
    district = _united(areas, "district")
    return {
        "neighbourhoods": pd.DataFrame(
            {
                "buurt_nr": areas["number"],
                "naam": areas["name"].map(plain),
                "geometry": areas["shape"].map(_text),
            }
        ),
        "districts": district.rename(columns={"district": "district_nr"}).assign(
            naam="District " + district["district"].astype(str)
        ),
        "wards": _united(areas, "ward").rename(columns={"ward": "wijk_nr"}),
        "tracts": _tracts(areas),
        "neighbourhood_names": pd.DataFrame(
            {"buurt_nr": areas["number"], "naam": areas["name"], **people}
        ),
        "population": pd.DataFrame({"buurt_nr": areas["number"], **people}),
    }


SOURCES: tuple[Source, ...] = (
    Source(
        "planning", (NEIGHBOURHOODS, DISTRICTS, WARDS, TRACTS, NAMES, POPULATION), draw, once=True
    ),
)
