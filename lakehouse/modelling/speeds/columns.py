"""What is told of each detector and hour to come, without the libraries that tell it."""

EXPECTED = (
    "detector_id string, hour_number bigint, hours_ahead int, expected double, "
    "expected_low double, expected_high double, last_speed double, usual_speed double, "
    "candidate string, error double, error_last double, error_usual double, coverage double, "
    "last_measured_at timestamp, why_no_forecast string"
)
COLUMNS = [word.split()[0] for word in EXPECTED.split(", ")]
