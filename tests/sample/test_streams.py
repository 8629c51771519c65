"""Named streams depend on seed and name, and on nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.sample.streams import stream

names = st.text(min_size=1, max_size=20)


@given(st.integers(0, 2**40), names)
def test_same_seed_and_name_draw_the_same(seed: int, name: str) -> None:
    stream(seed, name + "x").random(3)
    assert np.array_equal(stream(seed, name).random(5), stream(seed, name).random(5))


@given(st.integers(0, 2**40), names, names)
def test_other_name_or_seed_draws_differently(seed: int, one: str, two: str) -> None:
    first = stream(seed, one).random(5)
    assert not np.array_equal(first, stream(seed + 1, one).random(5))
    assert np.array_equal(first, stream(seed, two).random(5)) == (one == two)


def test_the_name_is_hashed_the_same_on_every_machine() -> None:
    # The raw words of PCG64 are fixed by its definition, so only our keying can change them.
    raw = stream(7, "city").bit_generator.random_raw(2).tolist()
    assert raw == [5734216692956720908, 3917388809362882771]


def test_negative_seed_and_empty_name_are_refused() -> None:
    with pytest.raises(ValueError, match="seed of 0 or more"):
        stream(-1, "city")
    with pytest.raises(ValueError, match="no name"):
        stream(1, "")
