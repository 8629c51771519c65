select community_area, name, vision_zero_area, geometry, _file, _row
from community_area_boundary
