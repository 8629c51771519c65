-- No neighbourhood belongs to a high-crash area of Vision Zero.
select number as community_area, name, cast(null as string) as vision_zero_area, geometry, _file, _row
from community_area_boundary
