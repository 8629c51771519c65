"""Features look only at tables that say when a row happened and became known."""

from __future__ import annotations

from lakehouse.declare.errors import PlanError
from lakehouse.declare.table import Table


def refuse_undated(name: str, of: Table) -> None:
    """Raises :class:`PlanError` for a table that does not say when a row was known."""
    if of.known_at is None or of.happened_at is None:
        raise PlanError(
            f"Feature {name} looks at {of.name}, which does not say when a row "
            "happened and became known.",
            "Declare happened_at= and known_at= on the table.",
        )
