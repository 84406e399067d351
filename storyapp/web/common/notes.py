"""A short word on the next page ("Saved."), carried in a signed cookie that holds no secret."""

import json

from flask import g
from itsdangerous import BadSignature, URLSafeSerializer

from storyapp.gateways.kit import kit
from storyapp.web.common.cookies import NOTES, drop_cookie, give_cookie, read_cookie
from storyapp.words.speech import say


def leave_note(text: str, *, kind: str = "good", **facts: object) -> None:
    """Leave a word for the next page; `text` is an English msgid, said in the reader's language there."""
    g.setdefault("left", []).append([kind, text, facts])
    give_cookie(NOTES, _signer().dumps(json.dumps(g.left)), seconds=300)


def notes() -> list[dict[str, str]]:
    """Return the words left by the page before, each once."""
    packed = read_cookie(NOTES)
    if not packed:
        return []
    drop_cookie(NOTES)
    try:
        left = json.loads(_signer().loads(packed))
    except (BadSignature, ValueError):
        return []
    return [{"kind": kind, "text": say(text, **facts)} for kind, text, facts in left]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(kit().vault.signing, salt="notes")
