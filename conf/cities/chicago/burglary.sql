select
  burglary_id,
  happened_on,
  location_description as place,
  latitude,
  longitude,
  known_at,
  _file,
  _row
from burglary
