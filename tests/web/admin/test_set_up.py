"""Setting a programme up, noun by noun, in both languages."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.evidence import OtherEvidence
from storyapp.data.tables.programmes import Domain, Indicator, ParticularWording, Period, SocialResult, Theme
from storyapp.rules.people import Role
from storyapp.rules.results import LinkDirection
from storyapp.rules.verifying import OtherKind
from storyapp.rules.wording import Wording
from tests.builders import a_programme, a_story, an_account, domains, sign_in, the_period

BOTH = {"name_ru": "Новое имя", "name_en": "New name"}
NOUNS = {
    "introductions": {"band": "CHILD", "text_ru": "Новое имя", "text_en": "New name", "will_not_ru": "Нет", "will_not_en": "No"},
    "periods": {**BOTH, "starts_on": "2026-09-01", "ends_on": "2026-12-31", "n_expected": "30", "is_open": "y"},
    "domains": {**BOTH, "kind": "NORMAL"},
    "understanding": {
        f"{part}_{code}": words
        for part in ("wording", "right", "wrong", "explanation")
        for code, words in (("ru", "Новое имя"), ("en", "New name"))
    },
    "target-groups": {**BOTH, "n_target": "12"},
    "themes": {**BOTH, "seeds_ru": "Я теперь говорю", "seeds_en": "I speak now", "threshold": "0.4"},
    "results": {"general_ru": "Новое имя", "general_en": "New name", "outcome_level": "SHORT", "particulars": "speaks | Говорит | Speaks", "indicators": "Сколько говорят | How many speak"},
}  # fmt: skip


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def facilitator(programme):
    return an_account(Role.FACILITATOR, programme=programme)


@pytest.fixture
def place(client, russian, programme, facilitator):
    """The address of the set-up, with a facilitator signed in in both browsers."""
    sign_in(client, facilitator)
    sign_in(russian, facilitator)
    return f"/p/{programme.slug}/set-up"


def rows(table, programme):
    return list(db.session.scalars(db.select(table).where(table.programme_id == programme.id).order_by(table.id)))


@pytest.mark.parametrize("noun", NOUNS)
def test_a_noun_is_made_in_english_and_read_in_russian(client, russian, place, noun):
    client.get(f"{place}/{noun}/new")
    client.submit(NOUNS[noun])
    assert client.url == f"{place}/{noun}"
    assert "New name" in client.text()

    russian.get(f"{place}/{noun}")
    assert "Новое имя" in russian.text()


@pytest.mark.parametrize("noun", NOUNS)
def test_a_noun_is_changed_in_russian_and_read_in_english(client, russian, place, noun):
    russian.get(f"{place}/{noun}/new")
    russian.submit(NOUNS[noun])
    field = next(name for name, value in NOUNS[noun].items() if value == "New name")

    russian.get(russian.link("Новое имя"))
    russian.submit({field: "Another name"})

    client.get(f"{place}/{noun}")
    assert "Another name" in client.text()


@pytest.mark.parametrize("noun", NOUNS)
def test_an_empty_form_says_what_is_missing(client, russian, place, noun):
    for browser in (client, russian):
        browser.get(f"{place}/{noun}/new")
        browser.submit(dict.fromkeys(NOUNS[noun], ""))

        assert browser.page.select(".error-summary")


def test_one_language_is_enough(client, place, programme):
    client.get(f"{place}/domains/new")

    client.submit({"name_ru": "Только по-русски"})

    assert rows(Domain, programme)[-1].name == Wording(ru="Только по-русски")
    assert rows(Domain, programme)[-1].code == "tolko-po-russki"


def test_switching_the_language_keeps_what_was_typed(client, place):
    client.get(f"{place}/domains/new")
    client.language = "ru"

    client.submit({"name_en": "Half a name", "switch_language": "ru"})

    assert client.page.find("input", attrs={"name": "name_en"})["value"] == "Half a name"


def test_a_domain_moves_up(client, place, programme):
    second = domains(programme)[1]

    client.get(f"{place}/domains")
    client.post(f"{place}/domains/{second.id}/move/up")

    assert domains(programme)[0].id == second.id


def test_what_was_never_used_is_removed(client, place, programme):
    unused = domains(programme)[2]
    client.get(f"{place}/domains")

    client.post(f"{place}/domains/{unused.id}/retire")

    assert "Removed." in client.text()
    assert len(rows(Domain, programme)) == 2


def test_what_was_used_is_put_aside_and_can_come_back(client, place, programme):
    used = domains(programme)[0]
    a_story(programme)
    client.get(f"{place}/domains")

    client.post(f"{place}/domains/{used.id}/retire")
    assert not db.session.get(Domain, used.id).is_active

    client.post(f"{place}/domains/{used.id}/bring-back")
    assert db.session.get(Domain, used.id).is_active


def test_a_period_with_invitations_is_closed_not_removed(client, place, programme):
    a_story(programme)
    period = the_period(programme)
    client.get(f"{place}/periods")

    client.post(f"{place}/periods/{period.id}/retire")

    assert not db.session.get(Period, period.id).is_open


def test_a_period_cannot_end_before_it_begins(client, place):
    client.get(f"{place}/periods/new")

    client.submit({**NOUNS["periods"], "ends_on": "2026-08-01"})

    assert "before the first" in client.text()


def test_two_introductions_for_one_age_are_refused(client, place):
    client.get(f"{place}/introductions/new")
    client.submit(NOUNS["introductions"])
    client.get(f"{place}/introductions/new")

    client.submit(NOUNS["introductions"])

    assert "one like this already" in client.text()


def test_a_theme_keeps_its_seeds_in_both_languages(client, place, programme):
    client.get(f"{place}/themes/new")

    client.submit({**NOUNS["themes"], "seeds_ru": "Раз\n\nДва"})

    assert rows(Theme, programme)[0].seeds == {"ru": ["Раз", "Два"], "en": ["I speak now"]}


def test_a_theme_cannot_stand_under_itself(client, place, programme):
    client.get(f"{place}/themes/new")
    client.submit({**NOUNS["themes"], "code": "above"})
    client.get(f"{place}/themes/new")
    client.submit({**NOUNS["themes"], "code": "below"})
    above, below = rows(Theme, programme)
    client.get(f"{place}/themes/{below.id}")
    client.submit({"parent_id": str(above.id)})

    client.get(f"{place}/themes/{above.id}")
    offered = [one["value"] for one in client.page.select("[name=parent_id] option")]
    client.submit({"parent_id": str(below.id)})

    assert offered == ["", str(below.id)]
    assert "under itself" in client.text()


def test_a_result_keeps_particular_wordings_and_indicators(client, place, programme):
    client.get(f"{place}/results/new")
    client.submit(NOUNS["results"])
    result = rows(SocialResult, programme)[0]
    client.get(f"{place}/results/{result.id}")

    client.submit({"particulars": "speaks | Говорит чаще | Speaks more\ncalls | Звонит | Calls"})

    assert [(p.code, p.wording.en) for p in rows(ParticularWording, programme)] == [
        ("speaks", "Speaks more"),
        ("calls", "Calls"),
    ]
    assert [i.wording.en for i in rows(Indicator, programme)] == ["How many speak"]


@pytest.fixture
def result_with_signs(client, place, programme):
    """The address of a result with two indicators; something that was noted beside a story rests on the first."""
    client.get(f"{place}/results/new")
    client.submit(
        {**NOUNS["results"], "indicators": "Сколько говорят | How many speak\nСколько звонят | How many call"}
    )
    speak = rows(Indicator, programme)[0]
    story = a_story(programme)
    db.session.add(
        OtherEvidence(
            organisation_id=programme.organisation_id, programme_id=programme.id, story_id=story.id,
            kind=OtherKind.INDICATOR, stance=LinkDirection.SUPPORTS, text="From the register.", indicator_id=speak.id,
            indicator_value="12", noted_on=story.told_on,
        )
    )  # fmt: skip
    db.session.commit()
    return f"{place}/results/{rows(SocialResult, programme)[0].id}"


def test_saving_a_result_leaves_its_indicators_what_they_were(client, programme, result_with_signs):
    before = {one.id for one in rows(Indicator, programme)}
    speak, call = (f"i{one.id}" for one in rows(Indicator, programme))
    client.get(result_with_signs)

    client.submit(
        {"indicators": f"{call} | Сколько звонят | How many call\n{speak} | Сколько говорят вслух | How many speak up"}
    )

    kept = sorted(rows(Indicator, programme), key=lambda one: one.position)
    assert [one.wording.en for one in kept] == ["How many call", "How many speak up"]
    assert {one.id for one in kept} == before
    assert rows(OtherEvidence, programme)[0].indicator_id == kept[1].id


def test_an_indicator_without_its_code_is_known_by_its_words(client, programme, result_with_signs):
    before = [one.id for one in rows(Indicator, programme)]
    client.get(result_with_signs)

    client.submit({"indicators": "Как часто | How often\nСколько говорят | How many speak"})

    assert [(one.id == before[0], one.wording.en) for one in rows(Indicator, programme)] == [
        (True, "How many speak"),
        (False, "How often"),
    ]


def test_an_indicator_on_which_something_rests_is_not_lost(client, russian, programme, result_with_signs):
    for browser, words in ((client, "rests on the indicator “How many speak”"), (russian, "«Сколько говорят»")):
        browser.get(result_with_signs)
        browser.submit({"indicators": ""})

        assert words in browser.page.select_one(".error-summary").get_text()
    assert len(rows(Indicator, programme)) == 2


def test_a_result_on_whose_indicator_something_rests_is_only_put_aside(client, programme, result_with_signs):
    client.get(result_with_signs.rpartition("/")[0])

    client.post(f"{result_with_signs}/retire")

    assert not rows(SocialResult, programme)[0].is_active


def test_another_organisations_things_do_not_exist(client, place, programme):
    other = domains(a_programme())[0]

    client.get(f"{place}/domains/{other.id}", status=404)


def test_a_set_up_of_another_organisation_does_not_exist(client, place):
    client.get(f"/p/{a_programme().slug}/set-up", status=404)


def test_an_unknown_noun_does_not_exist(client, place):
    client.get(f"{place}/dragons", status=404)
    client.get(f"{place}/helplines", status=404)


def test_who_only_reads_reports_may_not_set_up(client, programme):
    sign_in(client, an_account(Role.FUNDER_VIEWER, programme=programme))

    client.get(f"/p/{programme.slug}/set-up", status=403)


def test_the_overview_says_what_is_missing(client, russian, place):
    client.get(place)
    assert "Say what the stories are for." in client.text()

    russian.get(place)
    assert russian.h1 == "Настройка"


def test_what_the_programme_says_of_itself_is_changed(client, russian, place):
    client.get(f"{place}/programme")
    client.submit({"purpose_en": "To learn together", "guardian_age": "16", "address_form": "VY"})

    russian.get(f"{place}/programme")
    assert russian.page.find(attrs={"name": "purpose_en"}).get_text().strip() == "To learn together"


def test_a_guardian_age_beyond_eighteen_is_refused(client, russian, place):
    for browser in (client, russian):
        browser.get(f"{place}/programme")
        browser.submit({"guardian_age": "40"})

        assert browser.page.select(".error-summary")
