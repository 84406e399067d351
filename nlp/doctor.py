"""What is installed, what is missing, and what still works without it."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from nlp import ENGINE, encoders
from nlp.types import LANGUAGES
from nlp.wordlists import word_list

NEEDED = ("spacy", "pymorphy3", "pymorphy3-dicts-ru", "snowballstemmer", "scikit-learn")
FOR_ENCODERS = ("onnxruntime",)
LISTS = ("grammar", "irregular", "names", "signals")


def look_over() -> Iterator[dict[str, Any]]:
    """Answer one row a part: name, whether it is well, its version, a remark."""
    yield {"part": "engine", "well": True, "version": ENGINE}
    for name in NEEDED:
        installed = installed_version(name)
        yield {"part": name, "well": installed is not None, "version": installed}
    for language in LANGUAGES:
        for name in LISTS:
            reviewed = word_list(language, name).get("reviewed_on")
            version = reviewed.isoformat() if reviewed else None
            yield {"part": f"lexicons/{language}/{name}", "well": version is not None, "version": version}
    for name in FOR_ENCODERS:
        yield {"part": name, "well": True, "version": installed_version(name), "remark": "only for encoders"}
    yield from _encoders()


def _encoders() -> Iterator[dict[str, Any]]:
    """Answer a row an encoder: an engine without one works on lemmas and lists alone."""
    for state in encoders.states():
        languages = ", ".join(state.kind.languages)
        row = {"part": f"encoders/{state.kind.name}", "well": True, "remark": f"{languages}: here"}
        if state.refusal is not None:
            row |= {"version": None, "remark": f"{languages}: without it, less well. {state.refusal}"}
        else:
            row |= {"version": str(state.kind.version)} | ({"licence": state.card.licence} if state.card else {})
        yield row


def installed_version(name: str) -> str | None:
    """Answer the version of an installed package."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
