"""Everything about one story as a plain text that its teller can keep."""

from datetime import date
from enum import Enum
from typing import Any

from storyapp.rules.consent import ConsentAct, ConsentBy, Purpose
from storyapp.rules.lasting import Lasted
from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.stories import Direction, StoryState
from storyapp.words.dates import day
from storyapp.words.labels import label
from storyapp.words.speech import mark, say

NAMES = {
    "told_on": mark("Told on"), "age": mark("Age"), "teller": mark("Teller"), "direction": mark("Which way it went"),
    "state": mark("State"), "as_you_told_it": mark("As you told it"), "as_you_told_it_before": mark("As you told it before you changed it"), "your_answers": mark("Your answers"),
    "as_others_read_it": mark("As others read it"), "consents": mark("What may be done with it"),
    "answers_to_you": mark("Answers to you"), "messages": mark("Messages"), "title": mark("Title"),
    "happened": mark("What happened"), "matters": mark("Why it matters"), "considered": mark("Other changes"),
    "pseudonym": mark("Made-up name"), "asked_again_later": mark("What you said months later"), "lasted": mark("Has it lasted?"),
}  # fmt: skip
CHOICES: dict[str, type[Enum]] = {
    "age": AgeBand, "teller": TellerRole, "direction": Direction, "state": StoryState, "purpose": Purpose,
    "act": ConsentAct, "by": ConsentBy, "lasted": Lasted,
}  # fmt: skip
LEFT_OUT = frozenset({"language", "kind"})


def as_text(values: dict[str, Any], *, indent: str = "") -> str:
    """Return nested values as lines of text, in the reader's language."""
    lines: list[str] = []
    for name, value in values.items():
        words = say(NAMES[name]) if name in NAMES else name
        if name in LEFT_OUT or value in (None, "", [], {}):
            continue
        if isinstance(value, dict):
            lines += ["", f"{indent}{words}", as_text(value, indent=indent + "  ")]
        elif isinstance(value, list):
            lines += ["", f"{indent}{words}", *(f"{indent}  - {_item(one)}" for one in value)]
        else:
            lines.append(f"{indent}{words}: {_said(name, value)}")
    return "\n".join(lines)


def _item(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    said = [_said(name, one) for name, one in value.items() if name not in LEFT_OUT]
    return "; ".join(words for words in said if words)


def _said(name: str, value: Any) -> str:
    if name == "from_you":
        return say("From you") if value else say("From the programme")
    if name == "chosen":
        return say("Your story was chosen") if value else say("Your story was read together with others")
    if name in CHOICES and value:
        return label(CHOICES[name](value))
    return day(date.fromisoformat(value)) if name in ("on", "told_on") else str(value or "")
