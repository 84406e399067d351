"""Letters to staff: short, in the reader's language, never with a story, a child's name or a code."""

import json
from collections.abc import Mapping

from storyapp.data.db import db
from storyapp.data.tables.house import Letter
from storyapp.gateways.kit import kit
from storyapp.gateways.mail import Mail
from storyapp.rules.jobs import JobKind
from storyapp.services.jobs import Ticket
from storyapp.services.transaction import WORKER, Act, act
from storyapp.words.speech import mark, say, speaking

SUBJECT = mark("A message from Storyapp")
TEXTS: dict[str, str] = {
    "invitation": mark(
        "Hello,\n\nyou are invited to work with stories of change in Storyapp. Open this link within seven days; "
        "there you choose a password:\n\n%(url)s\n\nIf you do not expect this letter, you need not do anything."
    ),
    "notice": mark(
        "Hello,\n\nsomething waits for you in Storyapp. Please sign in to see it:\n\n%(url)s\n\n"
        "For the safety of those who tell, this letter says no more."
    ),
}
WAITING, SENT, SHOWN = "waiting", "sent", "shown"


def write_letter(
    doing: Act, organisation_id: int, kind: str, *, to: str, language: str, values: Mapping[str, str]
) -> Letter:
    """Write a letter inside an act; a worker sends it. Without e-mail it is only kept as shown on screen."""
    letter = Letter(
        organisation_id=organisation_id, kind=kind, language=language, to_sealed=_seal(to, "to"),
        sealed=_seal(json.dumps(dict(values)), "values"), state=WAITING if kit().post.is_on else SHOWN,
    )  # fmt: skip
    db.session.add(letter)
    db.session.flush()
    if kit().post.is_on:
        doing.ask(organisation_id, JobKind.SEND_LETTER, letter.id)
    else:
        letter.sealed = b""
    return letter


def send_letter(ticket: Ticket) -> None:
    """Send one waiting letter, then forget what it said."""
    letter = db.session.get(Letter, ticket.subject_id)
    if letter is None or letter.organisation_id != ticket.organisation_id or letter.state != WAITING:
        return
    mail = _mail(letter)
    db.session.rollback()
    kit().post.send(mail)
    with act(WORKER):
        letter = db.session.get_one(Letter, ticket.subject_id)
        letter.state, letter.sent_at, letter.sealed = SENT, kit().clock(), b""


def _mail(letter: Letter) -> Mail:
    values = json.loads(_open(letter.sealed, "values"))
    with speaking(letter.language):
        return Mail(to=_open(letter.to_sealed, "to"), subject=say(SUBJECT), text=say(TEXTS[letter.kind], **values))


def _seal(text: str, column: str) -> bytes:
    return kit().vault.seal_for_house(text, f"letters/{column}")


def _open(sealed: bytes, column: str) -> str:
    return kit().vault.open_for_house(sealed, f"letters/{column}")
