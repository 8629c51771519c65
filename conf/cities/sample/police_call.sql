select
  call_no as call_id,
  cast(called_at as date) as happened_on,
  called_at,
  on_scene_at,
  lower(kind) as kind,
  priority,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from police_call
