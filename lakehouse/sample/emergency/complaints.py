"""What patients say at the desk of an emergency department, as a nurse types it."""

import numpy as np
import numpy.typing as npt

SAID = {
    "RESP": (
        "cough and fever",
        "short of breath",
        "SOB since yesterday",
        "sore throat, runny nose",
        "wheezing",
        "chest tight, coughing",
    ),
    "GI": (
        "vomiting and diarrhoea",
        "stomach cramps",
        "D&V all night",
        "nausea, cannot keep water down",
        "diarrhea, bloody",
        "abdominal pain",
    ),
    "HEAT": ("fainted in the heat", "heat stroke?", "dizzy after working outside", "overheated"),
    "INJ": (
        "fell off bicycle",
        "cut hand",
        "twisted ankle",
        "hit by car, leg hurts",
        "fall at home",
        "burn on arm",
    ),
    "OTH": (
        "headache",
        "chest pain",
        "back pain",
        "rash",
        "feels weak",
        "palpitations",
        "high sugar",
        "needs prescription",
    ),
}
SINCE = ("", "", "", " since this morning", " x 3 days", " for a week", ", getting worse")


def complaints(rng: np.random.Generator, syndrome: npt.NDArray[np.str_]) -> list[str]:
    """A complaint for each syndrome's code; one in five is typed in capitals."""
    at, since, loud = rng.random((3, syndrome.size))
    said = []
    for code, a, s, shout in zip(syndrome.tolist(), at, since, loud, strict=True):
        text = SAID[code][int(a * len(SAID[code]))] + SINCE[int(s * len(SINCE))]
        said.append(text.upper() if shout < 0.2 else text)
    return said
