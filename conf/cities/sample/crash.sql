-- Kilometres per hour become the vocabulary's miles.
select
  crash_no as row_id,
  cast(crashed_at as date) as happened_on,
  cast(hour(crashed_at) as tinyint) as hour,
  outcome <> 'DAMAGE' as has_injury,
  case outcome when 'FATAL' then 'fatal' when 'INJURY' then 'injury' else 'none' end as severity,
  lower(replace(kind, '_', ' ')) as kind,
  units,
  cast(round(limit_kmh * 0.621371D) as smallint) as speed_limit,
  coalesce(weather_code, 'other') as weather,
  coalesce(light_code, 'other') as lighting,
  coalesce(surface_code, 'other') as surface,
  lower(cause) as cause,
  street,
  neighbourhood as neighborhood,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from crash
