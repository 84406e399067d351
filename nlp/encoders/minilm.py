"""The English encoder: MiniLM as int8 ONNX."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from nlp.encoders.wordpiece import WordPiece, open_wordpiece

MOST_TOKENS, MOST_LETTERS = 128, 4000
BATCH = 16
# The states of the third layer tell best which words are names (tried on labelled tweets: the second to the sixth).
STATES = "/bert/encoder/layer.2/output/LayerNorm/LayerNormalization_output_0"
GRAPH, OUTPUT, NAME = 7, 12, 1  # fields of ModelProto, GraphProto and ValueInfoProto in the ONNX format
Places = list[tuple[int, int]]


def open_model(folder: Path, *, n_threads: int = 1) -> "MiniLM":
    """Load the model from its folder."""
    return MiniLM(open_wordpiece(folder / "tokenizer.json"), session_of(folder / "model.int8.onnx", n_threads))


def session_of(file: Path, n_threads: int) -> onnxruntime.InferenceSession:
    """Load a graph for the processor."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = n_threads, 1
    # Two messages written one behind the other are one: this adds an output and leaves the file as it is.
    model = file.read_bytes() + _field(GRAPH, _field(OUTPUT, _field(NAME, STATES.encode())))
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _field(number: int, content: bytes) -> bytes:
    """Write a field of a protocol buffer that has a length."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    low, rest = number & 127, number >> 7
    return bytes([low | 128]) + _varint(rest) if rest else bytes([low])


class MiniLM:
    """Vocabulary and graph."""

    def __init__(self, wordpiece: WordPiece, session: onnxruntime.InferenceSession) -> None:
        self._wordpiece = wordpiece
        self._session = session

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Answer one row a text; texts of like length share a batch."""
        return self.encode_words(texts, with_words=False)[0]

    def encode_words(
        self, texts: Sequence[str], *, with_words: bool = True
    ) -> tuple[np.ndarray, list[tuple[Places, np.ndarray]]]:
        """Answer one row a text, and of each text where its tokens stand with a row of 384 for each."""
        rows = np.zeros((len(texts), 384), np.float32)
        words: list[tuple[Places, np.ndarray]] = [([], np.zeros((0, 384), np.float32)) for _ in texts]
        order = sorted((n for n, text in enumerate(texts) if text.strip()), key=lambda n: len(texts[n]))
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            ids, is_there, offsets = self._read([texts[n] for n in places])
            asked = ["sentence", STATES] if with_words else ["sentence"]
            rows[places], *states = self._session.run(asked, {"input_ids": ids, "attention_mask": is_there})
            for n, where, row in zip(places, offsets, states[0] if states else (), strict=with_words):
                words[n] = where, row[: len(where)]
        return rows, words

    def _read(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray, list[Places]]:
        """Answer token numbers, which count, and where each stands."""
        read = [self._wordpiece.read(_readable(text), MOST_TOKENS) for text in texts]
        ids = np.zeros((len(read), max(len(numbers) for numbers, _ in read)), np.int64)
        is_there = np.zeros_like(ids)
        for row, (numbers, _) in enumerate(read):
            ids[row, : len(numbers)], is_there[row, : len(numbers)] = numbers, 1
        return ids, is_there, [places for _, places in read]


def _readable(text: str) -> str:
    """Answer the beginning of a text, with a question mark for half a surrogate."""
    return text[:MOST_LETTERS].encode("utf-8", "replace").decode("utf-8")
