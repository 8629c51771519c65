select ward, geometry, _file, _row
from ward_boundary
