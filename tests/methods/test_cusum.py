"""The sums, bounds and alarms of the CUSUM are R surveillance's."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from lakehouse.methods.cusum import cusum_rossi, cusum_standard
from lakehouse.methods.judged import NOT_REPORTED, ONLY_ZEROS, TOO_LITTLE, alarms

Reference = Callable[..., pd.DataFrame]


def test_agona_gets_the_sums_of_r(medical: Reference, agona: pd.Series) -> None:
    wanted = medical("agona_cusum_bayes_expected")
    made = cusum_rossi(agona, learn=260).loc[wanted.index]
    np.testing.assert_allclose(made["score"], wanted["cusum_rossi"], atol=1e-10)
    np.testing.assert_allclose(made["upper"], wanted["cusum_rossi_upper"], rtol=1e-10)
    assert (alarms(made) == (wanted["cusum_rossi_alarm"] == 1)).all()


def test_the_standard_cusum_is_that_of_r(medical: Reference, agona: pd.Series) -> None:
    wanted = medical("agona_cusum_bayes_expected")
    made = cusum_standard(agona, learn=260).loc[wanted.index]
    np.testing.assert_allclose(made["score"], wanted["cusum_std"], atol=1e-10)
    assert (alarms(made) == (wanted["cusum_std_alarm"] == 1)).all()


def test_a_sum_beyond_the_bound_alarms_without_a_case_as_in_r() -> None:
    counts = pd.Series([1, 0, 2, 1, 0, 1, 12, 0, 0, 0, 3])
    made = cusum_rossi(counts, learn=6)
    # algo.cusum of surveillance 1.20.3, range 7:11, trans "rossi"
    said = [7.6274659114, 5.2181595177, 2.8088531239, 0.3995467301, 1.3654588165]
    np.testing.assert_allclose(made["score"][6:], said)
    assert alarms(made)[6:].tolist() == [True, True, True, False, False]
    np.testing.assert_allclose(made["upper"][6:9], [4.606431584, 0, 0], atol=1e-12)
    grown = cusum_rossi(pd.Series([1.0] * 6 + [900.0] * 4), learn=6)
    assert grown["score"].iloc[-1] > 1500, "a sum is not cut off"


def test_bad_input_gets_a_reason() -> None:
    assert (cusum_rossi(pd.Series([2.0] * 30))["why"] == TOO_LITTLE).all()
    assert (cusum_rossi(pd.Series([0.0] * 60))["why"][52:] == ONLY_ZEROS).all()
    gappy = pd.Series([2.0] * 56 + [np.nan, 2.0])
    assert cusum_rossi(gappy)["why"].tolist()[55:] == [None, NOT_REPORTED, None]
