select
  object_no as building_id,
  address,
  lower(kind) as kind,
  year_built,
  floors,
  dwellings,
  lower(owner) as owner,
  lower(condition) as condition,
  sprinkler as has_sprinkler,
  registered_on,
  lower(last_action) as last_action,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from fire_building
