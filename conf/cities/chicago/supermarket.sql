select
  supermarket_id,
  supermarket.name as name,
  address,
  coalesce(status_code, 'other') as status,
  latitude,
  longitude,
  _file,
  _row
from supermarket
