"""Which words of tellers may stand in a report: agreed to, confirmed by a person, still in the text, and few of each."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from storyapp.data.queries import reporting as queries
from storyapp.data.queries.appearing import appears_in
from storyapp.data.queries.quotes import ChosenRow
from storyapp.data.queries.reporting import CodeRow, StoryRow
from storyapp.data.tables.coding import ResultLink, Tag
from storyapp.rules.appearing import Where
from storyapp.rules.coding import sentence_around, standing_evidence, working_text
from storyapp.rules.consent import Light
from storyapp.rules.disclosure import QuoteFacts, threshold, why_not_quoted, youngest_of
from storyapp.rules.quotes import name_beside, sentence_borders
from storyapp.rules.sentences import n_words
from storyapp.rules.summary import LONGEST_QUOTE, QuoteCandidate, select_quotes
from storyapp.services.reports.material import Words, code_of

T = TypeVar("T")
MOST_OF_A_STORY = 2  # what tellers are asked: may one or two of your sentences stand in a report?
MOST_LOOKED_AT = 60


class QuoteBook:
    """Hands out quotes and remembers how many sentences of each story already stand in the report."""

    def __init__(self, rows: Collection[StoryRow], *, audience: str, seed: str, k: int) -> None:
        self.rows = {row.id: row for row in rows}
        self.audience, self.seed = audience, seed
        counted = Counter((code_of(row, "teller_role"), code_of(row, "age_band")) for row in rows)
        roles = Counter(code_of(row, "teller_role") for row in rows)
        self.sources = {
            pair: (pair[0] if roles[pair[0]] >= k else "", pair[1] if n >= k else "") for pair, n in counted.items()
        }
        self.used: Counter[int] = Counter()
        self.texts: set[str] = set()

    def why_not(self, story_id: int) -> str:
        """Return the code of the reason against quoting a story here, or nothing."""
        row = self.rows.get(story_id)
        return "quote.not-counted" if row is None else why_not(row, audience=self.audience) or ""

    def take(self, chosen: Iterable[ChosenRow], codes: Iterable[CodeRow], n: int) -> tuple[Words, ...]:
        """Take up to n quotes that evaluators chose, in order of choice, as far as a person confirmed what they show."""
        confirmed = {code.story_id for code in codes}
        fit = [one for one in chosen if one.story_id in confirmed and not self.why_not(one.story_id)]
        texts = queries.working_texts({one.story_id for one in fit})
        taken: list[Words] = []
        for one in fit:
            said = _chosen_sentence(texts[one.story_id], one)
            if len(taken) < n and said and said not in self.texts and self.used[one.story_id] < MOST_OF_A_STORY:
                taken.append(replace(self._use(one.story_id, said), is_chosen=True))
        return tuple(taken)

    def draw(self, table: type[Any], codes: Iterable[CodeRow], n: int) -> tuple[Words, ...]:
        """Draw up to n quotes from the evidence of confirmed tags or links, by lot, over many tellers."""
        fit = [code for code in codes if not self.why_not(code.story_id) and self.used[code.story_id] < MOST_OF_A_STORY]
        lots = sorted(fit, key=lambda code: self._lot(table.__tablename__, code.id))[:MOST_LOOKED_AT]
        found = queries.evidence_of(table, {code.id for code in lots})
        texts = queries.working_texts({code.story_id for code in lots})
        candidates = [
            QuoteCandidate(story_id=code.story_id, theme="", text=said, is_confirmed=True, may_quote=True)
            for code in lots
            for said in _standing(texts[code.story_id], found.get(code.id, []))
            if said not in self.texts
        ]
        drawn: list[Words] = []
        for candidate in select_quotes(candidates, n=len(candidates), seed=self.seed):
            if len(drawn) < n and self.used[candidate.story_id] < MOST_OF_A_STORY and candidate.text not in self.texts:
                drawn.append(self._use(candidate.story_id, candidate.text))
        return tuple(drawn)

    def of_story(self, story_id: int, tags: Iterable[CodeRow], links: Iterable[CodeRow]) -> tuple[Words, ...]:
        """Return a chosen story: whole where its teller agreed to that, otherwise one or two of its sentences."""
        if self.why_not(story_id):
            return ()
        if self.rows[story_id].may_publish is Light.YES:
            _, happened, matters = queries.working_texts([story_id])[story_id]
            self.used[story_id] = MOST_OF_A_STORY
            return (self._words(story_id, working_text(happened, matters).strip(), is_whole=True),)
        some = self.draw(Tag, (tag for tag in tags if tag.story_id == story_id), MOST_OF_A_STORY)
        missing = MOST_OF_A_STORY - len(some)
        return some + self.draw(ResultLink, (link for link in links if link.story_id == story_id), missing)

    def one(self, story_id: int, text: str) -> Words | None:
        """Return a sentence that evaluators chose, or None where it may not stand here or its story has said enough."""
        if not text or text in self.texts or self.why_not(story_id) or self.used[story_id] >= MOST_OF_A_STORY:
            return None
        return replace(self._use(story_id, text), is_chosen=True)

    def said_back(self, said: Iterable[tuple[int, str]]) -> tuple[Words, ...]:
        """Return what tellers wrote back and let be printed, where their story may be quoted to these readers."""
        return tuple(self._words(story_id, text) for story_id, text in said if not self.why_not(story_id))

    def title(self, story_id: int) -> str:
        """Return the title that a teller gave, where it may stand here."""
        return "" if self.why_not(story_id) else queries.working_texts([story_id])[story_id][0]

    def _use(self, story_id: int, text: str) -> Words:
        self.used[story_id] += 1
        self.texts.add(text)
        return self._words(story_id, text)

    def _words(self, story_id: int, text: str, *, is_whole: bool = False) -> Words:
        row = self.rows[story_id]
        role, band = self.sources[code_of(row, "teller_role"), code_of(row, "age_band")]
        return Words(
            story_id=story_id,
            text=text,
            language=row.language,
            role=role,
            band=band,
            is_whole=is_whole,
            name=name_beside(row.made_up_name, row.may_publish),
        )

    def _lot(self, kind: str, code_id: int) -> bytes:
        return hashlib.sha256(f"{self.seed}\n{kind}\n{code_id}".encode()).digest()


def smallest_shown(rows: Collection[StoryRow]) -> int:
    """Return below how many tellers a group is not named, by the youngest among all who are counted."""
    bands = [row.age_band for row in rows]
    return threshold(None if None in bands else youngest_of(band for band in bands if band is not None))


def why_not(row: StoryRow, *, audience: str) -> str | None:
    """Return the reason against quoting a story for these readers, or None: the public needs publication as well."""
    place = Where.PUBLIC_QUOTES if audience == "public" else Where.QUOTES
    if appears_in(row, place):
        return None
    is_agreed = row.may_quote is Light.YES and (audience != "public" or row.may_publish is Light.YES)
    facts = QuoteFacts(
        consent=Light.YES if is_agreed else Light.NO, state=row.state, is_held=row.is_held, is_test=row.is_test
    )
    return why_not_quoted(facts) or "quote.not-approved"


def by_subject(codes: Iterable[T], key: Callable[[T], Any]) -> Mapping[Any, list[T]]:
    """Sort codes, or quotes, into groups."""
    groups: dict[Any, list[T]] = {}
    for code in codes:
        groups.setdefault(key(code), []).append(code)
    return groups


def _standing(texts: tuple[str, str, str], evidence: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the sentences of evidence as they stand now: what a later reader has covered is not quoted."""
    whole = working_text(texts[1], texts[2])
    return [_sentence(whole, start, end) for start, end in standing_evidence(whole, evidence)]


def _chosen_sentence(texts: tuple[str, str, str], one: ChosenRow) -> str:
    """Return the words at a place, or nothing where no sentence stands there any more."""
    whole = working_text(texts[1], texts[2])
    is_there = one.end <= len(whole) and sentence_borders(whole, one.start, one.end) == (one.start, one.end)
    return " ".join(whole[one.start : one.end].split()) if is_there else ""


def _sentence(whole: str, start: int, end: int) -> str:
    """Return the sentence in which words stand, or the words alone where it is long, with dots where it was cut."""
    left, right = sentence_around(whole, start, end)
    sentence = " ".join(whole[left:right].split())
    if n_words(sentence) <= LONGEST_QUOTE:
        return sentence
    words = " ".join(whole[start:end].split())
    return f"{'… ' if start > left else ''}{words}{' …' if end < right else ''}"
