select
  _row_id as row_id,
  sprayed_on,
  try_to_timestamp(concat(sprayed_on, ' ', time), 'yyyy-MM-dd h:mm:ss a') as sprayed_at,
  latitude,
  longitude,
  known_at,
  _file,
  _row
from spraying
