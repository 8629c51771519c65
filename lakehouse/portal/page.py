"""One self-contained HTML page from one release of a city."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from lakehouse.declare.errors import PromiseBroken
from lakehouse.portal.data import PageData, Source
from lakehouse.portal.figures import in_100
from lakehouse.portal.view import list_view, past_view, release_view
from lakehouse.portal.wording import Words, read_words
from lakehouse.tables import published

__all__ = ["PageData", "Source", "environment", "page", "render"]


def page(data: PageData) -> str:
    """The HTML of the release, the same bytes for the same data.

    Links to ``data.files`` are relative: put the page beside them. PromiseBroken when a frame
    lacks a column of the table it comes from.
    """
    return render(data, read_words())


def render(data: PageData, words: Words) -> str:
    """As ``page``, with the sentences of ``words``."""
    _check(data)
    views = release_view(data, words) | list_view(data, words) | past_view(data, words)
    css, script = _asset("tokens.css") + _asset("page.css"), _asset("page.js")
    return environment(words).get_template("page.html").render(views, css=css, script=script) + "\n"


def environment(words: Words) -> Environment:
    """The package's templates, escaping all that is not a sentence of ``words``."""
    made = Environment(
        loader=PackageLoader("lakehouse.portal", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"t": words, "n": words.plural, "number": words.number, "in_100": in_100}
    return made


def _check(data: PageData) -> None:
    for frame, table in (
        (data.list_rows, published.premises_to_inspect_first),
        (data.trials, published.how_good_are_the_models),
        (data.meanings, published.what_the_tables_mean),
    ):
        missing = [name for name in table.column_names if name not in frame.columns]
        if missing:
            raise PromiseBroken(
                f"The page needs columns of {table.name} that it was not given: "
                f"{', '.join(missing)}.",
                "Hand over the table as it is declared.",
            )


def _asset(name: str) -> Markup:
    return Markup(files("lakehouse.portal").joinpath("templates", name).read_text("utf-8"))
