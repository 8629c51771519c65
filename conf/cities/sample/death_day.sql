select
  day,
  cast(deaths as int) as deaths,
  cast(heart as int) as cardiovascular,
  cast(lungs as int) as respiratory,
  temperature_c as temperature,
  cast(null as double) as dew_point,
  cast(null as double) as humidity,
  cast(null as double) as pm10,
  cast(null as double) as ozone,
  known_at,
  _file,
  _row
from death_day
