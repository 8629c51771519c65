select
  crash_id,
  if(crash_id like 'IDOT%', 'state', 'city_police') as record_source,
  cast(crashed_at as date) as happened_on,
  hour,
  if(first_crash_type = 'PEDESTRIAN', 'pedestrian', 'cyclist') as kind,
  coalesce(worst.code, 'other') as worst_injury,
  injured,
  killed,
  incapacitating,
  non_incapacitating,
  not_evident,
  coalesce(sky.code, 'other') as weather,
  coalesce(light.code, 'other') as lighting,
  coalesce(road.code, 'other') as surface,
  hit_and_run as is_hit_and_run,
  dooring as is_dooring,
  intersection_id,
  intersection,
  latitude,
  longitude,
  known_at,
  _file,
  _row
from pedestrian_cyclist_crash
left join code_crash_injury as worst on worst.delivered = worst_injury
left join code_crash_weather as sky on sky.delivered = upper(weather)
left join code_crash_lighting as light on light.delivered = upper(lighting)
left join code_crash_surface as road on road.delivered = upper(surface)
