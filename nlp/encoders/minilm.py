"""The English encoder: MiniLM as int8 ONNX."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

MOST_TOKENS, MOST_LETTERS = 128, 4000
BATCH = 16


def open_model(folder: Path, *, n_threads: int = 1) -> "MiniLM":
    """Load the model from its folder."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MOST_TOKENS)
    tokenizer.no_padding()
    return MiniLM(tokenizer, session_of(folder / "model.int8.onnx", n_threads))


def session_of(file: Path, n_threads: int) -> onnxruntime.InferenceSession:
    """Load a graph for the processor."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = n_threads, 1
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


class MiniLM:
    """Tokenizer and graph."""

    def __init__(self, tokenizer: Tokenizer, session: onnxruntime.InferenceSession) -> None:
        self._tokenizer = tokenizer
        self._session = session

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Answer one row a text; texts of like length share a batch."""
        rows = np.zeros((len(texts), 384), np.float32)
        order = sorted((n for n, text in enumerate(texts) if text.strip()), key=lambda n: len(texts[n]))
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            ids, is_there = self._read([texts[n] for n in places])
            (rows[places],) = self._session.run(None, {"input_ids": ids, "attention_mask": is_there})
        return rows

    def _read(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Answer token numbers and which count. One text at a time: batches start threads, which a fork would lose."""
        read = [self._tokenizer.encode(_readable(text)).ids for text in texts]
        ids = np.zeros((len(read), max(map(len, read))), np.int64)
        is_there = np.zeros_like(ids)
        for row, tokens in enumerate(read):
            ids[row, : len(tokens)], is_there[row, : len(tokens)] = tokens, 1
        return ids, is_there


def _readable(text: str) -> str:
    """Answer the beginning of a text, with a question mark for half a surrogate."""
    return text[:MOST_LETTERS].encode("utf-8", "replace").decode("utf-8")
