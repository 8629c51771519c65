select
  measure_no as measure_id,
  coalesce(kind_code, 'other') as kind,
  intersection_no as intersection_id,
  streets as intersection,
  decided_on,
  completed_on,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from road_measure
