"""Forms of the coding desk."""

from typing import Any

from wtforms.fields import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from storyapp.rules.results import LinkDirection
from storyapp.services.coding_desk import Library
from storyapp.web.common.forms import StoryForm, sent
from storyapp.words.labels import label
from storyapp.words.speech import language, mark


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
