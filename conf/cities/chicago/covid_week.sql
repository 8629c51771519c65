select
  lower(zip) as zip,
  week_starts_on,
  week_ends_on,
  cases,
  cases_so_far,
  tests,
  tests_so_far,
  deaths,
  deaths_so_far,
  nullif(population, 0) as population,
  known_at,
  _file,
  _row
from covid_week
