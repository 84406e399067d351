"""What this wing calls signals, the words of their lists and those who open cases."""

from storyapp.words.speech import mark

OPENERS = {
    "teller": mark("The teller asked for help"),
    "reader": mark("A reader was worried"),
    "model": mark("The language module saw a signal"),
}

HEADS = {"ru": mark("Russian words"), "en": mark("English words")}
LOUDNESS = {
    "strong": mark("Loud: enough to open a case"),
    "weak": mark("Quiet: only together with other words"),
}
SOURCES = (  # as the shipped lists name them
    mark(
        "Written for this library after the categories of WHO's suicide-prevention guides and of child-helpline "
        "classifications; to be reviewed by a practitioner."
    ),
)


def plainly(pattern: str) -> str:
    """Return a pattern as people read it: a choice parted by strokes, words taken as they stand in quotes."""
    return " ".join(_step(step) for step in pattern.split())


def _step(step: str) -> str:
    words = step.lstrip("=").replace("|", " / ")
    return f"“{words}”" if step.startswith("=") else words
