select
  station,
  day,
  max_c * 1.8 + 32 as temperature_max,
  min_c * 1.8 + 32 as temperature_min,
  mean_c * 1.8 + 32 as temperature_mean,
  cast(null as double) as dew_point,
  cast(null as double) as wet_bulb,
  rain_mm / 25.4 as precipitation,
  false as has_trace,
  cast(null as double) as sea_level_pressure,
  cast(null as double) as wind_speed,
  cast(null as string) as phenomena,
  known_at,
  _file,
  _row
from station_day
