select number as community_area, name, people_2010 as population_2010, _file, _row
from community_area
