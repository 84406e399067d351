"""What the language module finds, on the held-out part of public texts and on probes, beside baselines and goals.

`python -m bench nlp` prints one table; `python -m bench nlp:themes nlp:signals` only these jobs.
"""

from collections.abc import Callable, Iterator

from bench.nlp import discovery, links, masks, signals, speed, texts, themes, vectors, words
from bench.nlp.table import HEAD, Row

# Each job with the sets of texts that it needs beside the checkout; speed comes first, while memory is still small.
JOBS: dict[str, tuple[Callable[[], Iterator[Row]], tuple[str, ...]]] = {
    "speed": (speed.rows, ("happydb", "sib200")),
    "language": (words.languages, ("sib200", "tatoeba")),
    "lemmas": (words.lemmas, ("ud_ru_taiga", "ud_en_ewt")),
    "duplicates": (words.duplicates, ("happydb",)),
    "names": (masks.names, ("btc", "wnut17", "presidio_synth", "ud_ru_taiga", "factrueval")),
    "contacts": (masks.contacts, ("presidio_synth",)),
    "places": (masks.places, ()),
    "signals": (signals.probes, ()),
    "alarms": (signals.public, ("happydb", "sib200", "cssrs")),
    "vectors": (vectors.rows, ("sib200", "tatoeba")),
    "links": (links.rows, ("sdg_benchmark",)),
    "themes": (themes.rows, ("happydb", "sib200", "ru_sensitive_topics")),
    "evidence": (themes.evidence, ("happydb", "ru_sensitive_topics")),
    "discovery": (discovery.rows, ("happydb", "ru_sensitive_topics")),
}


def run(*jobs: str) -> Iterator[Row]:
    """Measure job by job, all or the named ones; one whose texts are not beside the checkout says so and is passed over."""
    unknown = [name for name in jobs if name not in JOBS]
    if unknown:
        raise SystemExit(f"no such job: {', '.join(unknown)}; there are {', '.join(JOBS)}")
    print(HEAD, flush=True)
    for name in jobs or JOBS:
        job, needs = JOBS[name]
        missing = [each for each in needs if not texts.has(each)]
        if missing:
            print(f"    {name}: passed over, not in ../shared/data/nlp: {', '.join(missing)}", flush=True)
            continue
        yield from job()
