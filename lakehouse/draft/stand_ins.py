"""Values that stand for none: a coordinate of 0, the word null, a first day of 1900."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa

from lakehouse.draft.kinds import Kind
from lakehouse.draft.numbers import nulls_in
from lakehouse.draft.texts import Texts

# What databases and forms write where a day is not known.
NO_DAY = pd.to_datetime(
    ["1899-12-30", "1899-12-31", "1900-01-01", "1901-01-01", "1970-01-01", "2099-12-31"]
)
FAR = pd.Timedelta(days=3650)


def without_zeros(kind: Kind, texts: Texts) -> Kind:
    """A coordinate that is 0 stands for no place."""
    if kind.numbers is None or not (kind.numbers == 0).any() or (kind.numbers == 0).all():
        return kind
    zero = kind.numbers == 0
    note = f"{int(texts.counts[zero].sum()):,} rows say 0, which is no place here"
    return replace(_without(kind, texts, zero, note), numbers=np.where(zero, np.nan, kind.numbers))


def without_nulls(kind: Kind, texts: Texts) -> Kind:
    """A text that is the word null stands for no text."""
    nulls = nulls_in(texts.values) if kind.type == "string" else np.zeros(0, dtype=bool)
    return _without(kind, texts, nulls) if nulls.any() and not nulls.all() else kind


def without_far_days(kind: Kind, texts: Texts) -> Kind:
    """A day that systems write for none, years away from all other days, stands for none."""
    if kind.moments is None:
        return kind
    far = kind.moments.dt.normalize().isin(NO_DAY).to_numpy()
    others = kind.moments[~far].dropna()
    if not far.any() or others.empty:
        return kind
    away = (kind.moments < others.min() - FAR) | (kind.moments > others.max() + FAR)
    far &= away.to_numpy()
    if not far.any():
        return kind
    said = ", ".join(sorted(texts.values.filter(pa.array(far)).to_pylist()))
    rows = int(texts.counts[far].sum())
    note = f"TODO {rows:,} rows say {said}, years from all other days: taken for missing"
    return replace(_without(kind, texts, far, note), moments=kind.moments.mask(far))


def _without(kind: Kind, texts: Texts, these: np.ndarray, *notes: str) -> Kind:
    words = (*kind.spelling.missing, *sorted(texts.values.filter(pa.array(these)).to_pylist()))
    spelling = replace(kind.spelling, missing=words)
    return replace(kind, fits=kind.fits & ~these, spelling=spelling, notes=(*kind.notes, *notes))
