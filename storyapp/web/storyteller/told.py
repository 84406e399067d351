"""What a finished draft says, as the values that are sent."""

from typing import Any

from storyapp.rules.consent import Purpose, Understanding
from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.stories import Direction, ReadBack
from storyapp.services import understanding
from storyapp.services.submission import StoryTold
from storyapp.web.storyteller.forms import NOT_SURE
from storyapp.web.storyteller.steps import Telling
from storyapp.words.speech import language


def told_of(here: Telling) -> StoryTold:
    """Return the story as it is sent; every step has been whole before."""
    answers, own = here.contents.answers, here.own_answers
    given = {(q.id, q.occasion): own[q.code] for q in here.asked if q.code in own and not q.asks_for_more}
    age, title, direction = answers["age"], answers["title"], answers["direction"]
    return StoryTold(
        submission_key=here.contents.submission_key,
        language=language(),
        age_band=AgeBand(age["band"]),
        teller_role=TellerRole(age["role"] or TellerRole.YOUNG_PERSON.value),
        title=title["title"],
        happened=answers["happened"]["happened"],
        matters=answers["matters"]["matters"],
        considered=tuple(line for line in here.changes if line != here.choice),
        direction=Direction(direction["direction"]),
        domain_id=_domain_id(direction),
        answers={at: value for (at, occasion), value in given.items() if occasion == 0},
        repeated={at: value for at, value in given.items() if at[1]},
        consents={Purpose(value): said == "yes" for value, said in answers["consent"].items()},
        shown={Purpose[name]: fingerprint for name, fingerprint in here.contents.shown.items()},
        understanding=_understanding(here),
        wants_help=title["wants_help"],
        pseudonym=title["pseudonym"],
        form_version_id=here.contents.form_version or None,
        read_back=ReadBack(answers["read_back"]["read_back"]) if here.is_written_down else None,
    )


def _understanding(here: Telling) -> Understanding | None:
    if "understood" not in here.contents.answers:
        return None
    return understanding.come_to(understanding.questions_of(here.place.programme), here.contents.answers["understood"])


def _domain_id(values: dict[str, Any]) -> int | None:
    value = values.get("domain") or NOT_SURE
    return None if value == NOT_SURE else int(value)
