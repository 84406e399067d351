"""What was learnt from confirmed and refused suggestions: small heads in a JSON file, read without any learner."""

import json
import math
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from nlp.encoders import encoder_tag
from nlp.errors import NlpError
from nlp.lexicon import read_file
from nlp.types import LANGUAGES

VERSION = 2
VECTOR_SCALE = 4.0
LEAST_DROP = 0.1
PACKED = "packed model"
THEMES, RESULTS = "themes", "results"
WORDS, LIKENESS, SHIFT = "words", "likeness", "shift"
NONE_STRETCHED, NONE_MOVED = "none_stretched", "none_moved"


@dataclass(frozen=True, kw_only=True)
class ThemeHead:
    """A theme's logistic head: the codebook's own score, and the lemmas and meaning that speak for or against it.

    `vector` weighs the vector of the sentence most like the theme; it is empty where there was no encoder. What evidence goes beyond `knee`
    counts `above` times: who is very sure is not right as much more often.
    """

    bias: float
    lexicon: float
    weights: Mapping[str, float]
    n_confirmed: int
    n_refused: int
    vector: Sequence[float] = ()
    knee: float = 0.0
    above: float = 1.0

    def evidence(self, own: float, features: Mapping[str, float], vector: np.ndarray | None = None) -> float:
        """Answer the sum of what speaks for the theme, and against it where it is below nought."""
        words = sum(value * self.weights[word] for word, value in features.items() if word in self.weights)
        meaning = float(np.dot(self.vector, vector)) if self.vector and vector is not None else 0.0
        sum_ = self.bias + self.lexicon * own + words + meaning
        return sum_ if sum_ <= self.knee else self.knee + self.above * (sum_ - self.knee)

    def moved(self, *, slope: float, shift: float, above: float = 1.0) -> "ThemeHead":
        """Answer the head whose evidence is stretched and moved, as a calibration asks; what was more than nought counts `above` times."""
        return replace(
            self,
            bias=round(slope * self.bias + shift, 5),
            lexicon=round(slope * self.lexicon, 5),
            weights={word: round(slope * weight, 5) for word, weight in self.weights.items()},
            vector=[round(slope * weight, 5) for weight in self.vector],
            knee=round(shift, 5),
            above=round(above, 5),
        )


@dataclass(frozen=True, kw_only=True)
class ThemeModel:
    """The heads of all themes (or social results) that had enough labels; the others keep the score of the wordings.

    `kind` says of which. For results `mix` may hold how far to trust words and likeness, and a shift, and how far to stretch and move that none fits. `encoders` names what encoded each language; with other encoders the heads mean nothing and are left aside.
    """

    engine: str
    n_labels: int
    rarity: Mapping[str, float]
    heads: Mapping[str, ThemeHead]
    encoders: Mapping[str, str | None] = field(default_factory=dict)
    kind: str = THEMES
    mix: Mapping[str, float] = field(default_factory=dict)

    @property
    def fits(self) -> bool:
        """Tell whether the heads were learned with the encoders of today."""
        return dict(self.encoders) == encoders_now()

    @property
    def name(self) -> str:
        """Answer a short name for the record of what engine suggested."""
        return f"learnt-{self.n_labels}"

    def scores(
        self,
        codes: Sequence[str],
        own: Sequence[float],
        lemmas: Sequence[str],
        vector_for: Callable[[int], np.ndarray | None] = lambda _: None,
    ) -> list[float]:
        """Answer the score of each theme; `vector_for` gives the vector of the sentence most like a theme, by place."""
        features = self.features(lemmas)
        heads = [self.heads.get(code) for code in codes]
        return [
            score if head is None else logistic(head.evidence(score, features, vector_for(place)))
            for place, (head, score) in enumerate(zip(heads, own, strict=True))
        ]

    def features(self, lemmas: Sequence[str]) -> dict[str, float]:
        """Weigh the lemmas of a text as they were weighed in learning."""
        return weigh(lemmas, self.rarity)

    def words_for(self, code: str, lemmas: Sequence[str]) -> list[str]:
        """Answer the lemmas whose removal would lower a theme's score most, the strongest first."""
        weights, features = self.heads[code].weights, self.features(lemmas)
        whole = sum(value * weights.get(word, 0.0) for word, value in features.items())
        drops = {}
        for word, value in features.items():
            part = value * weights.get(word, 0.0)
            rest = math.sqrt(1 - value * value) if value < 1 else 1.0  # the others weigh more when one is gone
            drops[word] = whole - (whole - part) / (rest or 1.0)
        told = [word for word, drop in drops.items() if drop >= LEAST_DROP and weights.get(word, 0.0) > 0]
        return sorted(told, key=lambda word: (-drops[word], word))


def encoders_now() -> dict[str, str | None]:
    """Answer what encodes each language."""
    return {language: encoder_tag(language) for language in LANGUAGES}


def logistic(sum_: float) -> float:
    """Answer the probability of a sum of evidence."""
    return 1 / (1 + math.exp(-max(min(sum_, 30.0), -30.0)))


def weight_of(score: float) -> float:
    """Answer the sum of evidence behind a probability: what `logistic` undoes."""
    sure = min(max(score, 1e-6), 1 - 1e-6)
    return math.log(sure / (1 - sure))


def of_none(mix: Mapping[str, float], score: float) -> float:
    """Answer how likely it is that no result fits, by the shipped score and what was learned of it."""
    if NONE_STRETCHED not in mix:
        return score
    return logistic(mix[NONE_STRETCHED] * weight_of(score) + mix.get(NONE_MOVED, 0.0))


def weigh(lemmas: Sequence[str], rarity: Mapping[str, float]) -> dict[str, float]:
    """Answer the tf-idf of a text's lemmas, of unit length."""
    counts = Counter(word for word in lemmas if word in rarity)
    weights = {word: (1 + math.log(n)) * rarity[word] for word, n in counts.items()}
    norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / norm for word, weight in weights.items()}


def write_model(model: ThemeModel, path: str | Path) -> None:
    """Write a model as JSON."""
    Path(path).write_text(json.dumps(_body(model), ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")


def read_model(path: str | Path, *, kind: str = THEMES) -> ThemeModel:
    """Read a model that `write_model` wrote, of themes or of results."""
    model = _model(read_file(path, is_json=True), path)
    if model.kind != kind:
        raise NlpError("model.other-kind", path=path, kind=model.kind, expected=kind)
    return model


def pack_model(model: ThemeModel) -> bytes:
    """Answer a model as packed JSON, to be kept in a table; the same model gives the same bytes."""
    return zlib.compress(json.dumps(_body(model), ensure_ascii=False, sort_keys=True).encode(), 6)


def unpack_model(packed: bytes) -> ThemeModel:
    """Read a model that `pack_model` packed."""
    try:
        body = json.loads(zlib.decompress(packed))
    except (ValueError, zlib.error) as error:
        raise NlpError("model.unreadable", path=PACKED) from error
    return _model(body, PACKED)


def _body(model: ThemeModel) -> dict[str, Any]:
    return {"version": VERSION, **asdict(model)}


def _model(body: Any, path: str | Path) -> ThemeModel:
    if not isinstance(body, dict) or "version" not in body:
        raise NlpError("model.unreadable", path=path)
    if body["version"] != VERSION:
        raise NlpError("model.other-version", path=path, version=body["version"], expected=VERSION)
    try:
        heads = {code: ThemeHead(**head) for code, head in body["heads"].items()}
        return ThemeModel(
            engine=body["engine"], n_labels=body["n_labels"], rarity=body["rarity"], heads=heads,
            encoders=body["encoders"], kind=body.get("kind", THEMES),
            mix={name: float(weight) for name, weight in body.get("mix", {}).items()},
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise NlpError("model.unreadable", path=path) from error
