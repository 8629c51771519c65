select
  coalesce(found.code, 'unknown') as community_area,
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
left join code_community_area as found on found.delivered = area_name
