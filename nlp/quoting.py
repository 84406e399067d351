"""Which sentences can be quoted, and a good choice among them: words only, light enough for a web process."""

import math
import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from nlp.wordlists import word_list, words_of
from nlp.words import count_words, read_words, search_lemmas

SHORTEST, LONGEST = 6, 40
BEST_SHORTEST, BEST_LONGEST = 9, 25
NEAR, TYPICAL, SHAPE = 0.5, 0.3, 0.2
NEW = 0.4  # how much a quote loses for saying again what a chosen one says
OPENING = "«„(["
ENDED = re.compile(r"[.!?…][^\w]*$")
NEARBY = 20
PAIRS = (("«", "»"), ("(", ")"), ("[", "]"))
PAIRED = re.compile(r"\W{0,9}(и|ни)\s{1,9}(?:\w{1,40}\s{1,9})?\w{1,40},\s{1,9}\1\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A sentence in its text, and how near it is to what is looked for (0 to 1); `teller` is whoever said it."""

    place: int
    start: int
    end: int
    text: str
    language: str
    teller: Hashable
    nearness: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A sentence that was chosen, and how well it fits by itself."""

    candidate: Candidate
    score: float


def choose_quotes(candidates: Sequence[Candidate], *, top: int) -> tuple[Choice, ...]:
    """Choose up to `top` sentences that can stand alone: near, typical, of good length, each saying something new.

    A teller is heard a second time only when all have been heard. The same candidates give the same choice.
    """
    fit = [each for each in candidates if stands_alone(each.text, each.language)]
    vectors = _vectors(fit)
    typical = _typical(vectors)
    scores = [
        NEAR * each.nearness + TYPICAL * share + SHAPE * _shape(each)
        for each, share in zip(fit, typical, strict=True)
    ]  # fmt: skip
    left, likeness = list(range(len(fit))), [0.0] * len(fit)
    heard: Counter[Hashable] = Counter()
    chosen: list[Choice] = []
    while left and len(chosen) < top:
        least = min(heard[fit[i].teller] for i in left)
        waiting = [i for i in left if heard[fit[i].teller] == least]
        best = max(waiting, key=lambda i: (scores[i] - NEW * likeness[i], -fit[i].place, -fit[i].start))
        left.remove(best)
        heard[fit[best].teller] += 1
        chosen.append(Choice(candidate=fit[best], score=round(scores[best], 4)))
        left = [i for i in left if not _overlap(fit[i], fit[best]) and fit[i].text != fit[best].text]
        for i in left:
            likeness[i] = max(likeness[i], _likeness(vectors[i], vectors[best]))
    return tuple(chosen)


def stands_alone(sentence: str, language: str) -> bool:
    """Tell whether a stranger understands a sentence by itself: short, whole, and not leaning on the one before."""
    return (
        SHORTEST <= count_words(sentence) <= LONGEST
        and _is_whole(sentence)
        and not leans_back(sentence, language)
    )  # fmt: skip


def leans_back(sentence: str, language: str) -> bool:
    """Tell whether a sentence begins with a word that only the sentence before explains: "But that…", «И тогда он…».

    «И мама, и папа…», "This year…" and "Because of the club…" stand alone; a bare "Because they helped me." does not.
    """
    words = [word.text.lower().replace("ё", "е").replace("’", "'") for word in read_words(sentence)]
    first, opening = (words[0].split("'")[0] if words else ""), " ".join(words[:4]) + " "
    if not words or _begins(opening, language, "leaning_openings"):
        return True
    if _begins(opening, language, "standing_openings"):
        return False
    if first in words_of(language, "grammar", "pointing"):
        return not words_of(language, "grammar", "times") & set(search_lemmas(" ".join(words[1:3])))
    if first in words_of(language, "grammar", "clause_openers"):
        return "," not in sentence
    is_pair = bool(PAIRED.match(sentence)) and words[1] not in words_of(language, "grammar", "leaning")
    return first in words_of(language, "grammar", "leaning") and not is_pair


def _begins(opening: str, language: str, key: str) -> bool:
    return any(opening.startswith(f"{phrase} ") for phrase in word_list(language, "grammar")[key])


def borders(text: str, start: int, end: int) -> tuple[int, int]:
    """Lay the borders of a sentence to its first and last mark: an opening mark before it belongs to it."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in OPENING):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    while start > 0 and text[start - 1] in OPENING:
        start -= 1
    return start, end


def is_cut(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence was cut out of a longer one, where its text has no marks."""
    before = text[max(0, start - NEARBY) : start].rstrip(" \t")[-1:]
    after = text[end : end + NEARBY].lstrip(" \t")[:1]
    begins = not before or not (before.isalnum() or before in ",;:—–-")
    ends = bool(ENDED.search(text[max(start, end - NEARBY) : end])) or not after or after in "\n\r"
    return not (begins and ends)


def _is_whole(sentence: str) -> bool:
    return all(sentence.count(left) == sentence.count(right) for left, right in PAIRS) and sentence.count('"') % 2 == 0


def _shape(candidate: Candidate) -> float:
    """Prefer a middle length, and who speaks of themselves and not of somebody named before."""
    n = count_words(candidate.text)
    fits = 1.0 if BEST_SHORTEST <= n <= BEST_LONGEST else 0.5
    words = {word.text.lower() for word in read_words(candidate.text)}
    own, others = (words_of(candidate.language, "grammar", f"{person}_person") for person in ("first", "third"))
    return (fits + bool(words & own) + (not words & others)) / 3


def _vectors(candidates: Sequence[Candidate]) -> list[dict[str, float]]:
    """Weigh the meaningful lemmas of each sentence by how few others have them, to length one."""
    bags = [_lemmas(each) for each in candidates]
    spread = Counter(lemma for bag in bags for lemma in bag)
    vectors = []
    for bag in bags:
        weights = {lemma: math.log(1 + len(bags) / spread[lemma]) for lemma in bag}
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        vectors.append({lemma: weight / length for lemma, weight in weights.items()})
    return vectors


def _lemmas(candidate: Candidate) -> dict[str, None]:
    stops = words_of(candidate.language, "grammar", "stop")
    return dict.fromkeys(lemma for lemma in search_lemmas(candidate.text) if lemma not in stops)


def _typical(vectors: Sequence[Mapping[str, float]]) -> list[float]:
    """Tell how near each sentence is to the middle of all, the nearest 1."""
    middle: Counter[str] = Counter()
    for vector in vectors:
        middle.update(vector)
    shares = [_likeness(vector, middle) for vector in vectors]
    most = max(shares, default=0.0) or 1.0
    return [share / most for share in shares]


def _likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(weight * other.get(lemma, 0.0) for lemma, weight in one.items())


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.place == other.place and one.start < other.end and other.start < one.end
