select station, day, pm25, ozone, lat as latitude, lon as longitude, known_at, _file, _row
from air_day
