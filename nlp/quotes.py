"""Quotes for a theme or a result: representative, short sentences that stand alone, spread over those who told."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nlp.analyse import Analyser, language_of
from nlp.errors import NlpError
from nlp.pipeline import reading
from nlp.quoting import Candidate, borders, choose_quotes, is_cut, stands_alone
from nlp.types import LANGUAGES, Evidence, ResultSpec, ResultSuggestion, ThemeSpec, ThemeSuggestion

TOP = 12


@dataclass(frozen=True, kw_only=True)
class Told:
    """A text and who told it; without a teller every text is a teller's own."""

    text: str
    language: str | None = None
    teller: str | None = None


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A sentence of a text: `text == texts[place].text[start:end]`, in code points. The score is between 0 and 1."""

    place: int
    start: int
    end: int
    text: str
    score: float


def find_quotes(
    texts: Sequence[Told],
    code: str,
    *,
    codebook: Sequence[ThemeSpec] = (),
    results: Sequence[ResultSpec] = (),
    top: int = TOP,
) -> tuple[Quote, ...]:
    """Find quotes for one theme of the codebook or one result of the library, the first choice first.

    Only texts count in which the theme or result is suggested, and only their sentences that hold words of it.
    A teller is quoted a second time when every other that can be quoted was quoted once.
    """
    if code not in {theme.code for theme in codebook} | {result.code for result in results}:
        raise NlpError("code.unknown", code=code)
    seeker = _Seeker(code, codebook, results)
    candidates = [found for place, told in enumerate(texts) for found in seeker.candidates(place, told)]
    return tuple(
        Quote(
            place=chosen.candidate.place, start=chosen.candidate.start, end=chosen.candidate.end,
            text=chosen.candidate.text, score=chosen.score,
        )
        for chosen in choose_quotes(candidates, top=top)
    )  # fmt: skip


class _Seeker:
    """Looks for one code."""

    def __init__(self, code: str, codebook: Sequence[ThemeSpec], results: Sequence[ResultSpec]) -> None:
        self._code, self._is_theme = code, any(theme.code == code for theme in codebook)
        self._analyser = Analyser(codebook=codebook) if self._is_theme else Analyser(results=results)

    def candidates(self, place: int, told: Told) -> Iterator[Candidate]:
        """Answer the sentences of a text that can stand alone and hold words of the code."""
        language = language_of(told.text, told.language)[0]
        is_suggested, _, evidence = self._found(told.text, language)
        if language not in LANGUAGES or not is_suggested:
            return
        teller = ("teller", told.teller) if told.teller is not None else ("text", place)
        for start, end in _sentences(told.text, language):
            said = told.text[start:end]
            if not any(start <= one.start < end for one in evidence) or not stands_alone(said, language):
                continue
            yield Candidate(
                place=place, start=start, end=end, text=said, language=language, teller=teller,
                nearness=self._found(said, language)[1],
            )  # fmt: skip

    def _found(self, text: str, language: str) -> tuple[bool, float, Sequence[Evidence]]:
        look: Callable[..., Sequence[ThemeSuggestion | ResultSuggestion]]
        look = self._analyser.themes if self._is_theme else self._analyser.links
        found = next((each for each in look(text, language) if each.code == self._code), None)
        return (found.suggested, found.score, found.evidence) if found is not None else (False, 0.0, ())


def _sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Answer where whole sentences stand; pieces of long ones without marks are left out."""
    with reading(text, language) as doc:
        places = [borders(text, sentence.start_char, sentence.end_char) for sentence in doc.sents]
    return [(start, end) for start, end in places if start < end and not is_cut(text, start, end)]
