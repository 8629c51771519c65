"""What residents write in a request, and which identifiers hide in it."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from lakehouse.sample.names import plain

# How many requests in a hundred hold each kind; plainly chosen.
HIDDEN: dict[str, float] = {"NAME": 6.0, "PHONE": 5.0, "PLATE": 4.0, "EMAIL": 2.0, "BANK": 0.5}
OPENINGS: dict[str, tuple[str, ...]] = {
    "POTHOLE": ("Deep hole in the road", "The paving has sunk again", "Loose tiles on the path"),
    "STREET_LIGHT": ("Street light is out", "Lamp post 12-345 flickers", "Whole street is dark"),
    "GRAFFITI": ("Graffiti on the wall", "Slurs sprayed on the door", "Tags on the playground"),
    "NOISE": ("Loud music every night", "Building work before 7", "Dogs bark all day long"),
    "PARKING": ("Car parked on the pavement", "A van blocks our gate", "Wreck without tyres"),
    "TREE": ("A branch hangs over the road", "Roots lift the pavement", "The tree looks dead"),
    "WATER": ("Water comes up from the drain", "No pressure on the tap", "A pipe has burst"),
}
# Numbers that look like an identifier and are none: a reader by digits alone falls for them.
DECOYS = (
    "Reported before under SR-{a:07d}.",
    "It is like this since 06-{b:02d}-2023.",
    "We pay {a} euros a year for this!",
    "Near the stop of line {b}, opposite number {c}.",
    "The sign says 22-BUS-{b}.",
    "",
    "",
    "",
    "Please do something; “soon” is not good enough.",
)
LEAD: dict[str, tuple[str, ...]] = {
    "NAME": ("Ask for {}.", "It is {} from next door again.", "My name is {}.", "({} saw it too)"),
    "PHONE": ("Call me on {}.", "Tel. {}", "You can reach my wife at {}, not in the morning."),
    "PLATE": ("It has number plate {}.", "The car ({}) is there every day.", "{} did it."),
    "EMAIL": ("Mail me: {}", "Photos on request from {}.", "answer to {} please"),
    "BANK": ("Refund to {}.", "My account is {}, I want my deposit back."),
}


def _one_of(rng: np.random.Generator, ways: tuple[str, ...]) -> str:
    # Far quicker than rng.choice, which makes an array of the texts each time.
    return ways[int(rng.integers(0, len(ways)))]


def _phone(rng: np.random.Generator, _: str) -> str:
    # After 06 no Dutch subscriber's number begins with 0: none of these rings anywhere.
    d = f"{rng.integers(0, 10**6):06d}"
    ways = (
        f"06-00{d}",
        f"06 00 {d[:2]} {d[2:4]} {d[4:]}",
        f"+31 6 00{d[:2]} {d[2:]}",
        f"00316 00{d}",
    )
    return _one_of(rng, ways)


def _plate(rng: np.random.Generator, _: str) -> str:
    a, b = ("".join(rng.choice(list("BDFGHJKLNPRSTVXZ"), 2)) for _ in range(2))
    ways = (f"{a}-{rng.integers(10, 100)}-{b}", f"{rng.integers(10, 100)}-{a}{b[0]}-{b[1]}")
    plate = _one_of(rng, (*ways, f"{a}-{rng.integers(100, 1000)}-{b[0]}"))
    return plate.replace("-", "").lower() if rng.random() < 0.25 else plate


def _bank(rng: np.random.Generator, _: str) -> str:
    """An IBAN of a bank that does not exist, with valid check digits (ISO 13616, modulo 97)."""
    account = f"{rng.integers(0, 10**10):010d}"
    # N = 23, L = 21; C I T Y of the made-up bank are 12 18 29 34.
    check = 98 - int(f"12182934{account}232100") % 97
    text = f"NL{check:02d}CITY{account}"
    parts = [text[i : i + 4] for i in range(0, len(text), 4)]
    return " ".join(parts) if rng.random() < 0.5 else text


def _email(rng: np.random.Generator, name: str) -> str:
    user = "".join(
        c for c in plain(name).lower().replace(" ", ".") if c in "abcdefghijklmnopqrstuvwxyz."
    )
    host = _one_of(rng, ("example.org", "example.net", "mail.example.com"))
    return f"{user}{rng.integers(1, 99) if rng.random() < 0.4 else ''}@{host}"


def _name(rng: np.random.Generator, name: str) -> str:
    if rng.random() < 0.6:
        return name
    family = name.split(" ", 1)[1]
    return f"{_one_of(rng, ('Mr', 'Mrs', 'mevrouw', 'meneer'))} {family}"


MAKERS: dict[str, Callable[[np.random.Generator, str], str]] = {
    "NAME": _name,
    "PHONE": _phone,
    "PLATE": _plate,
    "EMAIL": _email,
    "BANK": _bank,
}


def texts(
    rng: np.random.Generator, category: pd.Series, names: list[str]
) -> tuple[list[str], pd.DataFrame]:
    """A text per request, and what hides in it: row (0-based), kind and the exact text.

    `names` is a name per request, "given family", of whoever would be named there.
    """
    written, hidden = [], []
    dice = rng.random((len(names), len(HIDDEN))) < np.array(list(HIDDEN.values())) / 100
    for row, (what, name) in enumerate(zip(category, names, strict=True)):
        a, b, c = rng.integers(1, (10**6, 13, 200))
        decoy = _one_of(rng, DECOYS).format(a=a, b=b, c=c)
        parts = [_one_of(rng, OPENINGS[what]) + ".", decoy]
        for kind, hit in zip(HIDDEN, dice[row], strict=True):
            if hit:
                found = MAKERS[kind](rng, name)
                parts.insert(
                    int(rng.integers(1, len(parts) + 1)), _one_of(rng, LEAD[kind]).format(found)
                )
                hidden.append((row, kind, found))
        written.append(" ".join(part for part in parts if part))
    return written, pd.DataFrame(hidden, columns=["row", "kind", "text"])
