"""What a model was trained with: the machine's Python and the packages that decide numbers."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

PACKAGES = (
    *("citylake", "delta-spark", "deltalake", "mlflow", "numpy", "pandas", "pyarrow", "pyspark"),
    *("scikit-learn", "scipy", "xgboost-cpu"),
)


def environment() -> dict[str, str]:
    """Python, its machine, and the version of each package; 'absent' where there is none."""
    said = {"python": platform.python_version(), "machine": platform.machine()}
    for name in PACKAGES:
        try:
            said[name] = version(name)
        except PackageNotFoundError:
            said[name] = "absent"
    return said
