select
  spelling,
  name,
  short_name,
  lat as latitude,
  lon as longitude,
  cast(null as boolean) as is_north,
  cast(null as int) as observations_lost,
  _file,
  _row
from beach_name
