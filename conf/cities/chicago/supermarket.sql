select
  supermarket_id,
  supermarket.name as name,
  address,
  coalesce(found.code, 'other') as status,
  latitude,
  longitude,
  _file,
  _row
from supermarket
left join code_supermarket_status as found on found.delivered = upper(supermarket.status)
