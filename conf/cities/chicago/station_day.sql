-- M is missing; T is a trace, too little to measure.
select
  station,
  day,
  try_cast(temperature_max as double) as temperature_max,
  try_cast(temperature_min as double) as temperature_min,
  try_cast(temperature_mean as double) as temperature_mean,
  try_cast(dew_point as double) as dew_point,
  try_cast(wet_bulb as double) as wet_bulb,
  if(precipitation = 'T', 0, try_cast(precipitation as double)) as precipitation,
  precipitation = 'T' as has_trace,
  try_cast(sea_level_pressure as double) as sea_level_pressure,
  try_cast(wind_speed as double) as wind_speed,
  phenomena,
  known_at,
  _file,
  _row
from station_day
