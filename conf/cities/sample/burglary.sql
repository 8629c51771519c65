select
  incident_no as burglary_id,
  cast(occurred_at as date) as happened_on,
  target as place,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from burglary
