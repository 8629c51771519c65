"""What is told of each hour and area of the coming week, without the libraries that tell it."""

WEEK = (
    "area string, day_number int, hour int, expected double, expected_low double, "
    "expected_high double, expected_if_wet double, usual double, observed int, why string, "
    "candidate string, judged string"
)
COLUMNS = [word.split()[0] for word in WEEK.split(", ")]
