"""The name of a group of texts: phrases that its texts share, as a person would write them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nlp.words import CYRILLIC, russian_parses

LONGEST_PHRASE = 3
LEAST_TEXTS_OF_A_PHRASE = 2
MOST_IN_A_LABEL = 3
NAMES_OF_PEOPLE = ("Name", "Surn", "Patr")
NUMBERS = ("NUMR", "Anum")
ADJECTIVES, VERBS = ("ADJF", "PRTF"), ("VERB", "INFN", "PRTS", "GRND")
# A noun names a thing; a verb or an adjective by itself says less of what a group is about.
WORTH = {"NOUN": 1.0, **dict.fromkeys(VERBS, 0.6), **dict.fromkeys(ADJECTIVES, 0.4)}
OTHER_WORTH = 0.3

Run = Sequence[tuple[str, str]]  # neighbouring meaningful words: (lemma, as written in small letters)


def shared_phrases(texts: Iterable[Sequence[Run]], weights: Mapping[str, float], *, most: int) -> tuple[str, ...]:
    """Answer the phrases that stand in two texts at least, the most telling first; no two share a word.

    `weights` says how telling a lemma is. A phrase counts as much as its words that mostly stand in it.
    Russian phrases come in the nominative, in the number they are mostly written in; names of people are left out.
    """
    n_texts: Counter[tuple[str, ...]] = Counter()
    written: dict[tuple[str, ...], Counter[tuple[str, ...]]] = defaultdict(Counter)
    for runs in texts:
        met = [pair for run in runs for pair in _phrases_in(run)]
        n_texts.update({lemmas for lemmas, _ in met})
        for lemmas, words in met:
            written[lemmas][words] += 1
    scored: list[tuple[float, tuple[str, ...], str]] = []
    for lemmas, n in n_texts.items():
        if n < LEAST_TEXTS_OF_A_PHRASE or not all(lemma in weights for lemma in lemmas):
            continue
        phrase, worth = _as_a_person_writes(written[lemmas])
        if worth:
            score = worth * sum(weights[lemma] * n / n_texts[lemma,] for lemma in lemmas)
            scored.append((-score, lemmas, phrase))
    return _without_repeats(sorted(scored), most)


def label_of(phrases: Sequence[str]) -> str:
    """Answer one line that names a group: its first phrases, beginning with a capital letter."""
    line = ", ".join(phrases[:MOST_IN_A_LABEL])
    return line[:1].upper() + line[1:]


def _phrases_in(run: Run) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    found = []
    for start in range(len(run)):
        for end in range(start + 1, min(start + LONGEST_PHRASE, len(run)) + 1):
            lemmas, words = zip(*run[start:end], strict=True)
            if len(set(lemmas)) == len(lemmas):
                found.append((lemmas, words))
    return found


def _without_repeats(scored: Sequence[tuple[float, tuple[str, ...], str]], most: int) -> tuple[str, ...]:
    chosen: list[str] = []
    taken: set[str] = set()
    for _, lemmas, phrase in scored:
        if taken.isdisjoint(lemmas) and phrase not in chosen:
            chosen.append(phrase)
            taken.update(lemmas)
        if len(chosen) == most:
            break
    return tuple(chosen)


def _as_a_person_writes(written: Counter[tuple[str, ...]]) -> tuple[str, float]:
    """Answer a phrase in its dictionary shape, and how well such a phrase names a group; nothing for 0."""
    words = min(written, key=lambda each: (-written[each], each))
    if not any(CYRILLIC.search(word) for word in words):
        return " ".join(word.removesuffix("'s").removesuffix("’s") for word in words), 1.0
    parses = [next(iter(russian_parses(word)), None) for word in words]
    known = [parse for parse in parses if parse is not None]
    if len(known) < len(words) or any(str(parse.tag.POS) == "None" for parse in known):
        return " ".join(words), OTHER_WORTH if len(words) == 1 else 0.0
    if any(kind in parse.tag for parse in known for kind in (*NAMES_OF_PEOPLE, *NUMBERS)):
        return "", 0.0
    return _one_word(known[0], _number(written)) if len(known) == 1 else _several(known, words)


def _number(written: Counter[tuple[str, ...]]) -> str:
    counts: Counter[str] = Counter()
    for (word,), n in written.items():
        parse = next(iter(russian_parses(word)), None)
        counts[str(parse.tag.number) if parse is not None else "None"] += n
    return "plur" if counts["plur"] > counts["sing"] else "sing"


def _one_word(parse: Any, number: str) -> tuple[str, float]:
    kind = str(parse.tag.POS)
    if kind != "NOUN":
        return str(parse.normal_form), WORTH.get(kind, OTHER_WORTH)
    shaped = parse.inflect({"nomn", number}) or parse.inflect({"nomn"})
    return str(shaped.word if shaped else parse.normal_form), WORTH["NOUN"]


def _several(parses: Sequence[Any], words: Sequence[str]) -> tuple[str, float]:
    """Shape adjectives with their noun, and a noun with one in the genitive behind it; nothing else is a name."""
    head = next((n for n, parse in enumerate(parses) if str(parse.tag.POS) == "NOUN"), None)
    if head is None or any(str(parse.tag.POS) not in ADJECTIVES for parse in parses[:head]):
        return "", 0.0
    if any(parse.tag.case != "gent" for parse in parses[head + 1 :]):
        return "", 0.0
    number, gender = str(parses[head].tag.number), str(parses[head].tag.gender)
    noun = parses[head].inflect({"nomn", number} if number in ("sing", "plur") else {"nomn"})
    agreed = {"nomn", "plur"} if number == "plur" else {"nomn", "sing", gender}
    if noun is None or (head and number != "plur" and gender == "None"):
        return "", 0.0
    before = [parse.inflect(agreed) for parse in parses[:head]]
    if any(each is None for each in before):
        return "", 0.0
    return " ".join([*(str(each.word) for each in before), str(noun.word), *words[head + 1 :]]), 1.0
