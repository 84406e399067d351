"""Whose half-told story it is, where a link was opened again: two words of it are asked for, and nothing of it is shown."""

from storyapp.data.db import db
from storyapp.data.queries.telling import Place
from storyapp.data.tables.stories import Throttle
from storyapp.gateways.kit import kit
from storyapp.rules import half_told as rules
from storyapp.rules.errors import RuleBroken
from storyapp.services import receipts, telling
from storyapp.services.telling import Contents

STEPS_OF_WORDS = ("range", "happened", "matters", "title")  # where tellers write freely


def asks_first(token: str, place: Place) -> bool:
    """Tell whether a half-told story is asked about before one begins by this link, and shut it until it is answered.

    A story without words of its teller's own is not asked about: nobody could say whose it is, and little is lost.
    """
    contents = telling.unfinished(token)
    if contents is None or not (contents.own_phone or rules.may_be_asked(_own_words(contents, place))):
        return False
    contents.next_invitation = place.invitation.id
    telling.keep(token, contents)
    return True


def is_shut(contents: Contents) -> bool:
    """Tell whether a draft shows nothing until two words of it were typed; on a phone of the teller's own it never is."""
    return bool(contents.next_invitation) and not contents.own_phone and not contents.is_sent


def unlock(token: str, contents: Contents, place: Place, typed: str) -> None:
    """Open a draft to whoever knows two words of it; who does not has to wait longer and longer after three tries."""
    bucket, now = kit().vault.fingerprint(token, "half-told"), kit().clock()
    slow = db.session.get(Throttle, bucket)
    if slow is not None and slow.forgotten_at > now:
        rules.check_pace(n_failures=slow.n_failures, last_failed_at=slow.open_again_at, now=now)
    try:
        rules.check_words(typed, _own_words(contents, place))
    except RuleBroken:
        receipts.note_failure([bucket])
        raise
    contents.next_invitation = 0
    telling.keep(token, contents)


def _own_words(contents: Contents, place: Place) -> frozenset[str]:
    programme = place.programme
    known = [
        text for words in (programme.name, programme.purpose, programme.audience) for text in words.as_dict().values()
    ]
    return rules.own_words(_texts(contents), known=known)


def _texts(contents: Contents) -> list[str]:
    """Return all that was written so far, whole or not."""
    whole = [
        value for step in STEPS_OF_WORDS for value in contents.answers.get(step, {}).values() if isinstance(value, str)
    ]
    typed = [text for step in STEPS_OF_WORDS for values in contents.typed.get(step, {}).values() for text in values]
    return whole + typed
