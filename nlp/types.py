"""The values that go into and come out of the library: plain, frozen, without any heavy import."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nlp.wordlists import language_folders

LANGUAGES = tuple(language_folders())
LEAST_TEXTS = 6  # fewer texts of one language make no groups
MASK_KINDS = (
    "person", "school", "organisation", "place", "address", "phone", "mail", "handle", "document", "birth_date",
)  # fmt: skip
SIGNAL_KINDS = (
    "suicide", "self_harm", "violence", "bullying", "sexual_abuse", "neglect", "exploitation", "substance",
    "running_away", "help_request",
)  # fmt: skip


def spoken(words: Mapping[str, object], language: str) -> str | None:
    """Answer in which language there are words: the one asked for, or else the other; None where there are none."""
    order = (language, *(other for other in LANGUAGES if other != language))
    return next((each for each in order if words.get(each)), None)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Words of a text. Offsets are code points, the end is exclusive: `text == whole[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True)
class ThemeSpec:
    """A theme of the codebook; names, descriptions and seeds are kept by language."""

    code: str
    name: Mapping[str, str]
    description: Mapping[str, str] = field(default_factory=dict)
    seeds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parent: str | None = None


@dataclass(frozen=True, kw_only=True)
class ParticularSpec:
    """One particular wording of a social result, by language."""

    code: str
    wording: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ResultSpec:
    """A social result: its general wording, its particular wordings, its indicators."""

    code: str
    general: Mapping[str, str]
    particular: tuple[ParticularSpec, ...] = ()
    indicators: tuple[Mapping[str, str], ...] = ()
    level: str | None = None


@dataclass(frozen=True, kw_only=True)
class MaskLists:
    """What a programme knows: words that are never masked, and names that always are."""

    never: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SignalPhrase:
    """Words that speak of a kind of danger, written as in `signals.toml`; strong ones are enough alone."""

    language: str
    kind: str
    pattern: str
    is_strong: bool = True


@dataclass(frozen=True, kw_only=True)
class SignalLists:
    """What a programme adds to the shipped signals, and what of them it puts aside."""

    own: tuple[SignalPhrase, ...] = ()
    aside: tuple[SignalPhrase, ...] = ()

    def of(self, language: str) -> "SignalLists":
        """Answer the part that is about one language."""
        return SignalLists(
            own=tuple(each for each in self.own if each.language == language),
            aside=tuple(each for each in self.aside if each.language == language),
        )


@dataclass(frozen=True, kw_only=True)
class ThemeSuggestion:
    """A theme that the text may show, with the words that say so."""

    code: str
    score: float
    suggested: bool
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ResultSuggestion:
    """A social result that the text may speak of. `particular` is the closest particular wording's code, if any.

    `direction` is "supports", "contradicts" or "mixed"; `evidence` holds whole sentences, the best first.
    """

    code: str
    particular: str | None
    score: float
    suggested: bool
    direction: str
    evidence: tuple[Evidence, ...] = ()


NO_RESULT = "-"  # stands for "no result of the library fits" among decisions; no code of a result is written so


@dataclass(frozen=True, kw_only=True)
class Links:
    """The results that a text may speak of, and how likely it is that none of the library fits, 0 to 1."""

    results: tuple[ResultSuggestion, ...]
    none: float


@dataclass(frozen=True, kw_only=True)
class MaskSpan:
    """Words that may tell who or where somebody is, what to write instead, and how sure the finder is."""

    start: int
    end: int
    text: str
    kind: str
    replacement: str
    score: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Signal:
    """Words that a person should see soon. Made for recall: a signal is never a verdict."""

    kind: str
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """All that one text gave. When `is_assessed` is false the language was not ours:

    then only masks of contacts were looked for, and an empty `signals` does not mean that there is no risk.
    """

    language: str
    language_score: float
    engine: str
    is_assessed: bool
    n_words: int
    sentences: tuple[Evidence, ...] = ()
    key_phrases: tuple[str, ...] = ()
    themes: tuple[ThemeSuggestion, ...] = ()
    results: tuple[ResultSuggestion, ...] = ()
    fits_no_result: float | None = None  # None where there is no library
    masks: tuple[MaskSpan, ...] = ()
    signals: tuple[Signal, ...] = ()
