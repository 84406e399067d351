"""What may tell who or where somebody is: names by the word, contacts and places by the span."""

from collections.abc import Iterator

from bench.nlp import texts
from bench.nlp.table import Row, measured, share, shares
from bench.nlp.texts import Named
from nlp.analyse import find_masks

CONTACTS = ("PHONE_NUMBER", "EMAIL_ADDRESS", "DOMAIN_NAME", "IP_ADDRESS", "CREDIT_CARD", "IBAN_CODE")
MOSTLY = 0.7
PLACES = ("school", "address", "organisation", "place")


def names() -> Iterator[Row]:
    """Find persons, counted word by word."""
    sets: list[tuple[str, str, Iterator[Named], float | None, float]] = [
        ("tweets (BTC)", "en", texts.tweets("btc"), 0.81, 0.90),
        ("tweets (WNUT-17)", "en", texts.tweets("wnut17"), None, 0.90),
        ("synthetic (presidio)", "en", texts.synthetic(), 0.82, 0.92),
        ("social, verse, tales (Taiga)", "ru", texts.taiga(), 0.90, 0.95),
        ("news (factRuEval)", "ru", texts.news(), None, 0.95),
    ]
    for name, language, named, baseline, goal in sets:
        tallies = [_tally(text, words, language) for text, words in named]
        n = int(sum(hits + missed for hits, missed, _ in tallies))
        recall, its = measured([(hits, hits + missed) for hits, missed, _ in tallies], share)
        yield Row(
            job="names: recall", data=f"{name}, {n}", language=language,
            value=recall, interval=its, baseline=baseline, goal=goal,
        )  # fmt: skip
        precision, its = measured([(hits, hits + wrong) for hits, _, wrong in tallies], share)
        yield Row(job="names: precision", data=name, language=language, value=precision, interval=its, goal=0.6)


def _tally(text: str, words: list[tuple[int, int, bool]], language: str) -> tuple[int, int, int]:
    covered, persons = _covered(text, language)
    hits = missed = wrong = 0
    for start, end, named in words:
        place = range(start, end)
        hits += named and not covered.isdisjoint(place)
        missed += named and covered.isdisjoint(place)
        wrong += not named and not persons.isdisjoint(place) and any(map(str.isalpha, text[start:end]))
    return hits, missed, wrong


def _covered(text: str, language: str, kind: str = "person") -> tuple[set[int], set[int]]:
    """Answer where anything is masked, and where something of one kind is."""
    masks = find_masks(text, language)
    everything = {place for mask in masks for place in range(mask.start, mask.end)}
    return everything, {place for mask in masks if mask.kind == kind for place in range(mask.start, mask.end)}


def contacts() -> Iterator[Row]:
    """Find contacts and addresses of synthetic texts, each covered for the most part."""
    found: dict[str, list[bool]] = {"contacts and card numbers": [], "addresses of all countries": []}
    for row in texts.rows("presidio_synth"):
        if not texts.is_held_out(f"template {row['template']}"):
            continue
        covered, _ = _covered(row["text"], "en")
        for start, end, kind in row["spans"]:
            if kind in CONTACTS or kind == "STREET_ADDRESS":
                name = "addresses of all countries" if kind == "STREET_ADDRESS" else "contacts and card numbers"
                found[name].append(_is_covered(covered, start, end))
    for (name, hits), baseline, goal in zip(found.items(), (0.99, None), (1.0, 0.90), strict=True):
        value, interval = shares(hits)
        yield Row(
            job=f"masks: {name}", data=f"presidio, {len(hits)}", language="en",
            value=value, interval=interval, baseline=baseline, goal=goal,
        )  # fmt: skip


def places() -> Iterator[Row]:
    """Find schools, addresses, organisations and places in the probes' test half, covered by a mask of any kind."""
    for language in ("ru", "en"):
        asked = texts.probes("places", language)
        for kind in PLACES:
            covered, right = [], []
            for probe in asked:
                for span in (span for span in probe["spans"] if span["kind"] == kind):
                    everything, own = _covered(probe["text"], language, kind)
                    covered.append(_is_covered(everything, span["start"], span["end"]))
                    right.append(_is_covered(own, span["start"], span["end"]))
            for job, hits, goal in ((f"masks: {kind}", covered, 0.90), (f"masks: {kind}, as such", right, None)):
                value, interval = shares(hits)
                yield Row(
                    job=job, data=f"own probes, {len(hits)}", language=language,
                    value=value, interval=interval, goal=goal,
                )  # fmt: skip
        nothing = [bool(find_masks(probe["text"], language)) for probe in asked if not probe["spans"]]
        value, interval = shares(nothing)
        yield Row(
            job="masks: texts that name nothing, masked", data=f"own probes, {len(nothing)}", language=language,
            value=value, interval=interval, lower_is_better=True,
        )  # fmt: skip


def _is_covered(covered: set[int], start: int, end: int) -> bool:
    return len(covered & set(range(start, end))) >= MOSTLY * (end - start)
