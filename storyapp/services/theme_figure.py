"""Themes by the direction of their stories, as a picture with its twin in numbers."""

from collections.abc import Sequence

from storyapp.formats.pictures import picture
from storyapp.rules.report import ColumnKind, Figure, FigureKind, Series, Table, Tone
from storyapp.rules.stories import Direction
from storyapp.services.themes_seen import ThemeSeen
from storyapp.words.labels import label
from storyapp.words.speech import language, say, say_plural

TONES = {
    Direction.BETTER: Tone.BETTER,
    Direction.MIXED: Tone.MIXED,
    Direction.NO_CHANGE: Tone.NO_CHANGE,
    Direction.WORSE: Tone.WORSE,
}


def theme_picture(seen: Sequence[ThemeSeen], *, width: float = 420) -> tuple[str, Table] | None:
    """Return the picture and its table, most frequent theme first; None while nothing is confirmed."""
    shown = sorted((one for one in seen if one.n_confirmed), key=lambda one: -one.n_confirmed)
    if not shown:
        return None
    names = tuple(one.theme.name.say(language()) for one in shown)
    ways = [way for way in (*TONES, None) if any(one.directions.get(way) for one in shown)]
    heads = {way: label(way) if way else say("Direction not told") for way in ways}
    twin = Table(
        code="themes-by-direction-table",
        caption=say("Themes by direction of the story"),
        head=(say("Theme"), *heads.values(), say("All")),
        rows=tuple(
            (name, *(one.directions.get(way, 0) for way in ways), one.n_confirmed)
            for name, one in zip(names, shown, strict=True)
        ),
        kinds=(ColumnKind.OWN_WORDS, *(ColumnKind.NUMBER for _ in range(len(ways) + 1))),
    )
    figure = Figure(
        code="themes-by-direction",
        caption=say("Themes by direction of the story"),
        kind=FigureKind.STACKED,
        labels=names,
        series=tuple(
            Series(
                name=heads[way],
                values=tuple(one.directions.get(way, 0) for one in shown),
                tone=TONES[way] if way else Tone.PLAIN,
            )
            for way in ways
        ),
        twin=twin,
        reading=say_plural(
            "%(num)d theme stands confirmed in stories. Each bar counts stories.",
            "%(num)d themes stand confirmed in stories. Each bar counts stories.",
            len(shown),
        ),
        own_words=True,
    )
    return picture(figure, language=language(), width=width), twin
