"""Forms to begin with: for needs, for process, for outcomes, in both languages."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from storyapp.rules.programmes import AddressForm, QuestionFamily, QuestionKind
from storyapp.rules.questionnaire.asked import Asked, Questionnaire, Section, condition_of
from storyapp.rules.wording import Wording, wording_of

FOLDER = Path(__file__).resolve().parent.parent / "form_templates"
NAMES = ("needs", "process", "results")  # in the order in which a programme lives


@dataclass(frozen=True, kw_only=True)
class Template:
    """A form to begin with, and when one would."""

    name: str
    title: Wording
    use: Wording


def templates() -> list[Template]:
    """Return the forms to begin with."""
    return [
        Template(name=name, title=wording_of(_file(name)["about"]["name"]), use=wording_of(_file(name)["about"]["use"]))
        for name in NAMES
    ]


def template_form(name: str, address_form: AddressForm) -> Questionnaire:
    """Return a form to begin with, in the words by which a programme addresses its tellers."""
    file = _file(name)
    sections = tuple(Section(code=one["code"], title=wording_of(one["title"])) for one in file.get("sections", ()))
    return Questionnaire(sections=sections, questions=tuple(_question(one, address_form) for one in file["questions"]))


def _question(one: Mapping[str, Any], address_form: AddressForm) -> Asked:
    ru = one.get("vy", one["ru"]) if address_form is AddressForm.VY else one["ru"]
    return Asked(
        code=one["code"], family=QuestionFamily[one["family"]], kind=QuestionKind[one["kind"]],
        wording=Wording(ru=ru, en=one["en"]), easy=wording_of(one.get("easy")), options=tuple(one.get("options", ())),
        section=one.get("section", ""), condition=condition_of(one.get("condition")),
    )  # fmt: skip


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
