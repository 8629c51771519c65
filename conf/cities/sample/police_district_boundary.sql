select number as police_district, name, geometry, _file, _row
from police_district_boundary
