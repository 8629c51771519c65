select police_district, label as name, geometry, _file, _row
from police_district_boundary
