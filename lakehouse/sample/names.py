"""Made-up names of streets and food premises, with the accents that break encodings."""

import unicodedata

import numpy as np
import pandas as pd

from lakehouse.sample.streams import stream

STREETS_EACH = 8

STEMS = (
    "Linden",
    "Haven",
    "Molen",
    "Kastanje",
    "Spiegel",
    "Brouwers",
    "Kerk",
    "Zilver",
    "Duin",
    "Rozen",
    "Anker",
    "Valken",
    "Toren",
    "Klooster",
    "Water",
    "Noorder",
    "Schippers",
    "Beuken",
    "Meester",
    "Koning",
    "Vlas",
    "Turf",
    "Appel",
    "Gouden",
)
BETWEEN, QUARTERS = ("", "Oud-", "Nieuw-", "Noord-", "Zuid-"), ("hof", "veld", "horst", "donk")
ENDS = ("straat", "laan", "kade", "plein", "weg", "singel", "gracht", "dijk")
HOUSES = {
    "RESTAURANT": ("Brasserie", "Restaurant", "Bistro", "Trattoria", "Eetcafé"),
    "TAKEAWAY": ("Snackbar", "Grill", "Döner", "Pizzeria", "Afhaal"),
    "GROCERY": ("Supermarkt", "Épicerie", "Toko", "Markthal"),
    "BAKERY": ("Bakkerij", "Bäckerei", "Crêperie", "Pâtisserie"),
    "CAFE": ("Café", "Koffiehuis", "Lunchroom"),
    "CHILDCARE": ("Kinderdagverblijf", "Crèche"),
    "BUTCHER": ("Slagerij", "Boucherie", "Carnicería"),
}
OWNERS = (
    "Zoë",
    "Müller",
    "de Boer",
    "Peña",
    "Noël",
    "van Dijk",
    "Işık",
    "Söderberg",
    "François",
    "Jansen",
    "Aydın",
    "Castaño",
    "Bakker",
    "Renée",
    "Kowalska",
    "Hélène",
    "Visser",
    "Jérôme",
    "Öztürk",
    "Smit",
    "Chloé",
    "Mulder",
    "Anaïs",
    "Dekker",
)


def latin(name: str) -> str:
    """`name` with the letters that ISO-8859-1 lacks reduced to their plain form."""
    kept = []
    for letter in name.replace("ı", "i"):
        fits = ord(letter) < 256
        kept.append(letter if fits else unicodedata.normalize("NFKD", letter)[0])
    return "".join(kept)


def plain(name: str) -> str:
    """`name` in capitals without accents, as an older register would hold it."""
    parts = unicodedata.normalize("NFKD", name.replace("ı", "i"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).upper()


def street_names(city_seed: int, area: int) -> list[str]:
    """The names of the 8 streets of one neighbourhood, different in the whole city.

    Every 24 neighbourhoods share out the 192 plain names; the next 24 put "2e " before them, as
    the second street of a name is called.
    """
    every = [stem + end for stem in STEMS for end in ENDS]
    block, place = divmod(area, len(every) // STREETS_EACH)
    order = stream(city_seed, f"city/street/{block}").permutation(len(every))
    mine = order[place * STREETS_EACH : (place + 1) * STREETS_EACH]
    return [f"{block + 1}e {every[i]}" if block else every[i] for i in mine]


def neighbourhood_names(rng: np.random.Generator, count: int) -> list[str]:
    """`count` different names of neighbourhoods; beyond 480 they are numbered."""
    every = [a + stem + end for a in BETWEEN for stem in STEMS for end in QUARTERS]
    order = rng.permutation(len(every))
    blocks = [divmod(i, len(every)) for i in range(count)]
    return [every[order[i]] + (f" {block + 1}" if block else "") for block, i in blocks]


def trading_names(rng: np.random.Generator, kinds: pd.Series) -> list[str]:
    """One trading name per premises, fitting its kind; names repeat, as chains do."""
    owners = rng.integers(0, len(OWNERS), len(kinds))
    styles = rng.random(len(kinds))
    names = []
    for kind, owner, style in zip(kinds, owners, styles, strict=True):
        house = HOUSES[kind][int(style * 1000) % len(HOUSES[kind])]
        partner = " & Zn" if style < 0.15 else ", Gebr." if style > 0.93 else ""
        names.append(f"{house} {OWNERS[owner]}{partner}")
    return names
