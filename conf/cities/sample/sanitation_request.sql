select
  _row_id as row_id,
  request_no as request_number,
  created_on,
  known_status.code as status,
  nature,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from sanitation_request
left join code_request_status as known_status on known_status.delivered = status
