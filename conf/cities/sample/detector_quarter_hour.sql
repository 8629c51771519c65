select
  detector_no as detector_id,
  cast(measured_at as date) as day,
  cast(hour(measured_at) as tinyint) as hour,
  cast(minute(measured_at) as tinyint) as minute,
  cast(vehicles as int) as vehicles,
  speed_kmh * 0.621371D as speed,
  known_at,
  _file,
  _row
from detector_quarter_hour
