select
  person_no as resident_id,
  given_name,
  family_name,
  born_on,
  lower(sex) as sex,
  household_no as household_id,
  address,
  moved_in as moved_in_on,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from resident
