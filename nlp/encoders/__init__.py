"""Sentences to vectors: one space of 384 for both languages.

What encodes is registered by name and loaded when first asked. Where nothing fits, `has_encoder` answers False and the
callers go on with words alone. No model is loaded, and no onnxruntime, before a sentence is encoded.
"""

import importlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from nlp.encoders.shelf import Card, look_at, models_folder
from nlp.errors import NlpError

DIMENSIONS = 384
MOST_REMEMBERED = 4096


class Encoder(Protocol):
    """What a loaded model does."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Answer float32 [n, 384], rows of unit length."""
        ...


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A way to encode: for which languages, and what loads it. Without `load` it stands on the shelf of models."""

    name: str
    languages: tuple[str, ...]
    module: str = ""
    version: int = 1
    needs: tuple[str, ...] = ()
    load: Callable[[], Encoder] | None = None

    @property
    def tag(self) -> str:
        """Answer the name under which vectors may be kept: another one means other vectors."""
        return f"{self.name}-{self.version}"


@dataclass(frozen=True, kw_only=True)
class State:
    """Whether a registered encoder can be loaded, and why not."""

    kind: Kind
    card: Card | None
    refusal: NlpError | None


_kinds: dict[str, Kind] = {}
_loaded: dict[tuple[Path, str], Encoder] = {}
_refused: dict[tuple[Path, str], NlpError] = {}
_remembered: OrderedDict[tuple[Path, str, str], np.ndarray] = OrderedDict()
_lock = threading.RLock()


def register(kind: Kind) -> None:
    """Add an encoder; of two for a language the later one counts, and where it cannot be loaded, the earlier one."""
    with _lock:
        _kinds.pop(kind.name, None)
        _kinds[kind.name] = kind
        forget()


def unregister(name: str) -> None:
    """Take an encoder out again."""
    with _lock:
        _kinds.pop(name, None)
        forget()


def has_encoder(language: str) -> bool:
    """Tell whether texts of a language can be encoded; looks at the files but loads no model."""
    return _kind_for(language) is not None


def encoder_tag(language: str) -> str | None:
    """Answer name and version of what encodes a language."""
    kind = _kind_for(language)
    return None if kind is None else kind.tag


def encode(texts: Sequence[str], language: str) -> np.ndarray:
    """Answer float32 [n, 384], rows of unit length, the same for a text whatever stands beside it.

    Only the first 128 tokens of a text count; an empty text is a row of noughts. Raises NlpError where nothing fits.
    """
    kind, encoder = _open_for(language)
    folder = models_folder()
    keys = [(folder, kind.name, text) for text in texts]
    with _lock:
        known = {key: _remembered[key] for key in keys if key in _remembered}
        for key in known:
            _remembered.move_to_end(key)
    fresh = list(dict.fromkeys(key for key in keys if key not in known))
    if fresh:
        rows = encoder.encode([text for _, _, text in fresh])
        known.update(zip(fresh, rows, strict=True))
        _remember({key: known[key] for key in fresh})
    return np.stack([known[key] for key in keys]) if keys else np.zeros((0, DIMENSIONS), np.float32)


def encode_words(texts: Sequence[str], language: str) -> list[tuple[list[tuple[int, int]], np.ndarray]] | None:
    """Answer for each text where its tokens stand and float32 [n tokens, 384]; None where the encoder has no such rows.

    The rows of the whole texts are remembered on the way: to encode the same texts next costs nothing.
    """
    kind, encoder = _open_for(language)
    read = getattr(encoder, "encode_words", None)
    if read is None or not texts:
        return None
    rows, words = read(texts)
    folder = models_folder()
    _remember({(folder, kind.name, text): row for text, row in zip(texts, rows, strict=True)})
    return list(words)


def states() -> Iterator[State]:
    """Answer every registered encoder and whether it can be loaded."""
    for kind in list(_kinds.values()):
        card, refusal = _look_at(kind, models_folder())
        yield State(kind=kind, card=card, refusal=refusal)


def _kind_for(language: str) -> Kind | None:
    fitting = [kind for kind in reversed(_kinds.values()) if language in kind.languages]
    return next((kind for kind in fitting if _look_at(kind, models_folder())[1] is None), None)


def _look_at(kind: Kind, folder: Path) -> tuple[Card | None, NlpError | None]:
    if (folder, kind.name) in _refused:
        return None, _refused[folder, kind.name]
    return (None, None) if kind.load is not None else look_at(folder / kind.name, kind.version, kind.needs)


def _open_for(language: str) -> tuple[Kind, Encoder]:
    """Answer what encodes a language; what cannot be opened is passed over from then on."""
    folder = models_folder()
    with _lock:
        while (kind := _kind_for(language)) is not None:
            key = (folder, kind.name)
            try:
                if key not in _loaded:
                    _loaded[key] = (
                        kind.load() if kind.load is not None else _module(kind).open_model(folder / kind.name)
                    )
                return kind, _loaded[key]
            except Exception as error:
                _refused[key] = NlpError("encoder.unreadable", path=folder / kind.name, reason=type(error).__name__)
    raise NlpError("encoder.missing", language=language)


def _module(kind: Kind) -> Any:
    return importlib.import_module(kind.module)


def forget() -> None:
    """Let go of models and vectors; the next text loads them again."""
    for store in (_loaded, _refused, _remembered):
        store.clear()


def _remember(rows: dict[tuple[Path, str, str], np.ndarray]) -> None:
    with _lock:
        _remembered.update(rows)
        while len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)


register(Kind(name="minilm", languages=("en",), module="nlp.encoders.minilm", needs=("onnxruntime",)))
register(Kind(name="student", languages=("ru",), module="nlp.encoders.student"))
