"""The outside answers of R and Rnssp that the aberration methods are compared with."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from tests.shared_data import shared

Reference = Callable[..., pd.DataFrame]


@pytest.fixture(scope="session")
def medical() -> Reference:
    """Reads one of the medical reference files by its name, with the given index."""

    def read(name: str, index: str | None = "t") -> pd.DataFrame:
        frame = pd.read_csv(shared("reference", "medical") / f"{name}.csv")
        return frame if index is None else frame.set_index(index)

    return read


@pytest.fixture(scope="session")
def agona(medical: Reference) -> pd.Series:
    """Weekly reports of Salmonella Agona, 1990 to 1995."""
    return medical("agona_weekly")["observed"]
