-- One row per census, of one column per census.
select community_area, cast(census as smallint) as census, population, _file, _row
from area_population
lateral view stack(2, 2000, population_2000, 2010, population_2010) as census, population
