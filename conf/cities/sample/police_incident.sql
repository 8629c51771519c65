select
  incident_no as incident_id,
  cast(happened_at as date) as happened_on,
  cast(reported_at as date) as reported_on,
  lower(kind) as kind,
  how = 'DISCOVERED' as is_discovered,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from police_incident
