select
  admission_no as admission,
  patient_no as patient,
  hospital as hospital_id,
  age_band,
  diagnosis_group_code as diagnosis_group,
  ward = 'ICU' as intensive_care,
  ventilated,
  admitted as admitted_on,
  discharged as discharged_on,
  datediff(discharged, admitted) as nights,
  neighbourhood,
  cast(cast(substr(neighbourhood, 1, 3) as int) as string) as district,
  -- Districts have six neighbourhoods each, which are numbered on from district to district.
  cast(6 * (cast(substr(neighbourhood, 1, 3) as int) - 1) + cast(substr(neighbourhood, 4) as int)
    as string) as community_area,
  known_at,
  _file,
  _row
from hospital_admission
