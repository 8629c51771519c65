select community_area, name, population_2010, _file, _row
from community_area
