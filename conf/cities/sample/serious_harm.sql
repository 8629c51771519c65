select
  neighbourhood as community_area,
  ends_on,
  residents,
  serious_harm as people,
  known_at,
  _file,
  _row
from serious_harm
