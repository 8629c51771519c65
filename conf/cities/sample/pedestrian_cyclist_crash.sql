select
  record_no as crash_id,
  'city_police' as record_source,
  cast(crashed_at as date) as happened_on,
  cast(hour(crashed_at) as tinyint) as hour,
  lower(who) as kind,
  coalesce(worst.code, 'other') as worst_injury,
  injured,
  killed,
  incapacitating,
  visible as non_incapacitating,
  possible as not_evident,
  coalesce(sky.code, 'other') as weather,
  coalesce(shine.code, 'other') as lighting,
  coalesce(road.code, 'other') as surface,
  fled as is_hit_and_run,
  door as is_dooring,
  intersection_no as intersection_id,
  if(intersection_no is null, null, streets) as intersection,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from pedestrian_cyclist_crash
left join code_crash_injury as worst on worst.delivered = worst_injury
left join code_crash_weather as sky on sky.delivered = weather
left join code_crash_lighting as shine on shine.delivered = light
left join code_crash_surface as road on road.delivered = surface
