"""Made-up people's names, as common as names are, and how departments misspell them."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample.names import plain

Texts = npt.NDArray[np.object_]

_WOMEN = (
    "Anna Maria Sophie Emma Julia Sanne Lotte Fleur Eva Lisa Zoë Hélène Anaïs Chloé Renée Ayşe "
    "Fatma Elif Zeynep Yasmina Samira Nadia Leila Agnieszka Ewa Małgorzata Ingrid Greta Liv Astrid "
    "Carmen Lucía Inés Paula Chiara Giulia Rosa Mei Linh Priya Anjali Noor Hanna Femke Marijke "
    "Johanna Cornelia Wilhelmina Elisabeth Margaretha Tessa Roos Iris Vera Nina Sara Mila Tess Saar"
)
_MEN = (
    "Jan Pieter Willem Hendrik Johannes Daan Sem Lucas Levi Bram Thijs Jérôme Noël François André "
    "Emre Mehmet Mustafa Kerem Burak Youssef Karim Omar Bilal Piotr Tomasz Łukasz Krzysztof Björn "
    "Lars Sven Erik José Álvaro Diego Mateo Marco Luca Paolo Wei Minh Arjun Rahul Sanjay Gijs "
    "Joris Maarten Cornelis Gerrit Dirk Ruben Stijn Koen Jeroen Bas Tim Finn Jens Milan Adam Noah"
)
_FAMILIES = (
    "de Jong|Jansen|de Vries|van den Berg|van Dijk|Bakker|Janssen|Visser|Smit|Meijer|de Boer|"
    "Mulder|de Groot|Bos|Vos|Peters|Hendriks|van Leeuwen|Dekker|Brouwer|de Wit|Dijkstra|Smits|"
    "de Graaf|van der Meer|Kok|Jacobs|van der Linden|Vermeulen|van den Heuvel|Schouten|Koster|"
    "Willems|van Vliet|Prins|Postma|Maas|Verhoeven|Kuiper|Scholten|Huisman|Blom|Peeters|Veenstra|"
    "Yılmaz|Kaya|Demir|Öztürk|Aydın|Şahin|El Amrani|Benali|Haddad|Bouzid|Kowalska|Nowak|"
    "Wiśniewski|Zielińska|Müller|Schmidt|Weiß|Köhler|Söderberg|Åkesson|Ødegård|García|Peña|Muñoz|"
    "Castaño|Núñez|Rossi|Esposito|Nguyễn|Trần|Chen|Wang|Singh|Sharma|Patel|Ramdin|Baldewsingh|"
    "Martina|Croes|da Silva|Gonçalves|Fernandes|O’Brien|Murphy|Dubois|Lefèvre|Brontë|Horváth|"
    "Dvořák|Novák|Popescu|Ionescu|Kovačević|Papadopoulos|Andersson|Virtanen|Tamm"
)
WOMEN, MEN, FAMILIES = _WOMEN.split(), _MEN.split(), _FAMILIES.split("|")
LETTERS = np.array(list("aeinorstldmk"))


def _common(rng: np.random.Generator, names: list[str], count: int) -> Texts:
    # Names follow a power law of their rank (Zipf): a few are shared by many people.
    weight = 1 / (np.arange(len(names)) + 4.0)
    return np.array(names, dtype=object)[rng.choice(len(names), count, p=weight / weight.sum())]


def given_names(rng: np.random.Generator, sex: Texts) -> Texts:
    """One given name per person of sex F or M."""
    women, men = _common(rng, WOMEN, len(sex)), _common(rng, MEN, len(sex))
    return np.asarray(np.where(sex == "F", women, men))


def family_names(rng: np.random.Generator, count: int) -> Texts:
    """`count` family names, the common ones often."""
    return _common(rng, FAMILIES, count)


def typo(rng: np.random.Generator, text: str) -> str:
    """`text` with one letter lost, doubled, replaced or changed with the next (Damerau 1964).

    The first letter stays, as people who take a name by ear mostly get that one right; a name of
    one letter stays as it is.
    """
    if len(text) < 3:
        return text
    while True:
        at, way = int(rng.integers(1, len(text) - 1)), int(rng.integers(0, 4))
        wrong = {
            0: text[:at] + text[at + 1 :],
            1: text[:at] + text[at] + text[at:],
            2: text[:at] + str(rng.choice(LETTERS)) + text[at + 1 :],
            3: text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        }[way]
        if wrong != text:
            return wrong


def struck(rng: np.random.Generator, texts: pd.Series, share: float) -> tuple[pd.Series, pd.Series]:
    """The texts with `share` of them misspelt, and which ones were."""
    hit = pd.Series(rng.random(len(texts)) < share, index=texts.index) & texts.str.len().ge(3)
    wrong = [typo(rng, text) if bad else text for text, bad in zip(texts, hit, strict=True)]
    return pd.Series(wrong, index=texts.index, dtype=object), hit


def address_as(department: str, street: str, number: str) -> str:
    """An address in a department's own way of writing.

    population "Lindenstraat 12", fire "LINDENSTR. 12", others "12 Lindenstr".
    """
    short = street
    for long, brief in (("straat", "str"), ("plein", "pl"), ("singel", "sngl"), ("gracht", "gr")):
        short = short.removesuffix(long) + brief if short.endswith(long) else short
    if department == "population":
        return f"{street} {number}"
    if department == "fire":
        return f"{plain(short)}{'.' if short != street else ''} {number}"
    return f"{number} {short}"


def addresses_as(department: str, building: pd.DataFrame) -> list[str]:
    """The address of each building (`street`, `house_number`) in a department's way of writing."""
    pairs = zip(building["street"], building["house_number"], strict=True)
    return [address_as(department, street, number) for street, number in pairs]
