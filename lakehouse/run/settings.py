"""Settings come from conf/base.toml, then the profile, then CITYLAKE_ variables, all checked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from lakehouse.declare.errors import SettingError, did_you_mean
from lakehouse.portal.said.wording import ENGLISH, read_words
from lakehouse.run.city import City, load_city, path_of
from lakehouse.run.configured.toml_file import merge, read_toml
from lakehouse.run.configured.versioned import READ

PREFIX = "CITYLAKE_"
__all__ = ["City", "Settings", "conf_folder", "load_city", "load_settings", "read_toml"]
TEXT = ("city", "profile", "data", "work", "lake", "published", "tracking", "lanes", "language")
ELSEWHERE = ("conf", "reference", "trace")
# What follows is the name that a contract gives its portal's app token, its database's password.
SECRETS = ("token_", "password_")


@dataclass(frozen=True)
class Models:
    """How models are trained: numbers (cases times features) that the process keeps in memory.

    Beyond that, learners are trained on Spark by ``workers`` tasks that run at the same time.
    """

    cells_in_memory: int = 100_000_000
    workers: int = 1


@dataclass(frozen=True)
class Settings:
    """All settings of one run; paths are absolute."""

    city: City
    conf: Path
    lake: Path
    published: Path
    work: Path
    tracking: str
    spark: Mapping[str, str] = field(default_factory=dict)
    results: Mapping[str, Any] = field(default_factory=dict)
    models: Models = field(default_factory=Models)
    lanes: int = 1
    language: str = ENGLISH


def conf_folder(environ: Mapping[str, str]) -> Path:
    """``CITYLAKE_CONF``, else ``conf`` here, else the project's own."""
    if named := environ.get(f"{PREFIX}CONF"):
        candidates = [Path(named)]
    else:
        candidates = [Path.cwd() / "conf", Path(__file__).parents[2] / "conf"]
    for folder in candidates:
        if (folder / "base.toml").is_file():
            return folder.resolve()
    raise SettingError(
        f"No base.toml in {' or '.join(map(str, candidates))}.",
        f"Run citylake in the project's folder, or set {PREFIX}CONF to its conf folder.",
    )


def load_settings(city: str | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Settings for a city, else the default; raises :class:`SettingError`, :class:`NotFound`."""
    environ = os.environ if environ is None else environ
    conf = conf_folder(environ)
    values = read_toml(conf / "base.toml")
    from_env = _environment(environ)
    profile = _profile_file(conf, from_env.get("profile", values.get("profile", "laptop")))
    merge(values, read_toml(profile))
    merge(values, from_env)
    unknown = set(values) - {*TEXT, "spark", "results", "models"}
    for name in sorted(unknown):
        raise SettingError(
            f"{conf.name}/ has the unknown setting '{name}'{did_you_mean(name, TEXT)}.",
            f"Settings are: {', '.join(TEXT)} and the tables [spark], [results] and [models].",
        )
    home = conf.parent
    work = path_of(values["work"], home, {})
    places = {"work": str(work), "data": str(path_of(values["data"], home, {}))}
    found = load_city(conf, city or values["city"], home, places)
    lake = path_of(values["lake"], home, places) / found.name
    tracking = values.get("tracking") or f"sqlite:///{lake}/mlflow.db"
    published = path_of(values["published"], home, places) / found.name
    spark = {k: str(v).format(conf=conf) for k, v in values["spark"].items()}
    results, models = values.get("results", {}), _models(values.get("models", {}))
    lanes = _lanes(values.get("lanes", 1))
    # A city speaks for itself, unless the variable is set.
    language = from_env.get("language") or found.language or values.get("language", ENGLISH)
    return Settings(found, conf, lake, published, work, tracking, spark, results, models, lanes,
                    _spoken(language))  # fmt: skip


def _spoken(language: str) -> str:
    """The language of the pages; raises :class:`SettingError` where its file cannot be used."""
    if language != ENGLISH:
        read_words(language)
    return language


def _lanes(said: Any) -> int:
    """How many steps are computed side by side; raises :class:`SettingError`."""
    if not str(said).isdecimal() or int(said) < 1:
        raise SettingError(f"lanes is {said!r}.", "It takes a whole number from 1.")
    return int(said)


def _models(said: Mapping[str, Any]) -> Models:
    """The table [models]; raises :class:`SettingError`."""
    known = [f.name for f in fields(Models)]
    for name, value in said.items():
        if name not in known or type(value) is not int or value < 1:
            raise SettingError(
                f"[models] says {name} = {value!r}{did_you_mean(name, known)}.",
                f"It takes whole numbers from 1: {', '.join(known)}.",
            )
    return Models(**said)


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    said = {}
    for variable, value in environ.items():
        if not variable.startswith(PREFIX):
            continue
        name = variable[len(PREFIX) :].lower()
        if name in TEXT:
            said[name] = value
        elif name not in ELSEWHERE and not name.startswith(SECRETS):
            known = [f"{PREFIX}{n.upper()}" for n in _known_names()]
            raise SettingError(
                f"The variable {variable} is unknown{did_you_mean(variable, known)}.",
                f"Variables are: {', '.join(known)}.",
            )
    return said


def _known_names() -> list[str]:
    return [*TEXT, *ELSEWHERE, *(f"{secret}<name>" for secret in SECRETS)]


def _profile_file(conf: Path, profile: str) -> Path:
    file = conf / f"{profile}.toml"
    if not file.is_file():
        named = {p.stem for p in conf.glob("*.toml")}
        known = sorted(named - {"base", *READ})
        raise SettingError(
            f"There is no profile '{profile}' in {conf}{did_you_mean(profile, known)}.",
            f"Profiles are: {', '.join(known)}.",
        )
    return file
