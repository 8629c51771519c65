"""What a column probably is, by its name and the shape of its texts, and whose matter that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pac

from lakehouse.declare.tag import TAGS
from lakehouse.draft.naming import words_of
from lakehouse.draft.texts import Texts

# Words of a header, in the languages whose cities publish most; a list is one that needs all.
NAMES: tuple[tuple[str, str], ...] = (
    ("email", "email mail correo courriel"),
    ("phone", "phone telephone tel mobile cell fax telefon telefoon telefono handy"),
    ("date-of-birth", "dob birthdate birthday born geburtsdatum geboortedatum naissance"),
    ("date-of-birth", "birth+date date+birth birth+day"),
    ("plate", "plate plates licenseplate kennzeichen kenteken matricula license+plate"),
    ("personal-number", "ssn sin nin bsn nhs passport dni nie cpr taxid social+security"),
    ("personal-number", "soc+sec"),
    ("personal-number", "driver+license driver+licence national+id patient+id person+id"),
    ("person-name", "firstname lastname surname forename givenname familyname vorname nachname"),
    ("person-name", "first+name last+name given+name family+name middle+name full+name maiden"),
    ("person-name", "owner+name patient+name driver+name contact+name person+name caller+name"),
    ("person-name", "complainant apellido apellidos achternaam voornaam prenom inspector officer"),
    ("sensitive", "race ethnicity religion diagnosis disability nationality citizenship gender"),
    ("sensitive", "sex age+years patient+age person+age victim+age age+group"),
    ("latitude", "lat latitude breitengrad latitud"),
    ("longitude", "lon lng long longitude laengengrad longitud"),
    ("postal-code", "zip zipcode postcode postal plz postleitzahl cp"),
    ("address", "address addr street strasse adresse adres direccion block house+number"),
    ("money", "amount price cost fee fine payment paid balance salary revenue usd eur"),
    ("percent", "percent pct percentage"),
)
FREE_NAMES = "comment comments remark remarks note notes narrative complaint observations text"
COUNTED = (
    "rate count counts total percent cases deaths hospitalizations number num pop score share "
    "average mean per crashes injuries visits population unknown"
)
# Two or three capitalised words are a person's name, unless the header says what else they name.
A_NAME = (
    r"^\p{Lu}[\p{Ll}'’-]+(\p{Lu}\p{Ll}+)?( \p{Lu}\.?)?( (van|von|de|der|da|el|al))* "
    r"\p{Lu}[\p{Ll}'’-]+(\p{Lu}\p{Ll}+)?( \p{Lu}[\p{Ll}'’-]+)?$"
)
ELSE_NAMED = (
    "street road avenue st rd place plaza square park area community neighborhood neighbourhood "
    "district ward borough zone region sector beat city town county state country municipality "
    "location site station stop route line intersection school hospital clinic library facility "
    "building business company firm dba aka licensee license licence department agency office "
    "organization organisation brand make model color colour kind type subtype class category "
    "status condition description reason cause result outcome action method problem issue topic "
    "violation offense offence crime service program title species breed weather day month season "
    "product item material strasse ort stadt stadtteil bezirk rue ville calle ciudad barrio comuna "
    "straat plaats wijk gemeente"
)
SHAPES = (("email", r"^[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}$"), ("phone", r"^[+(][0-9][0-9 ().-]{7,18}$"))
PHONE = r"^([0-9]{3}[ .-][0-9]{3}[ .-][0-9]{4}|\([0-9]{3}\) ?[0-9]{3}-[0-9]{4})$"
POINT = r"^(POINT ?)?\(-?[0-9.]+,? -?[0-9.]+\)$"
YES_OR_NO = "^(?i)(0|1|yes|no|y|n|true|false|t|f)$"
MANY = 0.8
LONG, WORDS = 40, 5  # characters and blanks on average, from which a text is told


@dataclass(frozen=True)
class Likely:
    """A tag, and in words why the column looks like it."""

    tag: str
    why: str

    @property
    def personal(self) -> bool:
        return TAGS[self.tag].grade == "personal"


def is_place(texts: Texts) -> bool:
    """Whether the column says where something is, in degrees: of one direction, or both."""
    guess = likely(texts.header, texts.values, texts.counts)
    named = guess is not None and guess.tag in ("latitude", "longitude")
    return named or (len(texts.values) > 0 and _share(texts.values, POINT) >= MANY)


def likely(header: str, values: pa.Array, counts: np.ndarray) -> Likely | None:
    """What the column looks like; None for nothing that has a tag."""
    words = words_of(header)
    for tag, pattern in (*SHAPES, ("phone", PHONE)):
        if len(values) and _share(values, pattern) >= MANY:
            return Likely(tag, f"most values look like {TAGS[tag].says}")
    for tag, said in NAMES:
        if _named(words, said) and _may_be(tag, words, values):
            return Likely(tag, f"it is called {header.strip()}")
    if _named(words, FREE_NAMES) and len(values) > 20 and _average(values, " ") >= 2:
        return Likely("free-text", f"it is called {header}")
    if _looks_named(words, values):
        return Likely("person-name", "most values look like a first and a last name")
    if _is_free_text(values, counts):
        return Likely("free-text", "its values are long and nearly all different")
    return None


def _named(words: list[str], said: str) -> bool:
    there = {w.rstrip("0123456789") for w in words} | {"".join(words)}
    return any(set(each.split("+")) <= there for each in said.split())


def _may_be(tag: str, words: list[str], values: pa.Array) -> bool:
    """Whether the values do not speak against what the name says."""
    if TAGS[tag].grade == "personal" and _counted(words):
        return False
    if not len(values):
        return True
    if tag != "sensitive" and _share(values, YES_OR_NO) == 1:
        return False  # whether there is one, not which
    if tag == "phone":
        return _share(values, "[0-9].*[0-9].*[0-9].*[0-9].*[0-9].*[0-9]") >= 0.5
    if tag in ("address", "person-name", "email"):
        return _share(values, "[A-Za-z@]") >= 0.5 or "number" in words or "no" in words
    return True


def _counted(words: list[str]) -> bool:
    """Whether the column counts people rather than telling of one."""
    return bool(set(words) & set(COUNTED.split()))


def _is_free_text(values: pa.Array, counts: np.ndarray) -> bool:
    if len(values) < 10 or len(values) < 0.5 * counts.sum():
        return False
    lengths = pac.mean(pac.utf8_length(values)).as_py()
    links = _share(values, "^(https?://|POINT|POLYGON|MULTI|[\\[{])")
    return bool(lengths >= LONG and _average(values, " ") >= WORDS and links < MANY)


def _looks_named(words: list[str], values: pa.Array) -> bool:
    """Whether most texts are two or three capitalised words, and no header says what they name.

    Too much is held for personal rather than too little: whoever reads the draft sees why.
    """
    if len(values) < 3 or _named(words, ELSE_NAMED) or _counted(words):
        return False
    return _share(values, A_NAME) >= MANY


def _average(values: pa.Array, mark: str) -> float:
    return float(pac.mean(pac.count_substring(values, mark)).as_py() or 0)


def _share(values: pa.Array, pattern: str) -> float:
    found = pac.match_substring_regex(values, pattern)
    return float(pac.mean(pac.cast(found, pa.int8())).as_py() or 0)
