select
  _row_id as row_id,
  request_number,
  created_on,
  case status
    when 'Open' then 'open'
    when 'Completed' then 'completed'
    when 'Open - Dup' then 'open_duplicate'
    when 'Completed - Dup' then 'completed_duplicate'
  end as status,
  nature,
  latitude,
  longitude,
  known_at,
  _file,
  _row
from sanitation_request
