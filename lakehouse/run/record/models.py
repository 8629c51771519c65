"""The commands about registered models: list them, say which was live, go back."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lakehouse.declare.errors import NotFound, did_you_mean
from lakehouse.run import say
from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.settings import Settings, load_settings
from lakehouse.store.delta import delta_log
from lakehouse.store.delta.files import read_frame
from lakehouse.store.lock import hold
from lakehouse.store.record import ledger
from lakehouse.store.state import forget
from lakehouse.tables.governance import model_drift, model_performance


def models(city: str | None) -> int:
    """Print what each alias of each model points to, since when and why."""
    settings = load_settings(city)
    made = ledger.moves(settings.lake)
    if made.empty:
        raise NotFound(f"{settings.city.title} has no model yet.", "Run citylake run.")
    now = made.loc[made.groupby(["model", "alias"])["number"].idxmax()]
    for row in now.sort_values(["model", "alias"]).itertuples():
        moved = f"{row.number} move{'' if row.number == 1 else 's'}"
        say.say(
            f"{row.model}  {row.alias}  version {row.version}  since {_when(row.moved_at)}  {moved}"
        )
        say.say(f"  {row.why}")
    for line in _alerts(settings):
        say.say(line)
    return 0


def _alerts(settings: Settings) -> list[str]:
    """What became worse since the release, in words; nothing is promoted by it."""
    lines = []
    for table, of in ((model_performance, "as_of"), (model_drift, "feature")):
        path = settings.lake / table.schema / table.last
        if delta_log.exists(path):
            told = read_frame(path, table).dropna(subset="alert").sort_values(["model", of])
            lines += [
                f"{r.model} v{r.version}, {getattr(r, of)}: {r.alert}" for r in told.itertuples()
            ]
    return lines


def live(city: str | None, name: str, day: date | None) -> int:
    """Print which version answered at the end of a day (today by default), since when and why."""
    settings = load_settings(city)
    model = _model(settings, name)
    asked = day or date.today()
    found = ledger.live_on(settings.lake, model, asked)
    if found is None:
        first = _when(ledger.moves(settings.lake, model)["moved_at"].min())
        raise NotFound(f"{model} was not live on {asked}.", f"Its first version is of {first}.")
    decided = "" if pd.isna(found["as_of"]) else f", deciding for {found['as_of']}"
    since = _when(found["moved_at"])
    say.say(f"{model}: version {found['version']} was live on {asked}, since {since}{decided}.")
    say.say(f"  {found['why']}")
    say.say(f"  Moved by {found['by_run']}.")
    return 0


def rollback(city: str | None, name: str, to: str | None, why: str, wait: float) -> int:
    """Make an earlier version the champion again; the one before by default.

    The present one is withdrawn: no run takes it up again. The next run makes the list anew.
    """
    from lakehouse.store import tracking
    from lakehouse.store.record import promotion

    settings = load_settings(city)
    model = _model(settings, name)
    with hold(settings.lake, "citylake model rollback", wait, say.say):
        tracking.connect(settings.tracking, settings.lake / "_models", model)
        present = tracking.aliased(model, ledger.CHAMPION)
        version = to or promotion.before(settings.lake, model)
        if version is None or version == present:
            raise NotFound(
                f"{model} has no earlier version to go back to; version {present} stays.",
                "citylake model list shows its versions; name one with --to.",
            )
        if not tracking.registered(model, version):
            raise NotFound(
                f"{model} has no version {version}.", "citylake model list shows its versions."
            )
        said = why or "No reason was given."
        tracking.withdraw(model, version, "")
        if present is not None:
            tracking.withdraw(model, present, said)
        cause = ledger.Cause(None, "citylake model rollback", f"Taken back: {said}")
        promotion.promote(settings.lake, model, version, cause)
        for table in _answers(settings, model):
            forget(settings.lake, table)
    say.say(f"{model}: version {version} is the champion again, version {present} is withdrawn.")
    say.say("What is published stays until citylake run makes it anew.")
    return 0


def _answers(settings: Settings, model: str) -> list[str]:
    """The tables that the model's question answers with."""
    steps = load_catalogue(settings.city).steps
    named = [s for s in steps if f"{settings.city.name}_{getattr(s, 'name', '')}" == model]
    return [step.writes.name for step in named]


def _model(settings: Settings, name: str) -> str:
    """The registered name; that of the question alone will do. Raises :class:`NotFound`."""
    known = sorted(set(ledger.moves(settings.lake)["model"]))
    for model in (name, f"{settings.city.name}_{name}"):
        if model in known:
            return model
    raise NotFound(
        f"{settings.city.title} has no model {name}{did_you_mean(name, known)}.",
        f"Models are: {', '.join(known) or 'none yet'}.",
    )


def _when(moment: pd.Timestamp) -> str:
    """A moment as this machine's clock shows it."""
    return f"{moment.to_pydatetime().astimezone():%Y-%m-%d %H:%M}"
