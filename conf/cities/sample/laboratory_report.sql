select
  report_no as report,
  disease_code as disease,
  specimen_day as specimen_on,
  neighbourhood,
  cast(cast(substr(neighbourhood, 1, 3) as int) as string) as district,
  -- Districts have six neighbourhoods each, which are numbered on from district to district.
  cast(6 * (cast(substr(neighbourhood, 1, 3) as int) - 1) + cast(substr(neighbourhood, 4) as int)
    as string) as community_area,
  known_at,
  _file,
  _row
from laboratory_report
