"""THE door to the language module: plain values go in, plain facts come out.

A web process only needs words (search, language), which are light. What reads whole texts loads spaCy and takes a
second and 200 MB, so `nlp.analyse` is imported by name inside the functions that only `gateways/module.py` calls, in a
process of its own wherever there is a worker.
"""

import hashlib
import importlib
import json
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field
from functools import cached_property
from typing import Any

from nlp import ENGINE, NlpError, ParticularSpec, ResultSpec, ThemeSpec
from nlp.duplicates import nearest
from nlp.quoting import Candidate, choose_quotes
from nlp.signals import patterns_of, plain_pattern, shipped_patterns, source_of
from nlp.types import LANGUAGES, LEAST_TEXTS, SIGNAL_KINDS, SignalLists, SignalPhrase
from nlp.wordlists import OURS
from nlp.words import detect_language, search_lemmas
from storyapp.gateways.found import (
    CodeScores,
    Decision,
    GroupFound,
    LessonFound,
    LinkFound,
    MaskFound,
    OriginalRead,
    SignalFound,
    ThemeFound,
    Together,
    WorkingRead,
)

__all__ = [
    "SIGNAL_KINDS",
    "CodeScores",
    "Decision",
    "GroupFound",
    "LessonFound",
    "LinkFound",
    "MaskFound",
    "OriginalRead",
    "SignalFound",
    "SignalLists",
    "SignalPhrase",
    "ThemeFound",
    "Together",
    "WorkingRead",
    "patterns_of",
    "plain_pattern",
    "shipped_patterns",
    "source_of",
]
LEAST_TO_GROUP = LEAST_TEXTS
NO_LISTS = SignalLists()
MOST_ANALYSERS = 8
LEARNED = "learned-"  # stands in the name of an engine that has learned, before the number of decisions


@dataclass(frozen=True, kw_only=True)
class ThemeEntry:
    """A theme of a programme's codebook; words are kept by language."""

    code: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    seeds: Mapping[str, tuple[str, ...]]
    parent: str | None = None
    threshold: float = 0.5


@dataclass(frozen=True, kw_only=True)
class ResultEntry:
    """A social result of a programme's library: general wording, particular wordings by code, indicators."""

    code: str
    general: Mapping[str, str]
    particular: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    indicators: tuple[Mapping[str, str], ...] = ()
    threshold: float = 0.5


@dataclass(frozen=True, kw_only=True)
class Learned:
    """What was learned from decisions, packed; `codes` are the themes, or the results, for which it speaks."""

    packed: bytes
    fingerprint: str
    n_decisions: int
    codes: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """What a programme looks for in stories, and what the module has learned of it."""

    programme_id: int
    themes: tuple[ThemeEntry, ...] = ()
    results: tuple[ResultEntry, ...] = ()
    learned: Learned | None = None
    learned_links: Learned | None = None

    @cached_property
    def _words_fingerprint(self) -> str:
        words = json.dumps([[asdict(t) for t in self.themes], [asdict(r) for r in self.results]], sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()[:12]

    @property
    def fingerprint(self) -> str:
        """Return a hash of the whole codebook and of what was learned: another one means another reading."""
        learned = [one.fingerprint for one in (self.learned, self.learned_links) if one is not None]
        return "-".join([self._words_fingerprint, *learned])

    @property
    def engine(self) -> str:
        """Return the name of the reader of working texts: module version, decisions learned from, codebook."""
        return self._named(self.learned, self.learned_links)

    def engine_for_theme(self, code: str) -> str:
        """Return the name of what suggests a theme: only a learned one names what was learned."""
        return self._named(self.learned if self.learned is not None and code in self.learned.codes else None)

    def engine_for_result(self, code: str) -> str:
        """Return the name of what suggests a result: only a learned one names what was learned."""
        links = self.learned_links
        return self._named(None, links if links is not None and code in links.codes else None)

    def _named(self, themes: Learned | None, links: Learned | None = None) -> str:
        said = [f"+{LEARNED}{themes.n_decisions}"] if themes is not None else []
        said += [f"+links-{LEARNED}{links.n_decisions}"] if links is not None else []
        prints = [one.fingerprint for one in (themes, links) if one is not None]
        return f"{ENGINE}{''.join(said)}/{'-'.join([self._words_fingerprint, *prints])}"


@dataclass(frozen=True, kw_only=True)
class Original:
    """What a teller typed, to be read for what to cover and for danger.

    `hint` is the language it is said to be in, `lists` the programme's own words of signals.
    """

    story_id: int
    text: str
    said: str  # the part that is compared with other stories
    hint: str
    lists: SignalLists = NO_LISTS


@dataclass(frozen=True, kw_only=True)
class Working:
    """A working text, to be read for themes and social results, and the title by which it is also found."""

    text: str
    language: str
    title: str


def n_learned_from(engine: str) -> int:
    """Return on how many decisions of people rests what an engine of this name suggested; 0 where it learned nothing."""
    _, is_learned, rest = engine.partition("/")[0].partition(LEARNED)
    return int(rest) if is_learned and rest.isdecimal() else 0


def original_engine(lists: SignalLists = NO_LISTS) -> str:
    """Return the name of the reader of originals: other lists of signals mean another reading."""
    if lists == NO_LISTS:
        return ENGINE
    words = json.dumps([sorted(astuple(one) for one in part) for part in (lists.own, lists.aside)])
    return f"{ENGINE}/signals-{hashlib.sha256(words.encode()).hexdigest()[:12]}"


def search_words(query: str) -> tuple[str, ...]:
    """Return the lemmas that a search asks for, each once."""
    return tuple(dict.fromkeys(search_lemmas(query)))


def language_of(text: str, *, hint: str) -> str:
    """Return "ru" or "en", or "other", by the words of a text."""
    known = detect_language(text, hint=hint)[0]
    return known if known in OURS else "other"  # a language that a folder adds has no words on our pages


def lemmas_of(working: Working) -> str:
    """Return a text as the lemmas by which it is found."""
    return " ".join(search_lemmas(f"{working.title}\n{working.text}"))


def quotes_among(said: Mapping[tuple[int, int, int], tuple[str, str]], *, top: int) -> list[tuple[int, int, int]]:
    """Choose sentences that stand alone (story, from, to → words, language), no story twice before all were heard."""
    candidates = [
        Candidate(place=story_id, start=start, end=end, text=text, language=language, teller=story_id)
        for (story_id, start, end), (text, language) in said.items()
        if language in LANGUAGES
    ]
    chosen = [one.candidate for one in choose_quotes(candidates, top=top)]
    return [(one.place, one.start, one.end) for one in chosen]


def read_original(original: Original, others: Mapping[int, str]) -> OriginalRead:
    """Read an original for what to cover and for danger, and find it among other stories (id → text). Loads spaCy."""
    module = importlib.import_module("nlp.analyse")
    language = language_of(original.text, hint=original.hint)
    ids = [story_id for story_id in others if story_id != original.story_id]
    place = nearest(original.said, [others[story_id] for story_id in ids])
    return OriginalRead(
        language=language, alike_id=ids[place] if place is not None else None,
        masks=[
            MaskFound(start=m.start, end=m.end, kind=m.kind, replacement=m.replacement)
            for m in module.find_masks(original.text, language)
        ],
        signals=[
            SignalFound(kind=s.kind, score=s.score, places=tuple((e.start, e.end) for e in s.evidence))
            for s in module.find_signals(original.text, language, lists=original.lists)
        ],
    )  # fmt: skip


def read_working(working: Working, codebook: Codebook) -> WorkingRead:
    """Read a working text for themes and social results, and for whether none fits. Loads spaCy."""
    themes, linked = _analyser(codebook).themes_and_links(working.text, working.language)
    return WorkingRead(
        themes=[
            ThemeFound(code=t.code, score=t.score, evidence=[_plain(e) for e in t.evidence])
            for t in themes
            if t.suggested
        ],
        links=[
            LinkFound(
                code=r.code, particular=r.particular, direction=r.direction, score=r.score,
                evidence=[_plain(e) for e in r.evidence],
            )
            for r in (linked.results if linked is not None else ())
            if r.suggested
        ],
        lemmas=lemmas_of(working), fits_none=linked.none if linked is not None and codebook.results else None,
    )  # fmt: skip


def warm_up() -> None:
    """Load the lexicons, pipelines and encoders of both languages."""
    book = Codebook(
        programme_id=0, themes=(ThemeEntry(code="any", name={"ru": "мир", "en": "peace"}, description={}, seeds={}),)
    )
    for language, text in (("ru", "Мы живём дружно."), ("en", "We live in peace.")):
        read_original(Original(story_id=0, text=text, said=text, hint=language), {})
        read_working(Working(text=text, language=language, title=""), book)


def learn(
    texts: Mapping[int, tuple[str, str]],
    decisions: Sequence[Decision],
    *,
    codebook: Codebook,
    known: Collection[int],
) -> LessonFound | None:
    """Learn themes from decisions; None where no theme has enough of them. Loads scikit-learn.

    `texts` are text and language by story; `known` are the stories from which the codebook's learned part was made.
    """
    lessons = importlib.import_module("nlp.lessons")
    try:
        lesson = lessons.learn_lesson(
            _by_name(texts),
            _labels(decisions),
            [_theme_spec(t) for t in codebook.themes],
            thresholds={t.code: t.threshold for t in codebook.themes},
            earlier=_model_of(codebook.learned),
            known={str(story_id) for story_id in known},
        )
    except NlpError as error:
        if error.code == "labels.too-few":
            return None
        raise
    return _kept(lesson.model, lesson.themes)


def learn_links(
    texts: Mapping[int, tuple[str, str]], decisions: Sequence[Decision], *, codebook: Codebook
) -> LessonFound | None:
    """Learn links to results from decisions; None where they are too few in all. Loads scikit-learn."""
    lessons = importlib.import_module("nlp.link_lessons")
    try:
        lesson = lessons.learn_links(
            _by_name(texts), _labels(decisions), [_result_spec(r) for r in codebook.results],
            thresholds={r.code: r.threshold for r in codebook.results},
        )  # fmt: skip
    except NlpError as error:
        if error.code == "labels.too-few":
            return None
        raise
    together = Together(words=astuple(lesson.before), learned=astuple(lesson.after), is_used=lesson.is_weighed)
    none = (lesson.none,) if lesson.none is not None else ()
    return _kept(lesson.model, (*none, *lesson.results), together)


def _kept(model: Any, lessons: Sequence[Any], together: Together | None = None) -> LessonFound:
    packed = importlib.import_module("nlp.model").pack_model(model)
    return LessonFound(
        packed=packed, fingerprint=hashlib.sha256(packed).hexdigest()[:12], n_decisions=model.n_labels,
        codes=tuple(
            CodeScores(
                code=one.code, n_confirmed=one.n_confirmed, n_refused=one.n_refused, source=one.source.value,
                words=astuple(one.words), learned=astuple(one.learned),
            )
            for one in lessons
        ),
        together=together,
    )  # fmt: skip


def _by_name(texts: Mapping[int, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    return {str(story_id): text for story_id, text in texts.items()}


def _labels(decisions: Sequence[Decision]) -> list[Any]:
    module = importlib.import_module("nlp.learning")
    return [module.Label(story=str(d.story_id), code=d.code, is_confirmed=d.is_confirmed) for d in decisions]


def groups_in(texts: Mapping[int, tuple[str, str]], *, codebook: Codebook) -> list[GroupFound]:
    """Group texts (key → text, language) that say something alike. Loads spaCy and scikit-learn.

    The codebook only says how new a group is. The same texts in the same order give the same groups.
    """
    module = importlib.import_module("nlp.discovery")
    keys = list(texts)
    found = module.discover_groups(list(texts.values()), [_theme_spec(t) for t in codebook.themes], keep_all=True)
    return [
        GroupFound(
            language=group.language, label=group.label, phrases=group.phrases, novelty=group.novelty,
            evidence={keys[place]: group.evidence[place] for place in group.by_nearness},
        )
        for group in found
    ]  # fmt: skip


_analysers: OrderedDict[tuple[int, str], Any] = OrderedDict()


def _analyser(codebook: Codebook) -> Any:
    """Return the programme's analyser, made once for a codebook and kept; the oldest make room."""
    key = (codebook.programme_id, codebook.fingerprint)
    if key not in _analysers:
        module = importlib.import_module("nlp.analyse")
        for old in [k for k in _analysers if k[0] == codebook.programme_id]:
            _analysers.pop(old, None)
        _analysers[key] = module.Analyser(
            [_theme_spec(t) for t in codebook.themes],
            [_result_spec(r) for r in codebook.results],
            thresholds={t.code: t.threshold for t in codebook.themes},
            link_thresholds={r.code: r.threshold for r in codebook.results},
            model=_model_of(codebook.learned),
            links_model=_model_of(codebook.learned_links),
        )
        while len(_analysers) > MOST_ANALYSERS:
            _analysers.popitem(last=False)
    return _analysers[key]


def _model_of(learned: Learned | None) -> Any:
    if learned is None:
        return None
    try:
        return importlib.import_module("nlp.model").unpack_model(learned.packed)
    except NlpError as error:
        if error.code == "model.other-version":  # learned by an earlier module: until it learns again, the words speak
            return None
        raise


def _theme_spec(theme: ThemeEntry) -> ThemeSpec:
    return ThemeSpec(
        code=theme.code, name=theme.name, description=theme.description, seeds=theme.seeds, parent=theme.parent
    )


def _result_spec(result: ResultEntry) -> ResultSpec:
    return ResultSpec(
        code=result.code, general=result.general, indicators=result.indicators,
        particular=tuple(ParticularSpec(code=code, wording=words) for code, words in result.particular.items()),
    )  # fmt: skip


def _plain(evidence: Any) -> dict[str, Any]:
    return {"start": evidence.start, "end": evidence.end, "text": evidence.text}
