"""Count published ballots again: anyone can, without the house, its database or its keys."""

import json
import sys
from typing import Any, BinaryIO

import click

from storyapp.rules.errors import RuleBroken
from storyapp.rules.selection.published import NAMES, as_document, count_published, method_named
from storyapp.rules.wording import LANGUAGES
from storyapp.words.messages import message
from storyapp.words.speech import use_language

HELP = f"""Count the ballots in BALLOTS (a file of JSON, or - for what is piped in) and print the outcome as JSON.

\b
METHOD is one of
  {", ".join(NAMES[:7])},
  {", ".join(NAMES[7:])}
or, for the same: ranking (borda), instant-runoff (irv), median (scoring-median), bradley-terry (pairwise).

\b
BALLOTS looks like
  {{"options": ["a", "b", "c"], "ballots": [{{"count": 2, "ranking": [["a"], ["b", "c"]]}}]}}
and in place of "ranking", which borda, irv and schulze take,
  "choices": ["a"]             for majority, iterative, consensus and secret
  "scores": {{"a": 5, "b": 2}}   for scoring; "yes", "maybe", "no" for shortlist
  "pairs": [["a", "b"]]        the better one first, for pairwise
"abstain": true is an abstention; "turn": 2 a later vote, which scoring-then-vote and shortlist decide by;
"without": ["c"] names options that this voter does not judge. Options that stand in one group are equal;
those that a ranking does not name come last, together. A tie is never broken: all winners are named, and
"rule" says what was done. A file that cannot be counted ends with 2 and a sentence that says why.
"""


@click.command(help=HELP)
@click.option("--method", "name", required=True, metavar="METHOD", help="How to count.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="The language of rule and complaints.")
@click.argument("ballots", type=click.File("rb"))
def tally(name: str, language: str, ballots: BinaryIO) -> None:
    """Count published ballots."""
    use_language(language)
    try:
        counted = count_published(method_named(name), _read(ballots.read()))
    except RuleBroken as broken:
        click.echo(message(broken), err=True)
        sys.exit(2)
    click.echo(json.dumps(as_document(counted, language=language), ensure_ascii=False, indent=2))


def _read(data: bytes) -> Any:
    """Read JSON strictly: no key twice, no number that is none."""
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as wrong:
        raise RuleBroken("tally.not-unicode") from wrong
    if not text.strip():
        raise RuleBroken("tally.empty-file")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as wrong:
        raise RuleBroken("tally.not-json", line=wrong.lineno, column=wrong.colno) from wrong
    except RecursionError as wrong:
        raise RuleBroken("tally.too-deep") from wrong
    except ValueError as wrong:  # a whole number of thousands of digits
        raise RuleBroken("tally.no-number") from wrong


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise RuleBroken("tally.key-repeated", key=key[:80])
        found[key] = value
    return found


def _no_number(word: str) -> Any:
    raise RuleBroken("tally.no-number")
