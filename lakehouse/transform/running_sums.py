"""Expressions of running features: what a row counts for, on which day, what comes of it."""

from __future__ import annotations

from collections.abc import Iterable

from lakehouse.declare.feature import Feature
from lakehouse.transform.takes import Call, Taken, taken

# How a row counts: as an as-of day that is asked for; as a fact from when it is known; as one known
# before it happened, from when it happened; and from ENDS on, as out of the first, second … window.
ASKED, KNOWN, AHEAD, ENDS = 0, 1, 2, 3
BITS = 6
KINDS = 1 << BITS


class Sums:
    """SQL of the running features of one table and link, in the order in which it is applied.

    ``values`` are made of each fact; ``turns`` are the (day, kind) codes of when it counts, null
    when on no as-of day; ``changes`` are aggregates of a link's day; ``totals`` run over its days;
    ``features`` are made of those.
    """

    def __init__(self, group: Iterable[Feature], reach: int | None) -> None:
        self.parts = [made for made in map(taken, group) if made]
        of = self.parts[0].feature.of
        self.known, self.happened = str(of.known_at), str(of.happened_at)
        self.reached = Call("count", ("*",), None, reach)
        calls = [self.reached]
        for part in self.parts:
            for call in part.calls:
                calls.append(call)
                if call.function == "sum" and not _plain(part):
                    calls.append(_counting(call))
        self.calls = list(dict.fromkeys(calls))
        self.windows = sorted({c.days for c in self.calls if c.days is not None})
        if len(self.windows) > KINDS - ENDS:
            raise ValueError(f"{len(self.windows)} different windows are too many for one pass.")
        self.measures = list(dict.fromkeys(_measure(c) for c in self.calls))

    @property
    def values(self) -> list[str]:
        """One column per different thing that is summed up, empty or 0 where it does not count."""
        made = [f"{fact_value(m)} as _v{i}" for i, m in enumerate(self.measures)]
        if self.known == self.happened:
            return made
        return [*made, f"coalesce({self.happened} <= {self.known}, false) as _on_time"]

    @property
    def turns(self) -> list[str]:
        known, happened = f"cast({self.known} as date)", f"cast({self.happened} as date)"
        made = [f"cast(unix_date(_asked) as bigint) * {KINDS} + {ASKED}", _turn(known, KNOWN)]
        if self.known != self.happened and self.windows:
            ahead = f"if({self.happened} > {self.known}, {happened}, null)"
            made.append(_turn(ahead, AHEAD))
        for number, days in enumerate(self.windows):
            # Known when it had left the window already: it comes and goes on one day.
            last = f"greatest({known}, date_add({happened}, {days}))"
            made.append(_turn(f"if({self.happened} is null, null, {last})", ENDS + number))
        return made

    @property
    def changes(self) -> list[str]:
        made = []
        for call in self.calls:
            number = self.measures.index(_measure(call))
            for scope in self._scopes(call):
                made.append(f"{_change(call, number, self._kinds(scope))} as _c{number}_{scope}")
        return list(dict.fromkeys(made))

    @property
    def totals(self) -> dict[str, str]:
        made = {}
        for i, call in enumerate(self.calls):
            names = [f"_c{self.measures.index(_measure(call))}_{s}" for s in self._scopes(call)]
            function = "sum" if call.adds else call.function.removesuffix("_by")
            made[f"_s{i}"] = f"{function}({' - '.join(names)})"
        return made

    @property
    def features(self) -> list[str]:
        made = []
        for part in self.parts:
            sql = part.around
            for i, call in enumerate(part.calls):
                sql = sql.replace(f"{{{i}}}", self._total(call, part))
            kind, name = part.feature.type, part.feature.name
            made.append(
                f"cast(if({self._name(self.reached)} > 0, {sql}, null) as {kind}) as {name}"
            )
        return made

    def _total(self, call: Call, part: Taken) -> str:
        name = self._name(call)
        if call.function.endswith("_by"):
            return f"{name}.what"
        if call.function == "sum" and not _plain(part):
            return f"if({self._name(_counting(call))} > 0, {name}, null)"
        return name

    def _name(self, call: Call) -> str:
        return f"_s{self.calls.index(call)}"

    def _scopes(self, call: Call) -> list[str]:
        """What a total is made of: all that is known, or what is in sight less what went out."""
        if call.days is None:
            return ["all"]
        came = "all" if self.known == self.happened else "seen"
        return [came, f"gone{self.windows.index(call.days)}"]

    def _kinds(self, scope: str) -> str:
        if scope == "all":
            return f"_kind = {KNOWN}"
        if scope == "seen":
            return f"(_kind = {AHEAD} or _kind = {KNOWN} and _on_time)"
        return f"_kind = {ENDS + int(scope.removeprefix('gone'))}"


def _plain(part: Taken) -> bool:
    """A sum and nothing else, which is 0 where there is none: no facts need not be told from 0."""
    return part.around == "{0}" and part.feature.empty == 0


def _counting(call: Call) -> Call:
    """How many values a sum is made of: the sum of none is missing, not 0."""
    return Call("count", call.arguments, call.where, call.days)


def _measure(call: Call) -> tuple[str, tuple[str, ...], str | None]:
    return (call.function, call.arguments, call.where)


def fact_value(measure: tuple[str, tuple[str, ...], str | None]) -> str:
    """SQL: what one fact gives to an aggregate (function, arguments, which facts)."""
    function, arguments, where = measure
    chosen, first = f"coalesce({where}, false)" if where else "true", arguments[0]
    if function == "count":
        return chosen if first == "*" else f"if({chosen}, ({first}) is not null, false)"
    if function == "sum":
        return f"coalesce(if({chosen}, cast({first} as bigint), null), 0L)"
    if function.endswith("_by"):
        ordered = f"named_struct('order', {arguments[1]}, 'what', {first})"
        return f"if({chosen} and ({arguments[1]}) is not null, {ordered}, null)"
    return f"if({chosen}, {first}, null)"


def _change(call: Call, number: int, kinds: str) -> str:
    value = f"_v{number}"
    if call.function == "count":
        return f"count_if({kinds} and {value})"
    if call.function == "sum":
        return f"sum(if({kinds}, {value}, 0L))"
    return f"{call.function.removesuffix('_by')}(if({kinds}, {value}, null))"


def _turn(day: str, kind: int) -> str:
    """SQL: code of the first as-of day after ``day`` and the kind; null when there is none."""
    following = f"get(_next, greatest(datediff({day}, _first) + 1, 0))"
    # greatest() passes over a missing day, which counts on no day at all.
    return f"if({day} is null, null, cast(unix_date({following}) as bigint) * {KINDS} + {kind})"
