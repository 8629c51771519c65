"""What a contract says decides what of a delivery lands: mode, share, rules and columns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from lakehouse.declare.errors import DeliveryMissing, PlanError
from lakehouse.declare.feed import FeedColumn
from lakehouse.store.lake import Lake
from lakehouse.store.landed.counted import landed_rows
from lakehouse.store.landed.landing import land
from lakehouse.transform.typed import good, typed
from tests.store.parks import COLUMNS, HEADER, dog_feed, dogs, lines
from tests.store.town import Town

pytestmark = pytest.mark.doors


@pytest.fixture(scope="module")
def town(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Town:
    root = tmp_path_factory.mktemp("town")
    return Town(Lake(spark, root / "lake"), root / "in")


def test_a_snapshot_is_its_last_delivery_alone(town: Town, tmp_path: Path) -> None:
    shelter = dog_feed(name="shelter", mode="snapshot", glob="parks/shelter*.csv")
    later = Town(town.lake, tmp_path)
    later.put("shelter_1.csv", lines(dogs([1, 2, 3])))
    later.put("shelter_2.csv", lines(["2,Old,2020-01-01", "4,New,2020-01-01"]))
    assert land(shelter, tmp_path, town.lake, "run").rows == 5
    typed_rows = typed(landed_rows(town.lake, shelter), shelter)
    found = {r["tag"]: r["name"] for r in good(typed_rows, shelter).collect()}
    assert found == {"2": "Old", "4": "New"}
    as_increment = replace(shelter, mode="increment")
    both = {r["tag"]: r["name"] for r in good(typed_rows, as_increment).collect()}
    assert both == {"1": "Rex 1", "2": "Old", "3": "Rex 3", "4": "New"}


def test_a_feed_that_never_delivered_is_missing(town: Town, tmp_path: Path) -> None:
    (tmp_path / "parks").mkdir()
    with pytest.raises(DeliveryMissing, match=r"dog_99\*\.csv") as caught:
        land(dog_feed(name="late", glob="parks/dog_99*.csv"), tmp_path, town.lake, "run")
    assert "Parks" in caught.value.todo and "town/dog.odcs.yaml" in caught.value.todo


@pytest.mark.parametrize(("bad", "refused"), [(2, False), (3, True)])
def test_a_file_is_refused_over_its_share_and_not_at_it(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: int, refused: bool
) -> None:
    stored: list[object] = []
    monkeypatch.setattr(Lake, "append_files", lambda *said: stored.append(said))
    body = [*dogs(range(20 - bad)), *(f"{n},Bad,x" for n in range(100, 100 + bad))]
    Town(town.lake, tmp_path).put("dog_share.csv", lines(body))
    found = land(dog_feed(name="share", refuse_over=0.1), tmp_path, town.lake, "run")
    assert bool(found.refused) is refused
    assert (found.rows, len(stored)) == ((0, 0) if refused else (20, 1))


@pytest.mark.parametrize(
    "changes",
    [{"rules": (("too light", "wieght > 0"),)}, {"known": "sen_on"}, {"rules": (("x", "a >"),)}],
    ids=["rule", "known", "grammar"],
)
def test_a_rule_that_spark_cannot_read_names_its_contract(
    town: Town, tmp_path: Path, changes: dict[str, Any]
) -> None:
    Town(town.lake, tmp_path).put("dog_rule.csv", lines(dogs([1])))
    with pytest.raises(PlanError, match=r"town/dog\.odcs\.yaml"):
        land(dog_feed(name="rule", **changes), tmp_path, town.lake, "run")


def test_a_column_with_an_apostrophe_is_learnt_too(town: Town, tmp_path: Path) -> None:
    vet = dog_feed(name="vet")
    Town(town.lake, tmp_path).put("dog_vet.csv", lines(["1,Bo,2020-01-01,7"], f"{HEADER},Vet's no"))
    assert land(vet, tmp_path, town.lake, "run").rows == 1
    learnt = replace(vet, columns=(*COLUMNS, FeedColumn("Vet's no", "vet_no", "bigint", "A no.")))
    assert [r["vet_no"] for r in landed_rows(town.lake, learnt).collect()] == ["7"]
