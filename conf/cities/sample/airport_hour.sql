-- The session's time zone is UTC, and so is observed_at. An inch is 25.4 millimetres.
select
  observed_at,
  cast(from_utc_timestamp(observed_at, 'Europe/Amsterdam') as date) as day,
  temperature_c * 1.8 + 32 as temperature,
  cast(null as double) as dew_point,
  cast(null as double) as humidity,
  cast(null as double) as sea_level_pressure,
  cast(null as double) as visibility,
  wind_speed_kmh / 1.609344 as wind_speed,
  cast(null as double) as gust_speed,
  rain_mm / 25.4 as precipitation,
  cast(null as string) as events,
  known_at,
  _file,
  _row
from airport_hour
