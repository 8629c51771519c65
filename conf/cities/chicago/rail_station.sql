select
  station_id,
  name,
  filter(
    array(
      if(red, 'red', null),
      if(blue, 'blue', null),
      if(brown, 'brown', null),
      if(green, 'green', null),
      if(purple, 'purple', null),
      if(purple_express, 'purple_express', null),
      if(yellow, 'yellow', null),
      if(pink, 'pink', null),
      if(orange, 'orange', null)
    ),
    line -> line is not null
  ) as lines,
  is_accessible,
  latitude,
  longitude,
  _file,
  _row
from rail_station
