"""The sentences of one decision: its own where it has one, else those that fit any."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from lakehouse.portal.said.wording import Words


@dataclass(frozen=True)
class Voice:
    """Speaks of the result ``name``; keys are looked up below it, then below ``any``."""

    words: Words
    name: str

    def __call__(self, key: str, **values: object) -> Markup:
        """The sentence of ``key`` with ``values`` in its named places."""
        return self.words(self._found(key, key), **values)

    def plural(self, key: str, n: int, **values: object) -> Markup:
        """The sentence of ``key.one`` or ``key.many``, with ``n`` written as a number."""
        return self.words.plural(self._found(key, f"{key}.many"), n, **values)

    def has(self, key: str) -> bool:
        """Whether the result has a sentence of its own for ``key``."""
        return f"decision.{self.name}.{key}" in self.words.sentences

    def called(self, name: str) -> str:
        """What people call a place whose name is a bare code: trap T900; else its name."""
        return str(self("row.called", name=name).unescape()) if self.has("row.called") else name

    @property
    def title(self) -> str:
        """What the result is called; one without a name of its own goes by the table's."""
        plain = self.name.replace("_", " ")
        return str(self("name", plain=plain[:1].upper() + plain[1:]))

    def _found(self, key: str, looked_up: str) -> str:
        return f"decision.{self.name if self.has(looked_up) else 'any'}.{key}"
