"""What fits what the city has for a list, in a sentence beside the steps of k."""

from __future__ import annotations

from markupsafe import Markup

from lakehouse.portal.data import PageData
from lakehouse.portal.said.answer import count_in_words
from lakehouse.portal.said.figures import known, text_of
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.views.worklists import PAGES, WEEK

CURVE, ITEMS = "what_capacity_brings", "what_fits"
# The list that a week is made of, and the week.
WEEKS = {"premises_to_inspect_first": WEEK}
# Differences below this are not seen in numbers of one decimal.
SEEN = 0.05


def fits_said(data: PageData, voice: Voice) -> Markup | None:
    """The sentences on the city's own capacity; None where it has set none for this list."""
    rows = data.rows(CURVE)
    own = rows[(rows["result"] == voice.name) & (rows["percent"] == 100)] if len(rows) else rows
    if own.empty:
        return None
    row = own.iloc[0]
    capacity = text_of(row["capacity"])
    if known(row["why"]):
        return voice("fits.nothing", capacity=capacity, why=text_of(row["why"]))
    gain = float(row["gain"])
    kind = "same" if abs(gain) < SEEN else "choice" if gain > 0 else "shared"
    told = {"capacity": capacity, "what": voice("fits.what")}
    told |= {"benefit": count_in_words(float(row["benefit"]), voice)}
    told |= {"ranked": count_in_words(float(row["down_the_list"]), voice)}
    said = [voice.plural(f"fits.{kind}", int(row["taken"]), **told)]
    if known(row["scarce"]) and float(row["one_more"]) >= SEEN:
        more = voice.words.number(float(row["one_more"]), 1)
        said.append(voice("fits.scarce", scarce=text_of(row["scarce"]), more=more))
    if links := _links(data, ITEMS, CURVE):
        said.append(voice("fits.files", files=Markup(", ").join(links)))
    return Markup(" ").join(said)


def week_said(data: PageData, voice: Voice) -> Markup | None:
    """What of the list is this week's, and how much of that by lot; None where nothing says."""
    name = WEEKS.get(voice.name, "")
    rows = data.rows(name)
    if not name or rows.empty:
        return None
    link = Markup('<a href="{}">{}</a>').format(PAGES[name], voice.words("worklist.link"))
    lot = voice.words.number(int(rows["by_lot"].sum()))
    capacity = text_of(rows["capacity"].iloc[0])
    return voice.plural("week", len(rows), capacity=capacity, lot=lot, file=link)


def capacity_said(data: PageData, voice: Voice) -> Markup | None:
    """All that is said of a list's capacity: of the whole of it, and of this week."""
    said = [one for one in (fits_said(data, voice), week_said(data, voice)) if one]
    return Markup(" ").join(said) if said else None


def _links(data: PageData, *tables: str) -> list[Markup]:
    """To the files of the tables, those that are there."""
    there = {name for name, *_ in data.files}
    names = [name for table in tables if (name := f"{table}.csv") in there]
    return [Markup('<a href="{0}">{0}</a>').format(name) for name in names]
