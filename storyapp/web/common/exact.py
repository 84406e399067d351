"""Exact numbers on a page: off for everybody, on for one page and one visit of somebody who reads the stories (B10)."""

import json
from dataclasses import dataclass

from flask import request
from itsdangerous import BadSignature, URLSafeSerializer

from storyapp.gateways.kit import kit
from storyapp.rules.disclosure import EXACT
from storyapp.rules.people import Capability
from storyapp.web.common import here
from storyapp.web.common.cookies import EXACT_NUMBERS, give_cookie, read_cookie

MOST_PAGES = 12
Page = tuple[int, str, int]  # programme, page, and which one of its kind (0: there is one only)


@dataclass(frozen=True, kw_only=True)
class Exact:
    """Whether the open page shows exact numbers, and whether the person here may ask for them."""

    page: str
    number: int
    may: bool
    is_on: bool

    def k(self, k: int) -> int:
        """Return below which number nothing is shown here."""
        return EXACT if self.is_on else k


def exact_on(page: str, number: int = 0) -> Exact:
    """Return how numbers are shown on a page; what was asked for once holds for this page and this visit."""
    may = here.may(Capability.READ_STORIES)
    is_on = may and (here.programme().id, page, number) in _pages()
    return Exact(page=page, number=number, may=may, is_on=is_on)


def keep_exact(page: str, number: int, *, is_on: bool) -> None:
    """Show exact numbers on a page from now on, or hide them again."""
    wanted: Page = (here.programme().id, page, number)
    pages = [one for one in _pages() if one != wanted]
    if is_on:
        pages = [*pages, wanted][-MOST_PAGES:]
    give_cookie(EXACT_NUMBERS, _signer().dumps(json.dumps([here.visit().id, pages])))


def _pages() -> list[Page]:
    packed = read_cookie(EXACT_NUMBERS) if request.cookies else ""
    try:
        visit_id, pages = json.loads(_signer().loads(packed)) if packed else (0, [])
    except (BadSignature, ValueError):
        return []
    return [(programme, page, number) for programme, page, number in pages] if visit_id == here.visit().id else []


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(kit().vault.signing, salt="exact-numbers")
