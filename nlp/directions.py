"""In which direction a sentence speaks of a result: for it, against it, or both."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from nlp.turns import CLAUSE_ENDS, change_spans, is_word
from nlp.wordlists import word_list, words_of

SUPPORTS, CONTRADICTS, MIXED = "supports", "contradicts", "mixed"


@dataclass(slots=True)
class Says:
    """What a clause says: clearly for, clearly against, or only that something is not so."""

    helps: bool = False
    harms: bool = False
    denies: bool = False


def speaks_of_less(doc: Doc | Span, language: str) -> bool:
    """Tell whether a wording hopes that there will be less of something, or that it will not be."""
    kinds = {kind for kind, _, _ in change_spans(doc, language)}
    negators = words_of(language, "grammar", "negators")
    first = next((token for token in doc if is_word(token.text)), None)
    return "less" in kinds or (first is not None and first.lemma_ in negators)


def direction_of(sentence: Span, language: str, negated: Sequence[bool], *, is_less: bool) -> str:
    """Judge a sentence that meets a wording: "supports", "contradicts" or "mixed".

    What was so before («раньше», "used to") is told beside what is so now, and does not count. Bad things speak against, unless there are fewer
    of them, or none. `negated` are the tokens of the whole text that a negation reaches.
    """
    fences = words_of(language, "grammar", "contrast")
    spans: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for kind, start, end in change_spans(sentence, language):
        spans[start].append((kind, start, end))
    said, has_contrast, is_limited = [], False, False
    for n, clause in enumerate(_clauses(sentence, fences)):
        inside = [each for token in clause for each in spans.get(token, ())]
        said.append(_said(sentence.doc, clause, inside, language, negated, is_less=is_less))
        has_contrast |= n > 0 and sentence.doc[clause[0]].lemma_ in fences
        is_limited |= n > 0 and sentence.doc[clause[0]].lemma_ in words_of(language, "grammar", "limits")
    helps, harms = any(one.helps for one in said), any(one.harms for one in said)
    denies = any(one.denies for one in said)
    helps |= is_limited and not (said[0].harms or said[0].denies)  # what is told before a «but» is so as far as it goes
    if helps and (harms or denies) and has_contrast:
        return MIXED
    return CONTRADICTS if harms or (denies and not helps) else SUPPORTS


def _clauses(sentence: Span, fences: frozenset[str]) -> list[list[int]]:
    """Part a sentence at its marks and at each «but», which opens a clause."""
    clauses: list[list[int]] = [[]]
    for token in sentence:
        is_end = token.text[0] in CLAUSE_ENDS or token.text in ("—", "–")
        if (is_end or token.lemma_ in fences) and clauses[-1]:
            clauses.append([])
        if not is_end and is_word(token.text):
            clauses[-1].append(token.i)
    return [clause for clause in clauses if clause]


def _said(
    doc: Doc, clause: Sequence[int], spans: Sequence[tuple[str, int, int]], language: str, negated: Sequence[bool], *,
    is_less: bool,
) -> Says:  # fmt: skip
    negators, plain = words_of(language, "grammar", "negators"), words_of(language, "grammar", "plain_negators")
    fences = words_of(language, "grammar", "contrast")
    aside = {place for kind, start, end in spans if kind in ("aside", "same") for place in range(start, end)}
    nots = [place for place in clause if doc[place].lemma_ in negators and place not in aside]
    words = [place for place in clause if doc[place].lemma_ not in fences]
    is_denied = bool(nots)
    if nots and words and nots[0] == words[0] and doc[words[0]].lower_ in plain:
        is_denied = False  # «…, а не после»: what it was not, beside what it was
    after_and = nots and nots[0] > clause[0] + 1 and doc[nots[0] - 1].lower_ in words_of(language, "grammar", "and")
    if after_and and doc[nots[0]].lower_ in plain:
        is_denied = False  # «выступала и не дрожала»: what is denied is beside what is told
    kinds = {kind for kind, _, _ in spans}
    if _is_before(doc, clause, language) and "same" not in kinds:
        return Says()
    bad = [start for kind, start, _ in spans if kind == "bad"]
    says = Says(denies=is_denied and not bad and not is_less)
    if "same" in kinds:
        says.harms = True
    if bad:
        _weigh_bad(says, kinds, is_denied=bool(nots), is_less=is_less)
    elif "less" in kinds:
        says.helps, says.harms = is_less, says.harms or (not is_less and "better" not in kinds)
    elif "more" in kinds:
        says.harms |= is_less
    else:
        says.helps |= is_less and is_denied
    ended = {each[1:] for each in spans if each[0] == "less"} if bad or is_less else set()
    for kind, start, end in spans:
        if kind == "worse" and (start, end) in ended:
            continue  # to stop what is bad is not worse
        is_turned = any(negated[place] for place in range(start, end)) and not any(
            doc[place].lemma_ in negators for place in range(start, end)
        )
        if kind in ("better", "worse"):
            says.helps |= (kind == "better") != is_turned
            says.harms |= (kind == "worse") != is_turned
            says.denies &= not is_turned
    return says


def _weigh_bad(says: Says, kinds: set[str], *, is_denied: bool, is_less: bool) -> None:
    if "less" in kinds or "over" in kinds or (is_denied and "again" not in kinds):
        says.helps = True
    elif "more" in kinds or "again" in kinds or not is_less:
        says.harms = True


def _is_before(doc: Doc, clause: Sequence[int], language: str) -> bool:
    words = " ".join(doc[place].lower_ for place in clause)
    return any(f" {phrase} " in f" {words} " for phrase in word_list(language, "grammar")["before"])
