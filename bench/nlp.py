"""What the language module finds, on the held-out part of public texts, beside its goals."""

import random
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import quantiles

import psutil
from threadpoolctl import threadpool_limits

from bench import nlp_texts
from bench.figures import Figure
from bench.house import FOLDER
from bench.nlp_texts import Named
from nlp.analyse import Analyser, find_masks, find_signals
from nlp.duplicates import near_duplicates
from nlp.encoders import encode, forget
from nlp.learning import Label, learn_themes
from nlp.lexicon import results_from
from nlp.model import ThemeModel
from nlp.types import ThemeSpec
from nlp.words import detect_language

CONTACTS = ("PHONE_NUMBER", "EMAIL_ADDRESS", "DOMAIN_NAME", "IP_ADDRESS", "CREDIT_CARD", "IBAN_CODE")
MOSTLY = 0.7
SIGNAL_AT = 0.5
N_THEMED, N_TWINS, N_STORIES = 1500, 500, 200
FEW = 8


def run() -> Iterator[Figure]:
    """Measure job by job; a job whose texts are not beside the checkout is passed over with a line that says so."""
    for job, needs in JOBS:
        missing = [name for name in needs if not nlp_texts.has(name)]
        if missing:
            print(f"    {job.__name__}: passed over, not in ../shared/data/nlp: {', '.join(missing)}", flush=True)
            continue
        yield from job()


def quality(name: str, value: float, goal: float | None = None) -> Figure:
    """Make a figure between 0 and 1; its goal is no promise."""
    return Figure(name, value, "", goal=goal, digits=3)


def names() -> Iterator[Figure]:
    """Find persons, counted word by word."""
    sets: list[tuple[str, str, Iterable[Named], float]] = [
        ("en, tweets (BTC)", "en", nlp_texts.tweets("btc"), 0.90),
        ("en, tweets (WNUT-17)", "en", nlp_texts.tweets("wnut17"), 0.90),
        ("en, synthetic (presidio)", "en", nlp_texts.synthetic(), 0.92),
        ("ru, social media, verse, tales (Taiga)", "ru", nlp_texts.taiga(), 0.95),
        ("ru, news (factRuEval)", "ru", nlp_texts.news(), 0.95),
    ]
    for name, language, texts, goal in sets:
        hits = missed = wrong = 0
        for text, words in texts:
            covered, persons = _covered(text, language)
            for start, end, named in words:
                place = range(start, end)
                hits += named and not covered.isdisjoint(place)
                missed += named and covered.isdisjoint(place)
                wrong += not named and not persons.isdisjoint(place) and any(map(str.isalpha, text[start:end]))
        yield quality(f"names, recall: {name}, {hits + missed} words", hits / max(hits + missed, 1), goal)
        yield quality(f"names, precision: {name}", hits / max(hits + wrong, 1), 0.6)


def _covered(text: str, language: str) -> tuple[set[int], set[int]]:
    masks = find_masks(text, language)
    everything = {place for mask in masks for place in range(mask.start, mask.end)}
    return everything, {place for mask in masks if mask.kind == "person" for place in range(mask.start, mask.end)}


def contacts() -> Iterator[Figure]:
    """Find contacts and addresses of synthetic texts, each covered for the most part."""
    found = {"contacts and card numbers": [0, 0], "addresses of all countries": [0, 0]}
    for row in nlp_texts.rows("presidio_synth"):
        if not nlp_texts.is_held_out(f"template {row['template']}"):
            continue
        covered, _ = _covered(row["text"], "en")
        for start, end, kind in row["spans"]:
            if kind in CONTACTS or kind == "STREET_ADDRESS":
                tally = found["addresses of all countries" if kind == "STREET_ADDRESS" else "contacts and card numbers"]
                tally[0] += len(covered & set(range(start, end))) >= MOSTLY * (end - start)
                tally[1] += 1
    for name, goal in zip(found, (1.0, 0.90), strict=True):
        yield quality(f"masks: {name}, en, {found[name][1]}", found[name][0] / found[name][1], goal)


def themes() -> Iterator[Figure]:
    """Tag held-out texts with the stand-in codebooks: from seeds alone, then after 8 and 32 confirmed texts a theme."""
    for name, language, zero, few, many in (
        ("happydb", "en", 0.68, 0.92 * 0.782, 0.745),
        ("sib200", "ru", 0.70, 0.92 * 0.79, 0.78),
        ("ru_sensitive_topics", "ru", 0.50, 0.85 * 0.607, 0.54),
    ):
        book = nlp_texts.codebook(name, language)
        taught, asked = (_themed(part(name), language) for part in (nlp_texts.labelled, nlp_texts.held_out))
        asked = asked[:N_THEMED]
        yield quality(
            f"themes from seeds, macro-F1: {name}, {len(asked)} texts", _macro_f1(book, asked, language), zero
        )
        for n, goal in ((FEW, few), (4 * FEW, many)):
            model = _learnt(book, taught, language, n)
            yield quality(f"themes after {n} a theme: {name}", _macro_f1(book, asked, language, model), goal)


def _themed(rows: Sequence[dict], language: str) -> list[tuple[str, set[str]]]:
    return [
        (row["text"], set(row["labels"] if "labels" in row else [row["label"]]))
        for row in rows
        if row.get("lang", language) == language and (row.get("labels") or row.get("label"))
    ]


def _learnt(book: Sequence[ThemeSpec], taught: Sequence[tuple[str, set[str]]], language: str, n: int) -> ThemeModel:
    """Learn as after a person's work: the first n texts of every theme, each judged for all its themes."""
    wanted = {theme.code: n for theme in book}
    texts, labels = {}, []
    for place, (text, codes) in enumerate(taught):
        if any(wanted.get(code, 0) > 0 for code in codes):
            texts[str(place)] = (text, language)
            labels += [Label(story=str(place), code=code, is_confirmed=True) for code in codes]
            wanted.update({code: wanted.get(code, 0) - 1 for code in codes})
    return learn_themes(texts, labels, book)


def _macro_f1(
    book: Sequence[ThemeSpec], asked: Sequence[tuple[str, set[str]]], language: str, model: ThemeModel | None = None
) -> float:
    analyser = Analyser(book, model=model)
    tallies = {theme.code: [0, 0, 0] for theme in book}
    for text, codes in asked:
        suggested = {theme.code for theme in analyser.themes(text, language) if theme.suggested}
        for code, tally in tallies.items():
            tally[0] += code in suggested & codes
            tally[1] += code in suggested
            tally[2] += code in codes
    return sum(2 * hit / (said + true) if hit else 0.0 for hit, said, true in tallies.values()) / len(tallies)


def links() -> Iterator[Figure]:
    """Judge whether a text speaks of one of the seventeen goals, from wordings alone, and with one threshold from half."""
    library = results_from(tomllib.loads((FOLDER / "goals.toml").read_text(encoding="utf-8")))
    analyser = Analyser(results=library)
    judged: dict[bool, list[tuple[float, bool]]] = {True: [], False: []}
    for row in nlp_texts.rows("sdg_benchmark"):
        scores = {result.code: result.score for result in analyser.links(row["text"], "en")}
        judged[nlp_texts.is_held_out(row["text"])].append((scores.get(str(row["sdg"]), 0.0), row["label"]))
    name = f"links to goals (SDG benchmark), {len(judged[True])} texts"
    yield quality(f"{name}: right from wordings alone", _right(judged[True], 0.5), 0.86)
    threshold = max((score for score, _ in judged[False]), key=lambda score: _right(judged[False], score))
    yield quality(f"{name}: with one threshold from the others", _right(judged[True], threshold), 0.90)


def _right(judged: Sequence[tuple[float, bool]], threshold: float) -> float:
    return sum((score >= threshold) == is_true for score, is_true in judged) / len(judged)


def languages() -> Iterator[Figure]:
    """Tell Russian, English and other, in sentences and in a few words."""
    sentences = [(row["text"], row["lang"]) for row in nlp_texts.held_out("sib200")]
    short = [(row["text"], row["lang"]) for row in nlp_texts.held_out("tatoeba") if len(row["text"].split()) <= 8]
    short += [(row["text_en"], "en") for row in nlp_texts.held_out("tatoeba") if len(row["text_en"].split()) <= 8]
    for name, pairs, goal in (("sentences", sentences, 0.999), ("eight words at most", short, 0.99)):
        for language in ("ru", "en", "other"):
            chosen = [text for text, lang in pairs if (lang if lang in ("ru", "en") else "other") == language]
            right = sum(detect_language(text)[0] == language for text in chosen)
            yield quality(f"language, {name}: {language}, {len(chosen)}", right / len(chosen), goal)


def duplicates() -> Iterator[Figure]:
    """Find edited copies again, and leave alone what only looks alike."""
    chance = random.Random(7)
    texts = [row["text"] for row in nlp_texts.held_out("happydb") if len(row["text"]) > 80][:N_TWINS]
    for name, edit in EDITS.items():
        copies = [edit(text, chance) for text in texts]
        pairs = {(a, b) for a, b, _ in near_duplicates([*texts, *copies])}
        found = sum((place, place + len(texts)) in pairs for place in range(len(texts)))
        yield quality(f"duplicates: {name}", found / len(texts), 1.0)
    n_pairs = len(texts) * (len(texts) - 1) / 2
    wrong = sum(1 for _ in near_duplicates(texts))
    yield Figure("duplicates: pairs told among different texts", 1e6 * wrong / n_pairs, "in 10⁶", at_most=100)


def _lose_a_word(text: str, chance: random.Random) -> str:
    words = text.split()
    del words[chance.randrange(len(words))]
    return " ".join(words)


def _mistype(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "case and marks changed": lambda text, chance: text.upper().replace(".", " !").replace(",", ""),
    "a word lost": _lose_a_word,
    "two letters swapped": _mistype,
    "a greeting added": lambda text, chance: f"Hello everyone! {text}",
}


def signals() -> Iterator[Figure]:
    """Find what should be seen soon, and count what was told of ordinary texts."""
    ordinary = {
        "happy moments, en": ([row["text"] for row in nlp_texts.held_out("happydb")][:2000], "en"),
        "news sentences, ru": ([row["text"] for row in nlp_texts.held_out("sib200") if row["lang"] == "ru"], "ru"),
    }
    for name, (texts, language) in ordinary.items():
        alarms = sum(_is_alarming(text, language) for text in texts)
        yield Figure(f"signals, false alarms: {name}, {len(texts)}", 100 * alarms / len(texts), "%", digits=2, most=0.5)
    users = [row for row in nlp_texts.rows("cssrs") if row["label"] in ("Attempt", "Behavior")]
    hits = sum(any(_is_alarming(post, "en") for post in row["posts"]) for row in users)
    yield quality(f"signals, C-SSRS attempt and behaviour, {len(users)} users", hits / len(users), 0.97)


def _is_alarming(text: str, language: str) -> bool:
    return any(signal.score >= SIGNAL_AT for signal in find_signals(text, language))


def vectors() -> Iterator[Figure]:
    """Look for a sentence's translation among all, with the Russian encoder and the English one, and time both."""
    pairs = {
        "Tatoeba": [(row["text"], row["text_en"]) for row in nlp_texts.rows("tatoeba") if row["lang"] == "ru"],
        "FLORES": nlp_texts.translations(),
    }
    for name, rows in pairs.items():
        russian, english = (list(side) for side in zip(*rows, strict=True))
        near = encode(russian, "ru") @ encode(english, "en").T
        hits = sum(english[place] == wanted for place, wanted in zip(near.argmax(axis=1), english, strict=True))
        goal = 0.75 if name == "FLORES" else None
        yield quality(f"translation is the nearest, ru to en: {name}, {len(rows)}", hits / len(rows), goal)
    for language, texts in (("ru", russian), ("en", english)):
        forget()
        encode(texts[:1], language)
        began = time.process_time()
        encode(texts[1:], language)
        rate = (len(texts) - 1) / (time.process_time() - began)
        yield Figure(f"sentences of FLORES encoded, {language}, processor", rate, "a second")


def speed() -> Iterator[Figure]:
    """Read stories of 200 words whole, in one process and on one thread as workers do, by processor time; weigh it."""
    with threadpool_limits(1):
        yield from _speed()


def _speed() -> Iterator[Figure]:
    analyser = Analyser(nlp_texts.codebook("happydb", "en"))
    texts = nlp_texts.stories(N_STORIES)
    for text, language in texts[:10]:
        analyser.analyse(text, language)
    took = []
    began = time.process_time()
    for text, language in texts:
        start = time.process_time()
        analyser.analyse(text, language)
        took.append(time.process_time() - start)
    rate = len(texts) / (time.process_time() - began)
    yield Figure("whole analysis of 200 words, one process (goal for two: 20)", rate, "stories/s", goal=10)
    yield Figure(
        "whole analysis of 200 words, 95 of 100 within, processor", 1000 * quantiles(took, n=20)[-1], "ms", at_most=400
    )
    began = time.process_time()
    for text, language in texts:
        analyser.themes(text, language)
    yield Figure("themes alone", len(texts) / (time.process_time() - began), "stories/s", goal=300)
    memory = psutil.Process().memory_info().rss / 2**20
    yield Figure("memory with both languages and these texts", memory, "MB", at_most=700)


JOBS: tuple[tuple[Callable[[], Iterator[Figure]], tuple[str, ...]], ...] = (
    (names, ("btc", "wnut17", "presidio_synth", "ud_ru_taiga", "factrueval")),
    (contacts, ("presidio_synth",)),
    (languages, ("sib200", "tatoeba")),
    (duplicates, ("happydb",)),
    (signals, ("happydb", "sib200", "cssrs")),
    (vectors, ("sib200", "tatoeba")),
    (links, ("sdg_benchmark",)),
    (themes, ("happydb", "sib200", "ru_sensitive_topics")),
    (speed, ("happydb", "sib200")),
)
