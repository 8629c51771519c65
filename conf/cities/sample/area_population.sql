select number as community_area, census, people as population, _file, _row
from area_population
