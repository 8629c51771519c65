-- One row per census, of one column per census.
select number as community_area, cast(census as smallint) as census, population, _file, _row
from area_population
lateral view stack(2, 2010, people_2010, 2020, people_2020) as census, population
