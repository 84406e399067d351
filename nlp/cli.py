"""The command line: JSON Lines in, JSON Lines out."""

import argparse
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from nlp.analyse import Analyser, find_masks, find_signals, language_of
from nlp.discovery import discover_groups
from nlp.doctor import look_over
from nlp.duplicates import near_duplicates
from nlp.errors import NlpError
from nlp.evaluation import FIELDS, evaluate
from nlp.formats import Complaints, Story, evidence_rows, numbered_rows, read_rows, read_stories, write_row
from nlp.learning import Label, learn_themes
from nlp.lessons import Source
from nlp.lexicon import read_codebook, read_library, read_mask_lists, read_signal_lists
from nlp.link_lessons import learn_links
from nlp.linking import THRESHOLD
from nlp.model import RESULTS, read_model, write_model
from nlp.quotes import TOP, Told, find_quotes
from nlp.types import NO_RESULT, ResultSpec, ThemeSpec

Lines = Iterable[str | bytes]
Rows = Iterator[dict[str, Any]]
BAD_LINES, BAD_FILE = 1, 2
DECISIONS = {"confirmed": True, "refused": False}


def main(
    argv: Sequence[str] | None = None,
    *,
    stdin: Lines | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """Run one command. Answers 0, 1 when a line was bad, 2 when a file could not be used."""
    out, told = stdout or _utf8(sys.stdout), stderr or sys.stderr
    asked = arguments().parse_args(argv)
    complaints = Complaints(stream=told)
    lines = stdin if stdin is not None else sys.stdin.buffer
    try:
        for row in asked.job(asked, lines, complaints):
            write_row(row, out)
    except NlpError as error:
        told.write(f"{error}\n")
        return BAD_FILE
    except BrokenPipeError:
        return BAD_LINES
    return BAD_LINES if complaints.n_bad else 0


def _utf8(stream: TextIO) -> TextIO:
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8")
    return stream


def arguments() -> argparse.ArgumentParser:
    """Describe the commands and their options."""
    parser = argparse.ArgumentParser(prog="nlp", description="Text in, suggestions out: JSON Lines on both sides.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, job: Callable[[argparse.Namespace, Lines, Complaints], Rows], sense: str) -> Any:
        added = commands.add_parser(name, help=sense, description=sense)
        added.set_defaults(job=job)
        return added.add_argument

    option = command("tag", tag, "Suggest themes of a codebook.")
    option("--codebook", required=True, metavar="BOOK")
    option("--model", metavar="FILE", help="what 'learn' wrote")
    option("--all-scores", action="store_true", help="print every theme, also those without any sign")
    option = command("link", link, "Suggest social results of a library.")
    option("--results", required=True, metavar="LIB")
    option("--model", metavar="FILE", help="what 'learn --results' wrote")
    option("--top", type=int, default=5, metavar="N")
    command("mask", mask, "Find what may tell who or where somebody is.")("--lists", metavar="FILE")
    option = command("concerns", concerns, "Find words that a person must see soon.")
    option("--lists", metavar="FILE", help="own words by language, kind and strength, and shipped ones put aside")
    command("discover", discover, "Group texts that the codebook does not explain.")("--codebook", metavar="BOOK")
    option = command("quotes", quotes, "Choose short sentences that show a theme or a result.")
    option("--codebook", metavar="BOOK")
    option("--results", metavar="LIB")
    option("--code", required=True, metavar="CODE", help="of a theme in BOOK or a result in LIB")
    option("--top", type=int, default=TOP, metavar="N")
    command("duplicates", duplicates, "Find texts that are nearly the same.")
    command("language", language, "Tell Russian, English or other.")
    option = command("learn", learn, "Learn from confirmed and refused suggestions, of themes or of social results.")
    option("--codebook", metavar="BOOK", help="learn the themes of BOOK")
    option("--results", metavar="LIB", help="learn the links to results of LIB")
    option("--labels", required=True, metavar="LABELS", help="with code - for 'no result fits'")
    option("--out", required=True, metavar="OUT")
    option = command("evaluate", compare, "Compare predictions with a gold file.")
    option("--task", required=True, choices=sorted(FIELDS))
    option("--gold", required=True, metavar="GOLD")
    command("doctor", doctor, "Tell what is installed and what is missing.")
    return parser


def tag(asked: argparse.Namespace, lines: Lines, complaints: Complaints) -> Rows:
    """Suggest themes; without --all-scores only those with a sign in the text."""
    model = read_model(asked.model) if asked.model else None
    analyser = Analyser(codebook=_codebook(asked, complaints), model=model)
    for story in read_stories(lines, complaints):
        themes = analyser.themes(story.text, story.language)
        yield {
            "id": story.id,
            "lang": _language(story),
            "themes": [_scored(theme) for theme in themes if asked.all_scores or theme.suggested or theme.evidence],
        }


def link(asked: argparse.Namespace, lines: Lines, complaints: Complaints) -> Rows:
    """Suggest social results, the strongest first, and say how likely it is that none fits (null where nobody could read)."""
    model = read_model(asked.model, kind=RESULTS) if asked.model else None
    analyser = Analyser(results=_library(asked), links_model=model)
    for story in read_stories(lines, complaints):
        links = analyser.weighed_links(story.text, story.language, top=asked.top)
        rows = [
            {"code": each.code, "particular": each.particular} | _scored(each) | {"direction": each.direction}
            for each in (links.results if links is not None else ())
        ]
        none = None if links is None else {"score": links.none, "suggested": links.none >= THRESHOLD}
        yield {"id": story.id, "lang": _language(story), "results": rows, "none": none}


def mask(asked: argparse.Namespace, lines: Lines, complaints: Complaints) -> Rows:
    """Find spans to cover."""
    lists = read_mask_lists(asked.lists) if asked.lists else None
    for story in read_stories(lines, complaints):
        spans = find_masks(story.text, story.language, lists=lists)
        rows = [
            {"start": s.start, "end": s.end, "text": s.text, "kind": s.kind, "replacement": s.replacement}
            for s in spans
        ]
        yield {"id": story.id, "spans": rows}


def concerns(asked: argparse.Namespace, lines: Lines, complaints: Complaints) -> Rows:
    """Find signals. A language that is not ours is told: no signals there is no verdict."""
    lists = read_signal_lists(asked.lists) if asked.lists else None
    for story in read_stories(lines, complaints):
        signals = find_signals(story.text, story.language, lists=lists)
        rows = [{"kind": s.kind, "score": s.score, "evidence": evidence_rows(s.evidence)} for s in signals]
        yield {"id": story.id, "signals": rows} | ({} if _language(story) != "other" else {"assessed": False})


def discover(asked: argparse.Namespace, lines: Lines, complaints: Complaints) -> Rows:
    """Group texts, the newest groups first."""
    codebook = read_codebook(asked.codebook) if asked.codebook else ()
    stories = list(read_stories(lines, complaints))
    for group in discover_groups([(story.text, story.language) for story in stories], codebook):
        yield {
            "label": group.label,
            "phrases": list(group.phrases),
            "ids": [stories[place].id for place in group.places],
            "typical": [stories[place].id for place in group.typical],
            "novelty": group.novelty,
        }


def quotes(asked: argparse.Namespace, lines: Lines, complaints: Complaints) -> Rows:
    """Choose quotes, the first choice first."""
    codebook = read_codebook(asked.codebook) if asked.codebook else ()
    results = read_library(asked.results) if asked.results else ()
    stories = list(read_stories(lines, complaints))
    told = [Told(text=story.text, language=story.language, teller=story.teller) for story in stories]
    for quote in find_quotes(told, asked.code, codebook=codebook, results=results, top=asked.top):
        yield {
            "id": stories[quote.place].id,
            "start": quote.start,
            "end": quote.end,
            "text": quote.text,
            "score": quote.score,
        }


def duplicates(asked: argparse.Namespace, lines: Lines, complaints: Complaints) -> Rows:
    """Find pairs that are nearly the same."""
    stories = list(read_stories(lines, complaints))
    for a, b, similarity in near_duplicates([story.text for story in stories]):
        yield {"a": stories[a].id, "b": stories[b].id, "similarity": similarity}


def language(asked: argparse.Namespace, lines: Lines, complaints: Complaints) -> Rows:
    """Judge the language from the text alone."""
    for story in read_stories(lines, complaints):
        known, score = language_of(story.text, None)
        yield {"id": story.id, "lang": known, "score": score}


def learn(asked: argparse.Namespace, lines: Lines, complaints: Complaints) -> Rows:
    """Write a model and tell on how many labels each theme stands, or each result after all of them together."""
    if (asked.codebook is None) == (asked.results is None):
        raise NlpError("labels.of-what")
    codebook = _codebook(asked, complaints) if asked.codebook else ()
    results = _library(asked) if asked.results else ()
    texts = {str(story.id): (story.text, story.language) for story in read_stories(lines, complaints)}
    codes = {theme.code for theme in codebook} | {result.code for result in results}
    codes |= {NO_RESULT} if results else set()
    labels = _labels(asked.labels, complaints, codes)
    if asked.results:
        lesson = learn_links(texts, labels, results)
        is_none_learned = lesson.none is not None and lesson.none.source is Source.LEARNED
        yield {
            "results": len(results), "labels": lesson.model.n_labels, "weighed": lesson.is_weighed,
            "none_learned": is_none_learned,
        }  # fmt: skip
    model = lesson.model if asked.results else learn_themes(texts, labels, codebook)
    write_model(model, asked.out)
    for code, head in sorted(model.heads.items()):
        yield {"code": code, "confirmed": head.n_confirmed, "refused": head.n_refused}


def compare(asked: argparse.Namespace, lines: Lines, complaints: Complaints) -> Rows:
    """Compare predictions on standard input with the gold file."""
    gold = _rows_of(asked.gold, complaints, needs=("id", FIELDS[asked.task]))
    yield evaluate(asked.task, gold, list(read_rows(lines, complaints, needs=("id", FIELDS[asked.task]))))


def doctor(asked: argparse.Namespace, lines: Lines, complaints: Complaints) -> Rows:
    """Tell each part's state; a missing needed part makes the command answer 1."""
    for row in look_over():
        complaints.n_bad += not row["well"]
        yield row


def _rows_of(path: str, complaints: Complaints, *, needs: Sequence[str]) -> list[dict[str, Any]]:
    return [row for _, row in _numbered(path, complaints, needs=needs)]


def _numbered(
    path: str, complaints: Complaints, *, needs: Sequence[str], choices: Mapping[str, Collection[str]] | None = None
) -> list[tuple[int, dict[str, Any]]]:
    try:
        with open(path, "rb") as lines:
            return list(numbered_rows(lines, complaints, needs=needs, choices=choices))
    except FileNotFoundError as error:
        raise NlpError("file.missing", path=path) from error


def _codebook(asked: argparse.Namespace, complaints: Complaints) -> Sequence[ThemeSpec]:
    """Read a codebook in which to look; what makes a theme weak is told and stops nothing."""
    codebook = read_codebook(asked.codebook)
    if not codebook:
        raise NlpError("book.empty", path=asked.codebook)
    for theme in codebook:
        if not any(theme.seeds.values()):
            complaints.note(NlpError("book.no-seeds", code=theme.code))
    return codebook


def _library(asked: argparse.Namespace) -> Sequence[ResultSpec]:
    results = read_library(asked.results)
    if not results:
        raise NlpError("library.empty", path=asked.results)
    return results


def _labels(path: str, complaints: Complaints, codes: Collection[str]) -> list[Label]:
    """Read decisions: an unknown code spoils its line, and of two contrary decisions the later one counts."""
    kept: dict[tuple[str, str], tuple[int, bool]] = {}
    for number, row in _numbered(path, complaints, needs=("id", "code", "decision"), choices={"decision": DECISIONS}):
        story, code, is_confirmed = str(row["id"]), str(row["code"]), DECISIONS[row["decision"]]
        if code not in codes:
            complaints.tell(number, NlpError("labels.unknown-code", code=code))
            continue
        earlier, was_confirmed = kept.pop((story, code), (0, is_confirmed))
        if was_confirmed is not is_confirmed:
            complaints.note(NlpError("labels.otherwise", code=code, earlier=earlier), number)
        kept[story, code] = number, is_confirmed
    return [
        Label(story=story, code=code, is_confirmed=is_confirmed)
        for (story, code), (_, is_confirmed) in kept.items()
    ]  # fmt: skip


def _language(story: Story) -> str:
    return language_of(story.text, story.language)[0]


def _scored(each: Any) -> dict[str, Any]:
    return {
        "code": each.code,
        "score": each.score,
        "suggested": each.suggested,
        "evidence": evidence_rows(each.evidence),
    }
