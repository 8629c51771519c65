"""What Spark says of a mistake, in one sentence and without a value."""

from __future__ import annotations

from pyspark.errors import AnalysisException, ParseException, PySparkException

NAMES_ONLY = (AnalysisException, ParseException)


def plain(error: BaseException) -> str:
    """The first sentence of a mistake in a query, which holds names only; else just its kind.

    An error of a running query may quote the value it stumbled over, so only its class is told.
    """
    if isinstance(error, NAMES_ONLY):
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        return lines[0].split(" SQLSTATE")[0].rstrip("; .") + "." if lines else "Unreadable SQL."
    if isinstance(error, PySparkException) and error.getCondition():
        return f"{error.getCondition()}."
    return f"{type(error).__name__}."
