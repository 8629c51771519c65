select
  coalesce(area_name_code, 'unknown') as community_area,
  year,
  make_date(year, 12, 31) as year_ends_on,
  if(ped_cyc = 'yes', 'pedestrian_or_cyclist', 'other') as kind,
  crashes,
  injured,
  killed,
  incapacitating,
  non_incapacitating,
  not_evident,
  known_at,
  _file,
  _row
from crash_count_community_area
