select
  tract,
  name,
  land,
  cast(0 as bigint) as water,
  lat as latitude,
  lon as longitude,
  geometry,
  _file,
  _row
from tract_boundary
