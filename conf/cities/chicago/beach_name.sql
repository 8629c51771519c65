-- Blanks at the end are gone by now: two rows may be one spelling.
select
  spelling,
  min_by(name, _row) as name,
  min_by(short_name, _row) as short_name,
  min_by(latitude, _row) as latitude,
  min_by(longitude, _row) as longitude,
  min_by(north, _row) = 1 as is_north,
  min_by(cast(observations_lost as int), _row) as observations_lost,
  min_by(_file, _row) as _file,
  min(_row) as _row
from beach_name
group by spelling
