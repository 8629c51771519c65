select tract, name, land, water, latitude, longitude, geometry, _file, _row
from tract_boundary
