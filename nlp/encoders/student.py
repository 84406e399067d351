"""The Russian encoder, taught to put a sentence where MiniLM puts its English translation.

Words have the vectors of navec, and so do misspelt ones by their letters; one transformer layer reads them. It needs
no more than numpy.
"""

import functools
import re
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController

from nlp.morphology import LONGEST_WORD, dictionary

FILE = "student.npz"
WORDS = re.compile(r"[^\W\d_]+|\d+|[?!]")
MOST_WORDS = 128
N_PIECES = 20_000
N_HEADS = 4
BATCH = 32
UNKNOWN = 0


def words_in(text: str) -> list[str]:
    """Answer the words, numbers and marks of asking and calling, as the vectors know them."""
    return WORDS.findall(text.lower().replace("ё", "е"))[:MOST_WORDS]


@functools.lru_cache(maxsize=50_000)
def pieces_of(word: str) -> tuple[int, ...]:
    """Answer the numbers of a word's runs of three and four letters."""
    marked = f"<{word[:LONGEST_WORD]}>"
    runs = {marked[n : n + size] for size in (3, 4) for n in range(len(marked) - size + 1)} or {marked}
    return tuple(sorted(zlib.crc32(run.encode("utf-8", "replace")) % N_PIECES for run in runs))


@functools.lru_cache(maxsize=50_000)
def first_form(word: str) -> str:
    """Answer the word as a dictionary has it."""
    return str(dictionary().parse(word)[0].normal_form).replace("ё", "е") if len(word) <= LONGEST_WORD else word


def number_of(word: str, numbers: Mapping[str, int]) -> int:
    """Answer the number of a word's vector: its own, that of its first form, or that of the unknown."""
    return numbers.get(word) or (numbers.get(first_form(word), UNKNOWN) if word.isalpha() else UNKNOWN)


def open_model(folder: Path) -> "Student":
    """Load the model from its folder."""
    with np.load(folder / FILE, allow_pickle=False) as packed:
        return Student({name: packed[name] for name in packed.files})


class Student:
    """The arrays of the model and what is done with them."""

    def __init__(self, arrays: Mapping[str, np.ndarray]) -> None:
        self._numbers = {word: n for n, word in enumerate(arrays["words"].tobytes().decode("utf-8").split("\n"), 1)}
        self._threads = ThreadpoolController()
        self._codes, self._indexes = arrays["codes"].astype(np.float32), arrays["indexes"]
        self._pieces = arrays["pieces"].astype(np.float32) * arrays["piece_scales"].astype(np.float32)[:, None]
        self._weights = {
            name.removeprefix("w."): array.astype(np.float32) for name, array in arrays.items() if name[:2] == "w."
        }

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Answer one row a text; texts of like length share a batch."""
        rows = np.zeros((len(texts), 384), np.float32)
        read = [words_in(text) for text in texts]
        order = sorted((n for n, words in enumerate(read) if words), key=lambda n: len(read[n]))
        with self._threads.limit(limits=1, user_api="blas"):  # so small products are slower on two threads than on one
            for start in range(0, len(order), BATCH):
                places = order[start : start + BATCH]
                rows[places] = self._rows([read[n] for n in places])
        return rows

    def _rows(self, read: list[list[str]]) -> np.ndarray:
        words = {word: n for n, word in enumerate(dict.fromkeys(word for text in read for word in text))}
        at = np.full((len(read), max(map(len, read))), len(words))
        for row, text in enumerate(read):
            at[row, : len(text)] = [words[word] for word in text]
        vectors = np.zeros((len(words) + 1, self._codes.shape[0] * self._codes.shape[2]), np.float32)
        letters = np.zeros((len(words) + 1, self._pieces.shape[1]), np.float32)
        numbers = np.array([number_of(word, self._numbers) for word in words])
        known = np.flatnonzero(numbers != UNKNOWN)
        codes = self._codes[np.arange(len(self._codes)), self._indexes[numbers[known] - 1]]
        vectors[known] = codes.reshape(len(known), vectors.shape[1])
        for word, n in words.items():
            letters[n] = self._pieces[list(pieces_of(word))].mean(axis=0)
        return forward(self._weights, vectors[at], letters[at], at < len(words))


def forward(
    weights: Mapping[str, np.ndarray], vectors: np.ndarray, letters: np.ndarray, is_there: np.ndarray
) -> np.ndarray:
    """Answer rows of unit length for words that have vectors and letters."""

    def through(name: str, values: np.ndarray) -> np.ndarray:
        return values @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def levelled(name: str, values: np.ndarray) -> np.ndarray:
        middle = values - values.mean(axis=-1, keepdims=True)
        spread = np.sqrt((middle**2).mean(axis=-1, keepdims=True) + 1e-5)
        return middle / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    states = through("from_words", vectors) + through("from_letters", letters) + weights["places"][: vectors.shape[1]]
    states = states + _attention(through, levelled("before_attention", states), is_there)
    inner = through("widen", levelled("before_widening", states))
    states = states + through("narrow", np.maximum(inner, 0.0))
    states = levelled("at_the_end", states)
    shares = _shares(np.where(is_there, through("share", states)[..., 0], -np.inf))
    weighed = 1 / (1 + np.exp(-through("weigh", states)[..., 0])) * is_there
    weighed = weighed / weighed.sum(axis=1, keepdims=True)
    pooled = [
        np.einsum("nt,ntd->nd", shares, states),
        np.einsum("nt,ntd->nd", weighed, vectors),
        np.einsum("nt,ntd->nd", weighed, letters),
    ]
    rows = through("out", np.concatenate(pooled, axis=1))
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def _attention(through, states: np.ndarray, is_there: np.ndarray) -> np.ndarray:  # type: ignore[no-untyped-def]
    n, length, width = states.shape
    asked, offered, said = (
        part.reshape(n, length, N_HEADS, width // N_HEADS).transpose(0, 2, 1, 3)
        for part in np.split(through("look", states), 3, axis=-1)
    )
    fits = asked @ offered.transpose(0, 1, 3, 2) / np.sqrt(width // N_HEADS)
    seen = _shares(np.where(is_there[:, None, None, :], fits, -np.inf)) @ said
    return through("gather", seen.transpose(0, 2, 1, 3).reshape(n, length, width))


def _shares(values: np.ndarray) -> np.ndarray:
    grown = np.exp(values - values.max(axis=-1, keepdims=True))
    return grown / grown.sum(axis=-1, keepdims=True)
