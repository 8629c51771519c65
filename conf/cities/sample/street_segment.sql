select
  segment_no as segment_id,
  street,
  class as road_class,
  from_intersection as from_intersection_id,
  to_intersection as to_intersection_id,
  length_m as metres,
  cast(round(limit_kmh * 0.621371D) as smallint) as speed_limit,
  geometry,
  _file,
  _row
from street_segment
