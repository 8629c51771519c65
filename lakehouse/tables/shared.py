"""Columns that tables of many departments have: where it lies, since when it is known, its file."""

from lakehouse.declare import Column

LATITUDE = Column("latitude", "double", "Latitude in degrees.", rule="latitude between -90 and 90")
LONGITUDE = Column(
    "longitude", "double", "Longitude in degrees.", rule="longitude between -180 and 180"
)
# Of tables made of departments', where the rule was asked already.
PLACE = (
    Column("latitude", "double", "Latitude in degrees."),
    Column("longitude", "double", "Longitude in degrees."),
)
KNOWN_AT = Column("known_at", "date", "First day the city knew of it.", required=True)
CALLER = Column(
    "caller", "string", "Who called, as written down.", grade="personal", about_observer=True
)
# These lead from a department's row back to the file it was delivered in.
SOURCE = (
    Column("_file", "string", "The delivered file, below the data folder."),
    Column("_row", "bigint", "Number of the row in that file, 1 is the first below the header."),
)
