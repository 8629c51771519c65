select
  _row_id as row_id,
  cast(crashed_at as date) as happened_on,
  hour,
  injuries = 'injuries' as has_injury,
  if(injuries = 'injuries', 'injury_or_fatal', 'none') as severity,
  lower(kind) as kind,
  units,
  -- 0 and what no road has (99) stand for none known.
  if(speed_limit between 1 and 80, speed_limit, null) as speed_limit,
  coalesce(weather_code, 'other') as weather,
  coalesce(lighting_code, 'other') as lighting,
  coalesce(surface_code, 'other') as surface,
  lower(cause) as cause,
  street,
  neighborhood,
  nullif(latitude, 0) as latitude,
  nullif(longitude, 0) as longitude,
  known_at,
  _file,
  _row
from crash
