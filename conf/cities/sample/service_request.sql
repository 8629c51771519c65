select
  request_no as request_id,
  cast(created_at as date) as created_on,
  created_at,
  closed_at,
  lower(status) as status,
  duplicate_of,
  lower(category) as category,
  cast(district as string) as district,
  caller,
  description,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from service_request
