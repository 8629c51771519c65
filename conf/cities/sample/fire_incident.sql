select
  incident_no as incident_id,
  cast(called_at as date) as happened_on,
  called_at,
  arrived_at,
  coalesce(kind_code, 'other') as kind,
  lower(damage) as damage,
  injured,
  address,
  caller,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from fire_incident
