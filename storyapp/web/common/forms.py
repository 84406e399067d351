"""The ground of all forms: our languages, clean text, kind errors, and a language switch that keeps what was typed."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.fields import Field, StringField
from wtforms.validators import InputRequired, StopValidation

from storyapp.rules.errors import RuleBroken
from storyapp.words.messages import message
from storyapp.words.speech import language, say

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean(text: str | None) -> str:
    """Return text as it can be kept on every database: NFC, no control characters, `\\n` line ends."""
    if not text:
        return ""
    text = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text).strip()


def whole(text: str | None) -> int | None:
    """Return the number that a page or a field names, of up to nine digits as all our ids are; None for all else."""
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdigit() else None


class Translations:
    """Lets WTForms' own sentences be said by us."""

    def gettext(self, text: str) -> str:
        return say(text)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return say(one if n == 1 else many)


class StoryForm(Form):
    """A form of ours. Labels are English msgids, said at rendering in the reader's language."""

    class Meta:
        def get_translations(self, form: Form) -> Translations:
            return Translations()

        def bind_field(self, form: Form, unbound: Any, options: dict[str, Any]) -> Field:
            is_text = issubclass(unbound.field_class, StringField)
            if is_text and clean not in unbound.kwargs.get("filters", ()):  # once: the class keeps what is set here
                unbound.kwargs = {**unbound.kwargs, "filters": (clean, *unbound.kwargs.get("filters", ()))}
            bound = unbound.bind(form=form, **options)
            bound.label.text = say(bound.label.text)
            return bound

    def is_sent(self) -> bool:
        """Tell whether the page was sent to be saved and holds; switching language never saves."""
        return request.method == "POST" and "switch_language" not in request.form and self.validate()

    def complain(self, field: str, sentence: str) -> None:
        """Put a sentence (already in the reader's language) beside a field and into the summary."""
        target = self[field]
        target.errors = [*target.errors, sentence]


class Required(InputRequired):
    """Asks for an answer in a sentence of our own, said in the reader's language; WTForms says its own only."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence

    def __call__(self, form: Form, field: Field) -> None:
        if not (field.raw_data and field.raw_data[0]):
            field.errors = []
            raise StopValidation(say(self.sentence))


def sent(form_class: type[StoryForm], **values: Any) -> StoryForm:
    """Build a form from what was sent, or from `values` on the first look."""
    if request.method == "POST":
        from_request: MultiDict[str, Any] = MultiDict(request.form)
        from_request.update(request.files)
        return form_class(from_request, **values)
    return form_class(None, **values)


def option_label(option: dict[str, str]) -> str:
    """Return an option's words in the reader's language, or in the other where it has none."""
    return option.get(language()) or option.get("en") or option.get("ru") or option.get("code", "")


def holds(form: StoryForm, does: Callable[[], Any], fields: Mapping[str, str], *, otherwise: str) -> bool:
    """Do it; where a rule says no, put its sentence beside the field that it is about."""
    try:
        does()
    except RuleBroken as broken:
        form.complain(fields.get(broken.code, otherwise), message(broken))
        return False
    return True
