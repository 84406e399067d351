"""Forms of the coding desk."""

from collections.abc import Sequence
from typing import Any

from wtforms.fields import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from storyapp.rules.results import LinkDirection
from storyapp.services.coding_desk import Code, Library
from storyapp.services.memos import About
from storyapp.web.common.forms import StoryForm, sent
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say

LONGEST_SHOWN = 60  # signs of the words that a memo may be about


class EvidenceForm(StoryForm):
    """Words that show a code, copied from the text."""

    words = TextAreaField(mark("Words that show it"))


class ThemeForm(EvidenceForm):
    """A theme by hand."""

    theme = SelectField(mark("Theme"), coerce=int)


class ResultForm(EvidenceForm):
    """A result by hand."""

    result = SelectField(mark("Result"))
    direction = RadioField(mark("What the story says of it"), default=LinkDirection.SUPPORTS.name)

    def chosen(self) -> tuple[int, int | None]:
        """Return the ids of the general result and of the particular wording, if one was chosen."""
        general, _, particular = str(self.result.data).partition("-")
        return int(general), int(particular) if particular else None


class MemoForm(StoryForm):
    """What a coder thinks."""

    text = TextAreaField(mark("Memo"))


class StoryMemoForm(MemoForm):
    """What a coder thinks of a theme on a story, or of words there."""

    about = SelectField(mark("About what"))


def memo_form(codes: Sequence[Code], text_version: int, *, is_fresh: bool = False) -> StoryMemoForm:
    """Return the form with the themes of a story, each followed by the words that it rests on."""
    form: StoryMemoForm = _made(StoryMemoForm, is_fresh=is_fresh, prefix="memo-")
    form.about.choices = [
        choice for code in codes if code.kind == "theme" for choice in _abouts(code, text_version)
    ]  # fmt: skip
    return form


def read_about(value: str, public_id: str) -> About:
    """Read a choice of the form: "theme", or "theme:from:to:version"."""
    theme_id, *place = (int(number) for number in value.split(":"))
    if not place:
        return About(theme_id=theme_id, public_id=public_id)
    return About(theme_id=theme_id, public_id=public_id, span=(place[0], place[1]), text_version=place[2])


def theme_form(library: Library, *, is_fresh: bool = False) -> ThemeForm:
    """Return the form with the themes of the codebook."""
    form = _made(ThemeForm, is_fresh=is_fresh, prefix="theme-")
    form.theme.choices = [
        SelectChoice(theme.id, theme.name.say(language()), render_kw={"translate": "no"})
        for theme in library.themes
        if theme.is_active
    ]
    return form


def result_form(library: Library, *, is_fresh: bool = False) -> ResultForm:
    """Return the form with the general results, each followed by its particular wordings."""
    form = _made(ResultForm, is_fresh=is_fresh, prefix="result-")
    form.result.choices = [
        choice for result in library.results if result.is_active for choice in _choices(library, result)
    ]
    form.direction.choices = [SelectChoice(way.name, label(way)) for way in LinkDirection]
    return form


def _abouts(code: Code, text_version: int) -> list[SelectChoice]:
    name, own = code.name.say(language()), {"translate": "no"}
    places = [
        SelectChoice(
            f"{code.subject_id}:{start}:{end}:{text_version}",
            say("%(theme)s: “%(words)s”", theme=name, words=_shortened(words)), render_kw=own,
        )
        for (start, end), words in zip(code.places, code.words, strict=True)
    ]  # fmt: skip
    return [SelectChoice(str(code.subject_id), name, render_kw=own), *places]


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 2].rstrip()} …"


def _choices(library: Library, result: Any) -> list[SelectChoice]:
    group = result.general.say(language())
    own = {"translate": "no"}
    general = SelectChoice(str(result.id), group, render_kw=own)
    particular = [
        SelectChoice(f"{result.id}-{one.id}", f"— {one.wording.say(language())}", render_kw=own)
        for one in library.wordings.get(result.id, ())
    ]
    return [general, *particular]


def _made(form_class: type[StoryForm], *, is_fresh: bool, prefix: str) -> Any:
    return form_class(None, prefix=prefix) if is_fresh else sent(form_class, prefix=prefix)
