"""Words about consent for programmes that have written none: one sentence a purpose, and who reads."""

from dataclasses import dataclass

from storyapp.rules.consent import Purpose
from storyapp.rules.people import ConsentBand
from storyapp.words.speech import mark, say


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question about consent, as it is shown."""

    text: str
    readers: str
    is_own: bool = False  # written by the programme


SIMPLE: dict[Purpose, tuple[str, str]] = {
    Purpose.ANALYSIS: (
        mark("May we read your story together with the others and count what people tell about?"),
        mark("Two adults from the programme"),
    ),
    Purpose.PANEL: (
        mark("May a group of adults read your story, without your name, and talk about what matters in it?"),
        mark("Five to eight adults"),
    ),
    Purpose.YOUTH_PANEL: (
        mark("May a group of young people read your story, without your name?"),
        mark("Up to eight young people"),
    ),
    Purpose.QUOTE: (
        mark("May we put a few of your sentences into a report, without your name?"),
        mark("Everyone who reads the report"),
    ),
    Purpose.PUBLICATION: (
        mark("May we show your whole story to everyone, under a name that you make up?"),
        mark("Anyone"),
    ),
    Purpose.TRAINING: (
        mark("May people who work with children learn from your story, without your name?"),
        mark("People who learn to work with children"),
    ),
}
PLAIN: dict[Purpose, tuple[str, str]] = {
    Purpose.ANALYSIS: (
        mark("May your story be studied together with the others and counted in the findings, without your name?"),
        mark("The person who takes names out, the evaluator"),
    ),
    Purpose.PANEL: (
        mark("May a panel of staff read your story, without your name, when it chooses the most significant changes?"),
        mark("Five to eight members of staff"),
    ),
    Purpose.YOUTH_PANEL: (
        mark("May a panel of young people read your story, without your name?"),
        mark("Up to eight young people"),
    ),
    Purpose.QUOTE: (
        mark("May single sentences of your story stand in reports, without your name?"),
        mark("Everyone who reads the report"),
    ),
    Purpose.PUBLICATION: (
        mark("May your whole story be published, under a name that you choose?"),
        mark("Anyone"),
    ),
    Purpose.TRAINING: (
        mark("May colleagues learn from your story in trainings, without your name?"),
        mark("People who learn to work with children"),
    ),
}
FOR_GUARDIANS: dict[Purpose, tuple[str, str]] = {
    Purpose.ANALYSIS: (
        mark("May what the child tells be studied together with other stories and counted, without a name?"),
        mark("The person who takes names out, the evaluator"),
    ),
    Purpose.PANEL: (
        mark("May a panel of staff read it, without a name, when it chooses the most significant changes?"),
        mark("Five to eight members of staff"),
    ),
    Purpose.YOUTH_PANEL: (
        mark("May a panel of young people read it, without a name?"),
        mark("Up to eight young people"),
    ),
    Purpose.QUOTE: (
        mark("May single sentences of it stand in reports, without a name?"),
        mark("Everyone who reads the report"),
    ),
    Purpose.PUBLICATION: (
        mark("May the whole of it be published, under a made-up name?"),
        mark("Anyone"),
    ),
    Purpose.TRAINING: (
        mark("May colleagues learn from it in trainings, without a name?"),
        mark("People who learn to work with children"),
    ),
}
WORDS = {ConsentBand.CHILD: SIMPLE, ConsentBand.GUARDIAN: FOR_GUARDIANS}


def built_in(purpose: Purpose, band: ConsentBand) -> Asked:
    """Return our own words about a purpose, in the language of the moment."""
    text, readers = WORDS.get(band, PLAIN)[purpose]
    return Asked(text=say(text), readers=say(readers))
