select
  intersection_id,
  name,
  year,
  make_date(year, 12, 31) as year_ends_on,
  if(first_crash_type = 'PEDESTRIAN', 'pedestrian', 'cyclist') as kind,
  crashes,
  injured,
  killed,
  incapacitating,
  non_incapacitating,
  not_evident,
  known_at,
  _file,
  _row
from crash_count_intersection
