"""Stretches of text that may tell who or where somebody is, and what to write instead."""

from collections.abc import Iterable, Iterator, Sequence

from nlp.capitals import RANK as CAPITAL_RANK
from nlp.capitals import capitals_in
from nlp.contacts import Finding, buildings_in, contacts_in
from nlp.english_names import read_states
from nlp.institutions import institutions_in
from nlp.line import Line
from nlp.names import Mention, Person, mentions_in
from nlp.places import places_in
from nlp.types import LANGUAGES, MaskLists, MaskSpan
from nlp.wordlists import names_list, word_list
from nlp.words import lemma, read_words, russian_parses

INFLECTED = ("school", "organisation", "place")
CASES = {
    "loct": "в во на о об при", "datv": "к ко по", "gent": "из с со от у до для без около возле после",
    "ablt": "с со над под за между",
}  # fmt: skip
LISTED_RANK = 1
BY_SHAPE, BY_WORDS, BY_CAPITAL, TYPED_SMALL = 0.95, 0.8, 0.5, 0.5
LISTS = {"names": "person", "schools": "school", "organisations": "organisation", "places": "place"}


def masks_in(text: str, language: str, *, lists: MaskLists | None = None) -> tuple[MaskSpan, ...]:
    """Find what to cover, in order and never overlapping.

    In a language that a folder adds these are first names that it lists, and what has the same shape everywhere; in any
    other language only the latter.
    """
    lists = lists or MaskLists()
    line = Line(text, read_words(text))
    findings = [*contacts_in(text), *_listed(text, line, lists)]
    mentions: list[Mention] = []
    if language in ("ru", "en"):
        if language == "en":
            read_states(line)
        mentions = list(mentions_in(line))
        findings += [*buildings_in(text), *places_in(line)]
        findings += [Finding(start, end, kind, rank) for kind, rank, start, end in institutions_in(line)]
        findings += [Finding(start, end, kind, rank) for kind, rank, start, end in capitals_in(line)]
    elif language in LANGUAGES:
        given = names_list(language, "first")
        known = [word for word in line.words if word.text[0].isupper() and word.text.lower() in given]
        findings += [Finding(word.start, word.end, "person", 5) for word in known]
    findings += [Finding(mention.start, mention.end, "person", 5) for mention in mentions]
    kept = _apart([finding for finding in findings if not _is_never_masked(text, finding, lists)])
    labels = _person_labels(text, kept, mentions)
    return tuple(
        MaskSpan(
            start=finding.start,
            end=finding.end,
            text=text[finding.start : finding.end],
            kind=finding.kind,
            replacement=f"[{_replacement(text, finding, language)}{labels.get(finding.start, '')}]",
            score=_score(text, finding),
        )
        for finding in kept
    )


def _score(text: str, finding: Finding) -> float:
    """Answer how sure a finding is: the programme's own list, a shape, words, a capital alone, a name typed small."""
    if finding.rank == LISTED_RANK and finding.kind in LISTS.values():
        return 1.0
    if finding.rank == CAPITAL_RANK:
        return BY_CAPITAL
    if finding.kind not in ("person", "place"):
        return BY_SHAPE
    return BY_WORDS if text[finding.start].isupper() else TYPED_SMALL


def _listed(text: str, line: Line, lists: MaskLists) -> Iterator[Finding]:
    """Find the programme's own names, in any grammatical case."""
    by_first: dict[str, list[tuple[list[str], str]]] = {}
    for key, kind in LISTS.items():
        for phrase in getattr(lists, key):
            lemmas = _lemmas(phrase)
            if lemmas:
                by_first.setdefault(lemmas[0], []).append((lemmas, kind))
    if not by_first:
        return
    words = [lemma(word.text) for word in line.words]
    for i, word in enumerate(words):
        for lemmas, kind in by_first.get(word, ()):
            if words[i : i + len(lemmas)] == lemmas:
                yield Finding(line.words[i].start, line.words[i + len(lemmas) - 1].end, kind, LISTED_RANK)


def _is_never_masked(text: str, finding: Finding, lists: MaskLists) -> bool:
    if not lists.never:
        return False
    lemmas = _lemmas(text[finding.start : finding.end])
    return any(_holds(lemmas, _lemmas(phrase)) for phrase in lists.never)


def _holds(lemmas: Sequence[str], phrase: Sequence[str]) -> bool:
    """Tell whether the phrase stands in the words; a name longer than the phrase by two words is another."""
    n = len(phrase)
    rows = (list(lemmas[i : i + n]) for i in range(len(lemmas) - n + 1))
    return bool(n) and len(lemmas) <= n + 1 and any(row == list(phrase) for row in rows)


def _lemmas(text: str) -> list[str]:
    return [lemma(word.text) for word in read_words(text)]


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """Keep findings that do not overlap: the surer kind first, then the longer one."""
    kept: list[Finding] = []
    taken: set[int] = set()
    for finding in sorted(findings, key=lambda f: (f.rank, f.start - f.end, f.start)):
        places = range(finding.start, finding.end)
        if finding.start < finding.end and taken.isdisjoint(places):
            kept.append(finding)
            taken.update(places)
    return sorted(kept, key=lambda finding: finding.start)


def _person_labels(text: str, kept: Sequence[Finding], mentions: Sequence[Mention]) -> dict[int, str]:
    """Number the persons of a story when there are several; one person keeps one number."""
    told = {mention.start: mention.person for mention in mentions}
    persons: list[Person] = []
    numbers: dict[int, int] = {}
    for finding in kept:
        if finding.kind != "person":
            continue
        person = told.get(finding.start) or Person(given=" ".join(_lemmas(text[finding.start : finding.end])))
        same = next((n for n, other in enumerate(persons) if person.may_be(other)), None)
        if same is None:
            same = len(persons)
            persons.append(person)
        persons[same] = persons[same].joined(person)
        numbers[finding.start] = same + 1
    return {start: f" {number}" for start, number in numbers.items()} if len(persons) > 1 else {}


def _replacement(text: str, finding: Finding, language: str) -> str:
    own = "ru" if language == "ru" else "en"
    word = str(word_list(own, "names")["replacements"][finding.kind])
    if own == "en" or finding.kind not in INFLECTED:
        return word
    return _in_same_case(word, text, finding)


def _in_same_case(word: str, text: str, finding: Finding) -> str:
    """Put the replacement into the case of what it covers, if that case is plain; else into the nominative."""
    nouns = (russian_parses(each.text.lower()) for each in read_words(text[finding.start : finding.end]))
    head = next((parses for parses in nouns if parses and "NOUN" in parses[0].tag and parses[0].tag.case), ())
    likely = {str(parse.tag.case) for parse in head if parse.score >= 0.1 and "sing" in parse.tag and parse.tag.case}
    preposition = _preposition(text[max(0, finding.start - 30) : finding.start])
    ruled = {case for case in likely if preposition in CASES.get(case, "").split()}
    forms = {_inflected(word, case) for case in ruled or likely}
    return forms.pop() if len(forms) == 1 else word


def _preposition(before: str) -> str:
    """Answer the last preposition before a span, at most two words back."""
    known = {word for words in CASES.values() for word in words.split()}
    words = [word.text.lower() for word in read_words(before)][-2:]
    return next((word for word in reversed(words) if word in known), "")


def _inflected(word: str, case: str) -> str:
    inflected = russian_parses(word)[0].inflect({case})
    return str(inflected.word) if inflected else word
