"""“You understood me wrong”: from the teller's phone to the facilitator, and as far as the teller allows, to the report."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.outputs import ReportUse
from storyapp.data.tables.stories import Story, TellerMessage
from storyapp.rules.consent import Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.rules.report import Quote, blocks_of
from storyapp.services import messages_to_tellers, my_story, reporting
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL, act
from tests.builders import a_programme, a_story, an_account, sign_in, the_period

SAID = "That evening with Kira on Mill Street is not what I meant."
PRINTED = "That evening is not what I meant."


@pytest.fixture
def programme(app):
    return a_programme()


def a_word(programme, *, may_print=True, **changes):
    story = a_story(programme, **changes)
    my_story.write(story.id, kind="misread", text=SAID, may_print=may_print)
    return db.session.scalars(db.select(TellerMessage).where(TellerMessage.story_id == story.id)).one()


def retold(programme, word, text=PRINTED):
    account = an_account(Role.FACILITATOR, programme=programme)
    messages_to_tellers.write_for_report(programme, word.id, text, account_id=account.id)


def a_report(programme, audience="inside", language="en"):
    order = Order(language=language, audience=audience, length="full", period_ids=(the_period(programme).id,))
    return reporting.build_now(programme, order, actor=SHELL)


def quoted(report):
    return [block.text for block in blocks_of(reporting.content_of(report)) if isinstance(block, Quote)]


def test_a_facilitator_reads_it_and_writes_it_out_for_the_report(client, russian, programme):
    word = a_word(programme)
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    sign_in(russian, an_account(Role.FACILITATOR, programme=programme))
    client.get(f"/p/{programme.slug}/messages")
    assert "You understood me wrong" in client.text()

    client.submit({f"r{word.id}-text": PRINTED}, form=f"report-{word.id}")

    russian.get(f"/p/{programme.slug}/messages?all=1")
    assert "Меня поняли не так" in russian.text()
    assert PRINTED in russian.text()
    assert quoted(a_report(programme)) == [PRINTED]


def test_the_words_themselves_stand_in_no_report(programme):
    retold(programme, a_word(programme))

    report = a_report(programme)

    assert "Kira" not in str(report.content)
    assert "“you understood me wrong” 1, replies 0" in str(report.content)


def test_without_the_tick_nothing_can_be_written_out(client, programme):
    word = a_word(programme, may_print=False)
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    client.get(f"/p/{programme.slug}/messages")
    assert client.page.find(id=f"report-{word.id}") is None

    with pytest.raises(RuleBroken, match=r"message\.not-for-report"):
        retold(programme, word)

    assert quoted(a_report(programme)) == []


def test_who_may_not_be_quoted_is_not_printed_either(programme):
    retold(programme, a_word(programme, refused=(Purpose.QUOTE, Purpose.PUBLICATION)))

    assert quoted(a_report(programme)) == []


def test_what_is_too_long_is_kept_in_the_form(client, programme):
    word = a_word(programme)
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    client.get(f"/p/{programme.slug}/messages")

    client.submit({f"r{word.id}-text": "word " * 200}, form=f"report-{word.id}", status=422)

    assert "word word" in client.page.find(id=f"r{word.id}-text").get_text()


def test_a_call_for_help_never_stands_in_a_report(programme):
    story = a_story(programme)

    my_story.write(story.id, kind="help", text=SAID, may_print=True)

    assert db.session.scalars(db.select(TellerMessage.may_print)).one() is False


def test_the_recall_list_knows_what_was_printed_and_a_held_story_takes_it_along(programme):
    word = a_word(programme)
    retold(programme, word)
    a_report(programme)
    uses = {(row.story_id, row.use) for row in db.session.scalars(db.select(ReportUse))}

    with act(SHELL):
        db.session.get_one(Story, word.story_id).is_held = True

    assert (word.story_id, "quoted") in uses
    assert quoted(a_report(programme)) == []
