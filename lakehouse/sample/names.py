"""Made-up names of streets and food premises, with the accents that break encodings."""

import unicodedata

import numpy as np
import pandas as pd

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


def street_names(rng: np.random.Generator, count: int) -> list[str]:
    """`count` different street names; at most 192 exist, ValueError beyond."""
    every = [stem + end for stem in STEMS for end in ENDS]
    if count > len(every):
        raise ValueError(f"{count} streets wanted, {len(every)} names exist. Add stems or ends.")
    return [every[i] for i in rng.permutation(len(every))[:count]]


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
