select
  _row_id as row_id,
  emptied_on as caught_on,
  trap,
  lower(species) as species,
  mosquitoes,
  virus = 'POS' as virus_found,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from mosquito_catch
