"""Themes by the direction of their stories, as a picture with its twin in numbers."""

from collections.abc import Mapping, Sequence

from storyapp.formats.pictures import picture
from storyapp.rules.report import ColumnKind, Figure, FigureKind, Series, Table, Tone
from storyapp.rules.stories import Direction
from storyapp.services.themes_seen import ThemeCounted, ThemeSeen
from storyapp.words.counts import count_words
from storyapp.words.labels import label
from storyapp.words.speech import language, say, say_plural

TONES = {
    Direction.BETTER: Tone.BETTER,
    Direction.MIXED: Tone.MIXED,
    Direction.NO_CHANGE: Tone.NO_CHANGE,
    Direction.WORSE: Tone.WORSE,
}


def theme_picture(
    seen: Sequence[ThemeSeen], told: Mapping[int, ThemeCounted], *, k: int, width: float = 420
) -> tuple[str, Table] | None:
    """Return the picture and its table, most frequent theme first as far as it is told; None while nothing is confirmed.

    The picture is empty where no number may be told: the table says so in words.
    Themes of which the same is told stay in the order of the codebook, so that the order tells no more.
    """
    shown = sorted((one for one in seen if one.n_confirmed), key=lambda one: -(told[one.theme.id].n.value or 0))
    if not shown:
        return None
    names = tuple(one.theme.name.say(language()) for one in shown)
    ways = [way for way in (*TONES, None) if any(one.directions.get(way) for one in shown)]
    cells = [told[one.theme.id].directions for one in shown]
    heads = {way: label(way) if way else say("Direction not told") for way in ways}
    twin = Table(
        code="themes-by-direction-table",
        caption=say("Themes by direction of the story"),
        head=(say("Theme"), *heads.values(), say("All")),
        rows=tuple(
            (name, *(count_words(by_way[way], k) for way in ways), count_words(told[one.theme.id].n, k))
            for name, by_way, one in zip(names, cells, shown, strict=True)
        ),
        kinds=(ColumnKind.OWN_WORDS, *(ColumnKind.TEXT for _ in range(len(ways) + 1))),
    )
    figure = Figure(
        code="themes-by-direction",
        caption=say("Themes by direction of the story"),
        kind=FigureKind.STACKED,
        labels=names,
        series=tuple(
            Series(
                name=heads[way],
                values=tuple(by_way[way].value for by_way in cells),
                shown=tuple(count_words(by_way[way], k) for by_way in cells),
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
    is_told = any(by_way[way].value for by_way in cells for way in ways)
    return (picture(figure, language=language(), width=width) if is_told else ""), twin
