select
  _row_id as row_id,
  cast(crashed_at as date) as happened_on,
  hour,
  injuries = 'injuries' as has_injury,
  lower(kind) as kind,
  units,
  nullif(speed_limit, 0S) as speed_limit,
  coalesce(sky.code, 'other') as weather,
  coalesce(light.code, 'other') as lighting,
  coalesce(road.code, 'other') as surface,
  lower(cause) as cause,
  street,
  neighborhood,
  nullif(latitude, 0) as latitude,
  nullif(longitude, 0) as longitude,
  known_at,
  _file,
  _row
from crash
left join code_crash_weather as sky on sky.delivered = upper(weather)
left join code_crash_lighting as light on light.delivered = upper(lighting)
left join code_crash_surface as road on road.delivered = upper(surface)
