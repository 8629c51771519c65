select
  report_no as report,
  disease_code as disease,
  specimen_day as specimen_on,
  neighbourhood,
  cast(cast(substr(neighbourhood, 1, 3) as int) as string) as district,
  known_at,
  _file,
  _row
from laboratory_report
