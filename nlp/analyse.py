"""All jobs over one text, in order: the door for whoever has more than words to look up."""

from collections.abc import Mapping, Sequence

from nlp import ENGINE
from nlp.concerns import signal_matcher, signals_in
from nlp.languages import detect_language, is_cyrillic
from nlp.linking import ResultFinder
from nlp.masking import masks_in
from nlp.model import ThemeModel
from nlp.phrases import key_phrases
from nlp.pipeline import reading
from nlp.themes import ThemeFinder
from nlp.turns import evidence_of
from nlp.types import (
    LANGUAGES,
    Analysis,
    Links,
    MaskLists,
    MaskSpan,
    ResultSpec,
    ResultSuggestion,
    Signal,
    SignalLists,
    ThemeSpec,
    ThemeSuggestion,
)
from nlp.words import CYRILLIC, count_words

__all__ = ["Analyser", "find_masks", "find_signals"]

MOST_RESULTS = 10


def language_of(text: str, given: str | None) -> tuple[str, float]:
    """Trust the language that was given, unless the script of the text says otherwise; else judge the text."""
    if given not in LANGUAGES:
        return detect_language(text)
    if bool(CYRILLIC.search(text.lower())) == is_cyrillic(given):
        return given, 1.0
    return detect_language(text, hint=given)


def find_masks(text: str, language: str | None = None, *, lists: MaskLists | None = None) -> tuple[MaskSpan, ...]:
    """Find what to cover in a text."""
    return masks_in(text, language_of(text, language)[0], lists=lists)


def find_signals(text: str, language: str | None = None, *, lists: SignalLists | None = None) -> tuple[Signal, ...]:
    """Find what a person must see soon. In a language that is not ours the answer is empty, which is no verdict."""
    known = language_of(text, language)[0]
    if known not in LANGUAGES:
        return ()
    matcher = signal_matcher(known, lists)
    with reading(text, known) as doc:
        return signals_in(text, doc, known, matcher)


class Analyser:
    """A codebook and a results library, made ready once for many texts."""

    def __init__(
        self,
        codebook: Sequence[ThemeSpec] = (),
        results: Sequence[ResultSpec] = (),
        lists: MaskLists | None = None,
        thresholds: Mapping[str, float] | None = None,
        model: ThemeModel | None = None,
        signals: SignalLists | None = None,
        links_model: ThemeModel | None = None,
        link_thresholds: Mapping[str, float] | None = None,
    ) -> None:
        """Make ready; each model is of its own kind.

        `thresholds` are of themes and of results, by code; with `link_thresholds` of themes alone.
        """
        self.engine = ENGINE if model is None else f"{ENGINE}+{model.name}"
        self._lists = lists
        self._model, self._links_model = model, links_model
        self._themes = {each: ThemeFinder(codebook, each, thresholds) for each in LANGUAGES}
        limits = thresholds if link_thresholds is None else link_thresholds
        self._results = {each: ResultFinder(results, each, limits) for each in LANGUAGES}
        self._matchers = {each: signal_matcher(each, signals) for each in LANGUAGES}

    def analyse(self, text: str, language: str | None = None) -> Analysis:
        """Do every job over a text."""
        known, score = language_of(text, language)
        masks = masks_in(text, known, lists=self._lists)
        if known not in LANGUAGES:
            return Analysis(
                language=known, language_score=score, engine=self.engine, is_assessed=False,
                n_words=count_words(text), masks=masks,
            )  # fmt: skip
        with reading(text, known) as doc:
            links = self._results[known].links(text, doc, self._links_model, top=MOST_RESULTS)
            return Analysis(
                language=known,
                language_score=score,
                engine=self.engine,
                is_assessed=True,
                n_words=count_words(text),
                sentences=tuple(evidence_of(text, sentence) for sentence in doc.sents),
                key_phrases=key_phrases(doc, known),
                themes=self._themes[known].suggestions(text, doc, self._model),
                results=links.results,
                fits_no_result=links.none if self._results[known].codes else None,
                masks=masks,
                signals=signals_in(text, doc, known, self._matchers[known]),
            )

    def themes(self, text: str, language: str | None = None) -> tuple[ThemeSuggestion, ...]:
        """Score every theme of the codebook, the strongest first."""
        known = language_of(text, language)[0]
        if known not in LANGUAGES:
            return ()
        with reading(text, known) as doc:
            return self._themes[known].suggestions(text, doc, self._model)

    def links(self, text: str, language: str | None = None, *, top: int | None = None) -> tuple[ResultSuggestion, ...]:
        """Answer the social results that the text may speak of, the strongest first."""
        found = self.weighed_links(text, language, top=top)
        return found.results if found is not None else ()

    def weighed_links(self, text: str, language: str | None = None, *, top: int | None = None) -> Links | None:
        """Answer the results, and how likely it is that none fits; None in a language that is not ours."""
        known = language_of(text, language)[0]
        if known not in LANGUAGES:
            return None
        with reading(text, known) as doc:
            return self._results[known].links(text, doc, self._links_model, top=top)

    def themes_and_links(
        self, text: str, language: str | None = None
    ) -> tuple[tuple[ThemeSuggestion, ...], Links | None]:
        """Answer both out of one reading; nothing is linked in a language that is not ours."""
        known = language_of(text, language)[0]
        if known not in LANGUAGES:
            return (), None
        with reading(text, known) as doc:
            themes = self._themes[known].suggestions(text, doc, self._model)
            return themes, self._results[known].links(text, doc, self._links_model)
