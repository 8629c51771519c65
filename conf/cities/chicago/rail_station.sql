select
  station_id,
  name,
  filter(
    array('red', 'blue', 'brown', 'green', 'purple', 'yellow', 'pink', 'orange'),
    line -> contains(lower(regexp_extract(description, '[(](.*)[)]', 1)), line)
  ) as lines,
  is_accessible,
  latitude,
  longitude,
  _file,
  _row
from rail_station
