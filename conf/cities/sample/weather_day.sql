-- An inch is 25.4 millimetres, a mile 1.609344 kilometres.
select
  day,
  precipitation_mm_h / 25.4 as precipitation,
  temperature_max_c * 1.8 + 32 as temperature_max,
  wind_speed_kmh / 1.609344 as wind_speed,
  humidity_pct / 100 as humidity,
  known_at,
  _file,
  _row
from weather_day
