"""The street network is one piece, numbered without gaps, and lies where its neighbourhood does."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from lakehouse.sample.addresses import addresses
from lakehouse.sample.city import City, build_city
from lakehouse.sample.streams import stream
from lakehouse.sample.streets import USUAL_VOLUME, lines, nodes, nodes_each, segments


def every(city: City) -> tuple[pd.DataFrame, pd.DataFrame]:
    node = pd.concat(nodes(city, a).assign(area=a) for a in city.areas)
    return node, pd.concat(segments(city, a).assign(area=a) for a in city.areas)


@pytest.fixture(scope="module", params=[(31, 1.0), (32, 0.2), (33, 2.0)], ids=str)
def network(request: pytest.FixtureRequest) -> tuple[City, pd.DataFrame, pd.DataFrame]:
    city = build_city(*request.param)
    return city, *every(city)


Network = tuple[City, pd.DataFrame, pd.DataFrame]


def test_intersections_are_numbered_over_the_whole_city_without_gaps(network: Network) -> None:
    city, node, _ = network
    assert node["node"].tolist() == list(range(1, len(city.areas) * nodes_each(city) + 1))


def test_every_intersection_lies_in_its_neighbourhood(network: Network) -> None:
    city, node, _ = network
    cell = city.neighbourhood.loc[node["area"]].reset_index(drop=True)
    place = node.reset_index(drop=True)
    assert place["lat"].between(cell["south"], cell["north"]).all()
    assert place["lon"].between(cell["west"], cell["east"]).all()


def test_one_can_drive_from_anywhere_to_anywhere(network: Network) -> None:
    _, node, road = network
    one, two = (road[end].to_numpy() - 1 for end in ("from_node", "to_node"))
    links = coo_array((np.ones(len(road)), (one, two)), shape=(len(node), len(node)))
    assert connected_components(links, directed=False)[0] == 1


def test_segments_join_the_intersections_that_they_name(network: Network) -> None:
    _, node, road = network
    assert road["segment"].is_unique and (road["length"] > 0).all()
    at = node.set_index("node")
    for end in ("from", "to"):
        there = at.loc[road[f"{end}_node"]]
        assert np.allclose(there[["lat", "lon"]], road[[f"{end}_lat", f"{end}_lon"]])
        names = zip(road["street"], there["name"], strict=True)
        assert all(street in name.split(" / ") for street, name in names)


def test_only_arterials_leave_a_neighbourhood_and_keep_their_name(network: Network) -> None:
    city, node, road = network
    area = node.set_index("node")["area"]
    leaving = road[road["to_node"].map(area).to_numpy() != road["area"].to_numpy()]
    assert len(leaving) and set(leaving["kind"]) == {"arterial"}
    beyond = area.loc[leaving["to_node"]].unique()
    known = {a: set(lines(city, a)["street"]) for a in beyond}
    assert all(
        street in known[area.loc[to]]
        for street, to in zip(leaving["street"], leaving["to_node"], strict=True)
    )


def test_traffic_is_log_normal_within_a_class(network: Network) -> None:
    _, _, road = network
    spread = np.log(road["aadt"]).groupby(road["kind"]).agg(["median", "std"])
    for kind, usual in USUAL_VOLUME.items():
        # A street's own volume is shared by its segments, so the median scatters a little.
        assert spread.loc[kind, "median"] == pytest.approx(np.log(usual), abs=0.35)
    assert spread.loc["local", "std"] == pytest.approx(np.hypot(0.40, 0.25), abs=0.10)


def test_house_numbers_of_a_street_do_not_come_twice(network: Network) -> None:
    _, _, road = network
    order = road.sort_values(["street", "first_number"])
    follows = order["street"] == order["street"].shift()
    assert (order["first_number"] > order["last_number"].shift())[follows].all()


def test_addresses_lie_in_their_neighbourhood_beside_their_street(network: Network) -> None:
    city, _, road = network
    found = addresses(city, 3, stream(1, "t"), 400)
    cell = city.neighbourhood.loc[3]
    assert found["lat"].between(cell["south"], cell["north"]).all()
    assert found["lon"].between(cell["west"], cell["east"]).all()
    at = road.set_index("segment").loc[found["segment"]].reset_index()
    assert (at["street"] == found["street"]).all()
    assert found["number"].between(at["first_number"], at["last_number"]).all()
    assert found["segment"].nunique() > 10


def test_other_neighbourhoods_do_not_matter() -> None:
    city = build_city(5)
    assert segments(city, 7).equals(segments(build_city(5), 7))
    assert not segments(city, 7)["aadt"].equals(segments(build_city(6), 7)["aadt"])
