select
  detector_no as detector_id,
  segment_no as segment_id,
  cast(round(limit_kmh * 0.621371D) as smallint) as speed_limit,
  lat as latitude,
  lon as longitude,
  _file,
  _row
from detector
