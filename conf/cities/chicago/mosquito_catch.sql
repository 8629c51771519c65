select
  _row_id as row_id,
  caught_on,
  trap,
  lower(species) as species,
  mosquitoes,
  virus as virus_found,
  latitude,
  longitude,
  known_at,
  _file,
  _row
from mosquito_catch
