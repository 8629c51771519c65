select
  run_no as run_id,
  cast(called_at as date) as happened_on,
  called_at,
  arrived_at,
  lower(reason) as reason,
  urgency = 'A1' as is_urgent,
  patient_given,
  patient_family,
  patient_born as patient_born_on,
  place as address,
  lat as latitude,
  lon as longitude,
  known_at,
  _file,
  _row
from ambulance_run
