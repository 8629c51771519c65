-- A foot is 30.48 centimetres.
select day, level_cm / 30.48 as level, known_at, _file, _row
from lake_level_day
