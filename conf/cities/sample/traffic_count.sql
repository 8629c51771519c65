select
  segment_no as segment_id,
  counted_on,
  lower(method) as method,
  vehicles_per_day as aadt,
  known_at,
  _file,
  _row
from traffic_count
