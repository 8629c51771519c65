-- The district is in the neighbourhood's code.
select
  visit_no as visit,
  patient_no as patient,
  hospital as hospital_id,
  age_band,
  syndrome_code as syndrome,
  complaint,
  arrived_at,
  cast(arrived_at as date) as arrived_on,
  neighbourhood,
  cast(cast(substr(neighbourhood, 1, 3) as int) as string) as district,
  -- Districts have six neighbourhoods each, which are numbered on from district to district.
  cast(6 * (cast(substr(neighbourhood, 1, 3) as int) - 1) + cast(substr(neighbourhood, 4) as int)
    as string) as community_area,
  known_at,
  _file,
  _row
from emergency_visit
