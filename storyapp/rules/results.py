"""Intended social results and how a story speaks to them."""

from enum import Enum


class LinkDirection(Enum):
    """A story may support a result, contradict it, or do both."""

    SUPPORTS = "supports"
    MIXED = "mixed"
    CONTRADICTS = "contradicts"


class OutcomeLevel(Enum):
    """How far along the chain a result lies; the labels are a programme's own."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"
