"""Choose the ordinary sentences against which likeness is measured (`lexicons/<language>/ordinary.toml`).

    python -m nlp.training.ordinary PAIRS.jsonl

PAIRS holds {"source", "ru", "en"}; only the pairs of the Tatoeba project (CC BY 2.0 FR) are chosen from.
"""

import json
import sys
from pathlib import Path
from zlib import crc32

from nlp.wordlists import SHELF

N_SENTENCES = 240
LENGTHS = range(4, 16)
UNFIT = ("shit", "died", "sexual")
HEADER = """# Ordinary sentences of the Tatoeba project (CC BY 2.0 FR), chosen by chance by nlp/training/ordinary.py: what
# a sentence is usually like, so that likeness to a theme is told from likeness to anything.
source = "Tatoeba test set of OPUS-MT, CC BY 2.0 FR"
sentences = [
"""


def main(path: str) -> None:
    """Write one list a language."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    pairs = [pair for pair in map(json.loads, lines) if pair["source"] == "tatoeba"]
    fitting = [
        pair
        for pair in pairs
        if all(len(pair[each].split()) in LENGTHS for each in ("ru", "en"))
        and not any(word in pair["en"] for word in UNFIT)
    ]
    chosen = sorted(fitting, key=lambda pair: crc32(pair["en"].encode()))[:N_SENTENCES]
    for language in ("ru", "en"):
        rows = "".join(f"  {json.dumps(pair[language], ensure_ascii=False)},\n" for pair in chosen)
        (SHELF / language / "ordinary.toml").write_text(f"{HEADER}{rows}]\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
