select
  _row_id as row_id,
  request_no as request_number,
  created_on,
  status_code as status,
  nature,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from sanitation_request
