"""What was learnt from confirmed and refused suggestions: small heads in a JSON file, read without any learner."""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nlp.errors import NlpError
from nlp.lexicon import read_file

VERSION = 1


@dataclass(frozen=True, kw_only=True)
class ThemeHead:
    """A theme's logistic head: the lexicon's own score and the lemmas that speak for or against it."""

    bias: float
    lexicon: float
    weights: Mapping[str, float]
    n_confirmed: int
    n_refused: int


@dataclass(frozen=True, kw_only=True)
class ThemeModel:
    """The heads of all themes that had enough labels; the others keep the lexicon's score."""

    engine: str
    n_labels: int
    rarity: Mapping[str, float]
    heads: Mapping[str, ThemeHead]

    @property
    def name(self) -> str:
        """Answer a short name for the record of what engine suggested."""
        return f"learnt-{self.n_labels}"

    def scores(self, codes: Sequence[str], own: Sequence[float], lemmas: Sequence[str]) -> list[float]:
        """Answer the score of each theme."""
        features = self.features(lemmas)
        return [self._score(self.heads.get(code), score, features) for code, score in zip(codes, own, strict=True)]

    def features(self, lemmas: Sequence[str]) -> dict[str, float]:
        """Weigh the lemmas of a text as they were weighed in learning."""
        return weigh(lemmas, self.rarity)

    @staticmethod
    def _score(head: ThemeHead | None, own: float, features: Mapping[str, float]) -> float:
        if head is None:
            return own
        sum_ = head.bias + head.lexicon * own
        sum_ += sum(value * head.weights[word] for word, value in features.items() if word in head.weights)
        return 1 / (1 + math.exp(-max(min(sum_, 30.0), -30.0)))


def weigh(lemmas: Sequence[str], rarity: Mapping[str, float]) -> dict[str, float]:
    """Answer the tf-idf of a text's lemmas, of unit length."""
    counts = Counter(word for word in lemmas if word in rarity)
    weights = {word: (1 + math.log(n)) * rarity[word] for word, n in counts.items()}
    norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / norm for word, weight in weights.items()}


def write_model(model: ThemeModel, path: str | Path) -> None:
    """Write a model as JSON."""
    body = {"version": VERSION, **asdict(model)}
    Path(path).write_text(json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")


def read_model(path: str | Path) -> ThemeModel:
    """Read a model that `write_model` wrote."""
    body: Any = read_file(path)
    if not isinstance(body, dict) or "version" not in body:
        raise NlpError("model.unreadable", path=path)
    if body["version"] != VERSION:
        raise NlpError("model.other-version", path=path, version=body["version"], expected=VERSION)
    try:
        heads = {code: ThemeHead(**head) for code, head in body["heads"].items()}
        return ThemeModel(engine=body["engine"], n_labels=body["n_labels"], rarity=body["rarity"], heads=heads)
    except (KeyError, TypeError, AttributeError) as error:
        raise NlpError("model.unreadable", path=path) from error
