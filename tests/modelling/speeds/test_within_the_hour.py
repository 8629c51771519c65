"""Within the hour a short-term swing is told better than by the last reading and by the usual."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.modelling.speeds.candidates import best_one
from lakehouse.modelling.speeds.contest import speed_contest
from lakehouse.modelling.speeds.measured import measured
from lakehouse.modelling.speeds.measures import LOSS
from lakehouse.modelling.speeds.next_steps import fit_next_steps
from lakehouse.modelling.speeds.pace import HOURS, QUARTERS


def quarters(days: int = 56) -> pd.DataFrame:
    """Two detectors by quarter hour, whose speeds swing for a while around the usual."""
    steps = QUARTERS.day * days
    draw, slot = np.random.default_rng(5), np.arange(steps) % QUARTERS.day
    swing = np.zeros((steps, 2))
    for at in range(1, steps):
        swing[at] = 0.8 * swing[at - 1] + draw.normal(0, 1.2, 2)
    speed = 50 - 25 * ((slot >= 64) & (slot < 76))[:, None] + swing
    parts = [
        pd.DataFrame({"detector_id": f"D{n}", "step": np.arange(steps), "speed": speed[:, n]})
        for n in range(2)
    ]
    return pd.concat(parts, ignore_index=True).assign(x=0.0, y=0.0)


def test_within_the_hour_the_last_reading_is_beaten_at_every_quarter() -> None:
    rows = quarters()
    silent = rows["detector_id"].eq("D1") & (rows["step"] >= rows["step"].max() - 3)
    read = rows.assign(speed=rows["speed"].mask(silent))
    played = speed_contest(read, QUARTERS)
    made = fit_next_steps(read, played, QUARTERS).predict(read)
    assert played.winner == best_one(QUARTERS) and played.failed == {}
    told = made[made["detector_id"] == "D0"]
    assert told["minutes_ahead"].tolist() == [15, 30, 45, 60]
    # The last one begins at 23:45 of the 56th day.
    midnight = pd.Timestamp("1970-02-26")
    assert told["told_for"].tolist() == [midnight + pd.Timedelta(minutes=15 * n) for n in range(4)]
    assert (told["last_measured_at"] == midnight - pd.Timedelta(minutes=15)).all()
    assert (told["last_speed"] == rows["speed"][rows["detector_id"] == "D0"].iloc[-1]).all()
    assert (told["error"] < told[["error_last", "error_usual"]].min(axis=1)).all()
    # Who knew all but what is still to come would miss by 0.96 of 15 minutes, by 1.46 of 60.
    assert told["error"].between([0.95, 1.2, 1.3, 1.4], [1.4, 1.5, 1.6, 1.7]).all()
    assert told["coverage"].between(0.75, 0.85).all()
    # What was measured an hour ago says nothing of the next one.
    why = set(made.loc[made["detector_id"] == "D1", "why_no_forecast"])
    assert why == {"nothing measured since 1970-02-25 22:45"}
    shown = {m for m in played.summary["measure"] if m.endswith("minutes_ahead")}
    assert shown == {f"{LOSS}_{n}_minutes_ahead" for n in (15, 30, 45, 60)}


def test_each_step_is_of_its_own_length() -> None:
    of = measured(quarters(29), QUARTERS)
    assert of.names == ("D0", "D1") and of.last == 29 * 96 - 1
    few = measured(quarters(27), QUARTERS)
    assert not few.names and few.silent["D0"].startswith("only 2592 quarter hours were measured")
    assert (HOURS.day, HOURS.week, HOURS.least) == (24, 168, 672)
    assert (HOURS.far(24), QUARTERS.far(3), HOURS.column) == (24, 45, "hours_ahead")
