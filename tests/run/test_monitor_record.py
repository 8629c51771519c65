"""What a release takes from a monitor: what is declared, and the series that are released."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd

from jobs.published.health_alerts import health_alerts
from jobs.risk.health_signals import death_alert, death_signal
from jobs.risk.service_signals import request_signal
from lakehouse.run.published.monitor_record import monitors_of


def run_of(*steps: Any, absent: tuple[str, ...] = ()) -> Any:
    """A run whose tables have two series each; those that are not released must not be read."""

    def frame(table: Any, names: list[str]) -> pd.DataFrame:
        assert table.name != "risk.death_signal" and names == ["series"]
        return pd.DataFrame({"series": ["deaths_daily", "deaths_daily", "other"]})

    return SimpleNamespace(
        lake=SimpleNamespace(frame=frame),
        there=lambda table: table.name not in absent,
        catalogue=SimpleNamespace(steps=steps),
        settings=SimpleNamespace(city=SimpleNamespace(name="delft")),
    )


def test_a_monitor_is_told_as_declared_with_its_released_series() -> None:
    released, inside = monitors_of(run_of(death_signal, death_alert, health_alerts.job))
    assert (released.name, released.page) == ("delft_death_alert", "model-delft_death_alert.html")
    assert (released.result, released.series) == ("health_alerts", {"deaths_daily", "other"})
    assert (released.asks, released.owner) == (death_alert.asks, "Health")
    assert released.limits == death_alert.limits and released.version == death_alert.version
    assert released.ladder[0] == ("essence_ewma", 9) and released.every == 1
    assert (inside.result, inside.series) == ("", frozenset())


def test_a_monitor_whose_table_is_not_there_has_no_page() -> None:
    run = run_of(death_alert, request_signal, absent=(death_alert.writes.name,))
    (card,) = monitors_of(run)
    assert (card.name, card.every, card.result) == ("delft_request_signal", 7, "")
