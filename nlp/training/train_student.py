"""`python -m nlp.training.train_student PAIRS NAVEC [OUT]`: teach the Russian encoder from translated sentences.

PAIRS: `ru_en.jsonl` with sentences of Tatoeba (CC BY 2.0 FR), TICO-19 (CC0) and GoEmotions (Apache-2.0; translation
MIT). NAVEC: navec_news_v1_1B_250K_300d_100q.tar, which lies in the package natasha 1.6.0 (MIT). The teacher is the
English encoder that ships. Needs torch 2.13.0 in an environment of its own. A twentieth of the pairs is held out.
"""

import argparse
import gzip
import json
import multiprocessing
import random
import tarfile
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from nlp.encoders import encode
from nlp.encoders.student import FILE, Student, first_form, number_of, pieces_of, words_in
from nlp.training.cards import write_card
from nlp.training.student_model import Reader, loss_of

SHELF = Path(__file__).parents[1] / "models" / "student"
SEED = 20_261_101
N_WORDS = 72_000
BATCH, RATE, DROP = 256, 1.5e-3, 0.1
JOINED = (2, 2, 3)
CARD = {
    "name": "student",
    "version": 1,
    "languages": ["ru"],
    "dimensions": 384,
    "licence": "Apache-2.0",
    "attribution": "Storyapp contributors; word vectors: navec by the Natasha contributors (MIT); sentences: Tatoeba (CC BY 2.0 FR), "
    "TICO-19 (CC0), GoEmotions (Apache-2.0) in the translation of ru-goemotions (MIT); taught by all-MiniLM-L6-v2 (Apache-2.0)",
    "origin": "26,909 pairs of Russian and English sentences; navec_news_v1_1B_250K_300d_100q of natasha 1.6.0",
    "changes": "the 72,000 most frequent word vectors and those of the pairs, otherwise as navec quantised them",
    "made_by": "nlp/training/train_student.py",
}
Pair = tuple[str, str]


def main() -> None:
    """Teach, write, and tell how often the right translation is nearest."""
    asked = _asked()
    random.seed(SEED)
    torch.manual_seed(SEED)
    torch.set_num_threads(asked.threads)
    taught, held_out = read_pairs(asked.pairs)
    taught += joined(taught, asked.n_joined)
    navec = Navec(asked.navec)
    navec.choose(word for ru, _ in taught for word in words_in(ru))
    teacher = taught_rows([en for _, en in taught], asked.teacher, asked.processes)
    reader = Reader(torch.from_numpy(np.concatenate([np.zeros((1, 300), np.float32), navec.vectors()])))
    spell(reader, navec)
    asked.out.mkdir(parents=True, exist_ok=True)
    for _ in teach(reader, [ru for ru, _ in taught], teacher, navec.numbers, asked.epochs):
        np.savez_compressed(asked.out / FILE, **arrays_of(reader, navec))  # type: ignore[arg-type]
    write_card(asked.out, CARD)
    with np.load(asked.out / FILE, allow_pickle=False) as packed:
        student = Student({name: packed[name] for name in packed.files})
    print(json.dumps({"bytes": (asked.out / FILE).stat().st_size, "held_out_p_at_1": found(student, held_out)}))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("navec", type=Path)
    parser.add_argument("out", type=Path, nargs="?", default=SHELF)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--n-joined", type=int, default=6_000)
    parser.add_argument("--teacher", type=Path, help="file for the teacher's rows, made where it is missing")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def read_pairs(path: Path) -> tuple[list[Pair], list[Pair]]:
    """Answer Russian and English sentences to learn from, and those held out by their English side."""
    parts: tuple[list[Pair], list[Pair]] = ([], [])
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if words_in(row["ru"]):
                parts[zlib.crc32(row["en"].lower().encode()) % 20 == 0].append((row["ru"], row["en"]))
    return parts


def joined(pairs: Sequence[Pair], n: int) -> list[Pair]:
    """Answer longer texts: two or three pairs after one another, since most are short and stories are not."""
    chosen = ([random.choice(pairs) for _ in range(random.choice(JOINED))] for _ in range(n))  # noqa: S311
    return [(" ".join(ru for ru, _ in each), " ".join(en for _, en in each)) for each in chosen]


def taught_rows(texts: Sequence[str], kept: Path | None, n_processes: int) -> torch.Tensor:
    """Answer what the English encoder says of each text; kept in a file, since it takes minutes."""
    if kept is not None and kept.exists() and len(rows := np.load(kept, allow_pickle=False)) == len(texts):
        return torch.from_numpy(rows)
    began = time.time()
    parts = [(texts[start : start + 1000], "en") for start in range(0, len(texts), 1000)]
    with multiprocessing.get_context("spawn").Pool(n_processes) as pool:
        rows = np.concatenate(pool.starmap(encode, parts, chunksize=1))
    if kept is not None:
        np.save(kept, rows)
    print(f"teacher: {len(texts)} texts in {time.time() - began:.0f} s", flush=True)
    return torch.from_numpy(rows)


class Navec:
    """Word vectors as navec keeps them: a hundred numbers a word, each of which stands for three of its 300."""

    def __init__(self, path: Path) -> None:
        with tarfile.open(path) as tar:
            packed, rows = (tar.extractfile(name).read() for name in ("vocab.bin", "pq.bin"))  # type: ignore[union-attr]
        opened = gzip.decompress(packed)
        size = int(np.frombuffer(opened[:4], np.uint32)[0])
        self._counts = np.frombuffer(opened[4 : 4 + 4 * size], np.uint32)
        self._all = opened[4 + 4 * size :].decode().splitlines()
        n, width, n_parts, n_codes = (int(one) for one in np.frombuffer(rows[:16], np.uint32))
        self._indexes = np.frombuffer(rows[16 : 16 + n * n_parts], np.uint8).reshape(n, n_parts)
        self.codes = np.frombuffer(rows[16 + n * n_parts :], np.float32).reshape(n_parts, n_codes, width // n_parts)
        self.words: list[str] = []
        self.numbers: dict[str, int] = {}
        self.indexes = self._indexes[:0]

    def choose(self, seen: Iterator[str]) -> None:
        """Keep the most frequent words and those seen; of two that differ in ё alone, the more frequent."""
        best: dict[str, int] = {}
        for place in np.argsort(-self._counts.astype(np.int64), kind="stable"):
            word = self._all[place].replace("ё", "е")
            if word.isalpha():
                best.setdefault(word, int(place))
        words = set(seen)
        extra = sorted(words | {first_form(word) for word in words if word.isalpha()})
        wanted = dict.fromkeys([*list(best)[:N_WORDS], *extra])
        self.words = [word for word in wanted if word in best]
        self.numbers = {word: n for n, word in enumerate(self.words, 1)}
        self.indexes = self._indexes[[best[word] for word in self.words]]

    def vectors(self) -> np.ndarray:
        """Answer the vectors of the words kept."""
        return self.codes[np.arange(len(self.codes)), self.indexes].reshape(len(self.words), -1)


class Bags:
    """The pieces of many words in a row, as torch takes them."""

    def __init__(self, words: Sequence[str]) -> None:
        runs = [pieces_of(word) for word in words]
        self._runs = np.concatenate([np.array(each) for each in runs])
        self._ends = np.cumsum([len(each) for each in runs])
        self._starts = self._ends - np.array([len(each) for each in runs])

    def of(self, places: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """Answer pieces and where each word's begin."""
        parts = [self._runs[self._starts[p] : self._ends[p]] for p in places]
        starts = np.cumsum([0, *map(len, parts)])[:-1]
        return torch.from_numpy(np.concatenate(parts)), torch.from_numpy(starts)


def spell(reader: Reader, navec: Navec, *, epochs: int = 2) -> None:
    """Teach the letters what words they are in, so that a misspelt word is near its right one."""
    wanted = torch.nn.functional.normalize(reader.vectors.weight[1:], dim=1)
    bags, to_words = Bags(navec.words), torch.nn.Linear(reader.pieces.embedding_dim, 300)
    learner = torch.optim.Adam([*reader.pieces.parameters(), *to_words.parameters()], lr=5e-3)
    for epoch in range(epochs):
        total, order = 0.0, np.random.default_rng(SEED + epoch).permutation(len(navec.words))
        for start in range(0, len(order), 512):
            places = order[start : start + 512]
            got = torch.nn.functional.normalize(to_words(reader.letters_of(*bags.of(places))), dim=1)
            loss = 1 - (got * wanted[places]).sum(1).mean()
            learner.zero_grad()
            loss.backward()
            learner.step()
            total += float(loss.detach()) * len(places)
        print(f"spelling {epoch}: {total / len(order):.3f}", flush=True)


def teach(
    reader: Reader, texts: Sequence[str], teacher: torch.Tensor, numbers: dict[str, int], epochs: int
) -> Iterator[int]:
    """Go through all texts again and again, those of like length together; answer after each round."""
    read = [words_in(text) for text in texts]
    words = sorted({word for text in read for word in text})
    place_of, bags = {word: n for n, word in enumerate(words)}, Bags(words)
    number = np.array([number_of(word, numbers) for word in words])
    rows = [np.array([place_of[word] for word in text]) for text in read]
    n_steps = epochs * -(-len(rows) // BATCH)
    weights = [weight for weight in reader.parameters() if weight.requires_grad]
    learner = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.OneCycleLR(learner, RATE, total_steps=n_steps)
    for epoch in range(epochs):
        began, total = time.time(), 0.0
        reader.train()
        for places in batches(rows, epoch):
            got = reader(*tensors([rows[p] for p in places], number, bags, reader), drop=DROP)
            loss = loss_of(got, teacher[places])
            learner.zero_grad()
            loss.backward()
            learner.step()
            pace.step()
            total += float(loss.detach()) * len(places)
        print(f"epoch {epoch}: loss {total / len(rows):.3f}, {time.time() - began:.0f} s", flush=True)
        yield epoch


def batches(rows: Sequence[np.ndarray], epoch: int) -> Iterator[np.ndarray]:
    """Answer places by roughly like length, in chance order."""
    chance = np.random.default_rng(SEED + epoch)
    order = chance.permutation(len(rows))
    pools = [order[start : start + 16 * BATCH] for start in range(0, len(order), 16 * BATCH)]
    ready = []
    for pool in pools:
        by_length = np.array(sorted(pool, key=lambda p: len(rows[p])))
        ready += [by_length[start : start + BATCH] for start in range(0, len(by_length), BATCH)]
    for n in chance.permutation(len(ready)):
        yield ready[n]


def tensors(
    texts: Sequence[np.ndarray], number: np.ndarray, bags: Bags, reader: Reader
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Answer word numbers, letters, and which places are filled."""
    used, inverse = np.unique(np.concatenate(texts), return_inverse=True)
    letters = torch.cat([reader.letters_of(*bags.of(used)), torch.zeros(1, reader.pieces.embedding_dim)])
    longest = max(map(len, texts))
    at = np.full((len(texts), longest), len(used))
    start = 0
    for row, text in enumerate(texts):
        at[row, : len(text)] = inverse[start : start + len(text)]
        start += len(text)
    numbers = torch.from_numpy(np.append(number[used], 0)[at])
    return numbers, letters[torch.from_numpy(at)], torch.from_numpy(at < len(used))


def arrays_of(reader: Reader, navec: Navec) -> dict[str, np.ndarray]:
    """Answer what ships: word codes as navec has them, letters in int8, weights in float16."""
    pieces = reader.pieces.weight.detach().numpy()
    scales = np.maximum(np.abs(pieces).max(axis=1), 1e-9) / 127
    weights = {
        f"w.{name}": weight.detach().numpy().astype(np.float16)
        for name, weight in reader.named_parameters()
        if not name.startswith(("pieces.", "vectors."))
    }
    return weights | {
        "words": np.frombuffer("\n".join(navec.words).encode(), np.uint8),
        "indexes": navec.indexes,
        "codes": navec.codes.astype(np.float16),
        "pieces": np.round(pieces / scales[:, None]).astype(np.int8),
        "piece_scales": scales.astype(np.float32),
    }


def found(student: Student, pairs: Sequence[Pair]) -> float:
    """Answer how often, of all English sentences, the translation is the nearest."""
    english = list(dict.fromkeys(en for _, en in pairs))
    near = student.encode([ru for ru, _ in pairs]) @ encode(english, "en").T
    hits = [english[n] == en for n, (_, en) in zip(near.argmax(axis=1), pairs, strict=True)]
    return round(sum(hits) / len(hits), 4)


if __name__ == "__main__":
    main()
