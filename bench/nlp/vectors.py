"""Look for a sentence's translation among all, with the Russian encoder and the English one, and time both."""

import time
from collections.abc import Iterator

from bench.nlp import texts
from bench.nlp.table import Row, shares
from nlp.encoders import encode, forget


def rows() -> Iterator[Row]:
    """Measure the common space of both languages."""
    pairs = {
        "Tatoeba": [(row["text"], row["text_en"]) for row in texts.rows("tatoeba") if row["lang"] == "ru"],
        "FLORES": texts.translations(),
    }
    for name, rows_ in pairs.items():
        russian, english = (list(side) for side in zip(*rows_, strict=True))
        near = encode(russian, "ru") @ encode(english, "en").T
        found = [english[place] == wanted for place, wanted in zip(near.argmax(axis=1), english, strict=True)]
        value, interval = shares(found)
        baseline, goal = (0.635, 0.75) if name == "FLORES" else (0.89, None)
        yield Row(
            job="translation is the nearest", data=f"{name}, {len(found)}", language="ru→en",
            value=value, interval=interval, baseline=baseline, goal=goal,
        )  # fmt: skip
    for language, sentences in (("ru", russian), ("en", english)):
        forget()
        encode(sentences[:1], language)
        began = time.process_time()
        encode(sentences[1:], language)
        rate = (len(sentences) - 1) / (time.process_time() - began)
        yield Row(
            job="sentences encoded, processor", data="FLORES", language=language, value=rate, digits=0, unit="a second"
        )
