-- The session's time zone is UTC, and so is observed_at.
select
  observed_at,
  cast(from_utc_timestamp(observed_at, 'America/Chicago') as date) as day,
  temperature,
  dew_point,
  nullif(humidity, 0) / 100 as humidity,
  sea_level_pressure,
  visibility,
  wind_speed,
  gust_speed,
  precipitation,
  lower(events) as events,
  known_at,
  _file,
  _row
from airport_hour
