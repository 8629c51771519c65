select
  _row_id as row_id,
  created_on,
  nullif(zip, '0') as zip,
  nullif(ward, 0) as ward,
  cast(nullif(police_district, 0) as string) as police_district,
  nullif(community_area, 0) as community_area,
  latitude,
  longitude,
  known_at,
  _file,
  _row
from abandoned_vehicle
