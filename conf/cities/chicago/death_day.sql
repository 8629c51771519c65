select
  day,
  deaths,
  cardiovascular,
  respiratory,
  temperature,
  dew_point,
  humidity / 100 as humidity,
  pm10,
  ozone,
  known_at,
  _file,
  _row
from death_day
