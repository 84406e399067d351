"""The invented demo content hangs together: codes exist, quotes occur, both languages are whole."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from storyapp.rules.consent import Purpose
from storyapp.rules.people import AgeBand, Role, TellerRole
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.results import LinkDirection
from storyapp.rules.rounds import Method
from storyapp.rules.selection.methods import METHODS, BallotKind, decide
from storyapp.rules.selection.outcome import Ballot, Outcome
from storyapp.rules.shares import balance_of
from storyapp.rules.stories import Mode

DEMO = Path(__file__).parents[2] / "storyapp" / "demo"
PURPOSES = set(Purpose.__members__)
MODES_OF_COLLECTORS = {"INTERVIEWER", "PEER", "GROUP", "PAPER"}
NAME_KINDS = {"PERSON", "PLACE", "SCHOOL", "ORGANISATION", "PHONE", "HANDLE", "MAIL", "ADDRESS"}
FOREIGN = {"ru": re.compile(r"[A-Za-z]"), "en": re.compile(r"[А-Яа-яЁё]")}
FILES = {str(path.relative_to(DEMO)): tomllib.loads(path.read_text(encoding="utf-8")) for path in DEMO.rglob("*.toml")}
ORGANISATION = FILES["organisation.toml"]
PROGRAMMES = {programme["code"]: programme for programme in ORGANISATION["programmes"]}
THEMES = {theme["code"]: theme for theme in FILES["codebook.toml"]["themes"]}
RESULTS = {result["code"]: result for result in FILES["results.toml"]["results"]}
RESULT_OF = {particular["code"]: result for result in RESULTS.values() for particular in result["particular"]}
STORIES = [story for name, content in FILES.items() if name.startswith("stories/") for story in content["stories"]]
STORY = {story["key"]: story for story in STORIES}
PEOPLE = {person["key"]: person for person in FILES["people.toml"]["people"]}
ROUNDS = FILES["rounds.toml"]["rounds"]
FINISHED = [selection for selection in ROUNDS if selection["state"] == "FINISHED"]
DECIDED = [selection for selection in ROUNDS if "decided_on" in selection]
CASES = FILES["safeguarding.toml"]["cases"]
REPLIES = FILES["replies.toml"]
ACTIONS = FILES["actions.toml"]["actions"]

each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story["key"])
each_programme = pytest.mark.parametrize("programme", PROGRAMMES.values(), ids=lambda programme: programme["code"])
each_round = pytest.mark.parametrize("selection", ROUNDS, ids=lambda selection: selection["key"])
each_decided_round = pytest.mark.parametrize("selection", DECIDED, ids=lambda selection: selection["key"])
each_finished_round = pytest.mark.parametrize("selection", FINISHED, ids=lambda selection: selection["key"])


def values_in(content: object) -> Iterator[object]:
    """Give every value of nested tables and lists, tables included."""
    yield content
    children = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    yield from chain.from_iterable(values_in(child) for child in children)


def wordings_in(content: object) -> list[dict]:
    return [value for value in values_in(content) if isinstance(value, dict) and value.keys() & {"ru", "en"}]


def masked(text: str, story: dict) -> str:
    for name in story["names_inside"]:
        text = text.replace(name["text"], name["replacement"])
    return text


def whole(story: dict) -> str:
    return "\n".join([story["title"], *story["range"], story["happened"], story["matters"]])


def told(story: dict) -> str:
    return story["happened"] + "\n\n" + story["matters"]


def code_of(items: list[dict], code: str) -> dict:
    return next(item for item in items if item["code"] == code)


def given(answer: object) -> list:
    return answer if isinstance(answer, list) else [answer]


def allowed(question: dict) -> set:
    steps = question.get("scale", {}).get("steps", 0)
    return {option["code"] for option in question.get("options", [])} | set(range(1, steps + 1))


def purpose_of(selection: dict) -> str:
    return "YOUTH_PANEL" if selection["selection_level"] == "youth" else "PANEL"


def outcome_of(selection: dict) -> Outcome:
    """Count a round's ballots by its own method, as the house would."""
    number = {key: n for n, key in enumerate(selection["stories"], start=1)}
    seats = {seat["code"]: n for n, seat in enumerate(selection["seats"], start=1)}
    ballots = [
        Ballot(
            seat_id=seats[one["seat"]], turn=one["turn"], story_id=number.get(one.get("story")), reason=one["reason"],
            marks={number[key]: mark for key, mark in one.get("marks", {}).items()},
            pairs=tuple((number[better], number[worse]) for better, worse in one.get("pairs", ())),
            is_ranked=METHODS[Method[selection["method"]]].asks(one["turn"]) is BallotKind.ORDER,
        )
        for one in selection["ballots"]
    ]  # fmt: skip
    return decide(Method[selection["method"]], ballots, n_seats=len(seats), story_ids=number.values())


def named_in(ballot: dict) -> set[str]:
    return {*ballot.get("marks", {}), *chain.from_iterable(ballot.get("pairs", ())), *given(ballot.get("story", []))}


@pytest.mark.parametrize("name", FILES)
def test_every_wording_is_whole_and_in_its_own_alphabet(name):
    wordings = [
        {language: "".join(given(text)) for language, text in wording.items() if language in FOREIGN}
        for wording in wordings_in(FILES[name])
    ]

    assert [wording for wording in wordings if set(wording) != {"ru", "en"} or not all(wording.values())] == []
    assert [text for wording in wordings for lang, text in wording.items() if FOREIGN[lang].search(text)] == []


@pytest.mark.parametrize("name", FILES)
def test_every_date_lies_in_the_demo_year(name):
    days = [f"{value:%Y-%m-%d}" for value in values_in(FILES[name]) if isinstance(value, date)]

    assert [day for day in days if not "2025-09-01" <= day <= "2026-06-30"] == []


@pytest.mark.parametrize("name", FILES)
def test_every_telephone_number_is_clearly_reserved(name):
    numbers = re.findall(r"\+?\d[\d() -]{8,}\d", (DEMO / name).read_text(encoding="utf-8"))

    assert [n for n in numbers if "000" not in n and not re.match(r"20\d\d-\d\d-\d\d", n)] == []


def test_there_are_two_programmes_with_their_guardian_ages():
    assert [(p["code"], p["guardian_age"]) for p in PROGRAMMES.values()] == [("mentors", 14), ("families", 16)]


@each_programme
def test_a_programme_has_its_periods_domains_and_explanations(programme):
    assert [period["code"] for period in programme["periods"]] == ["autumn-2025", "spring-2026"]
    assert [domain["kind"] for domain in programme["domains"]] == ["NORMAL"] * 3 + ["ANY_OTHER", "LESSONS"]
    assert [explained["ages"] for explained in programme["explained"]] == ["10-13", "14-17", "18+"]
    assert len(programme["comprehension"]) == 2
    assert [sum(a["is_right"] for a in question["answers"]) for question in programme["comprehension"]] == [1, 1]


@each_programme
def test_a_questionnaire_has_three_families_and_lets_the_teller_skip(programme):
    questions = programme["questions"]
    fills = {question["fills"] for question in questions if "fills" in question}
    groups = {option["code"] for option in code_of(questions, "group")["options"]}

    assert {question["family"] for question in questions} == {"ELICIT", "STORY", "TELLER"}
    assert {question["kind"] for question in questions} <= QuestionKind.__members__.keys()
    assert fills == {"range", "choice", "title", "happened", "matters"}
    assert [q["code"] for q in questions if q["family"] != "ELICIT" and q["is_required"]] == []
    assert [question["position"] for question in questions] == list(range(1, len(questions) + 1))
    assert groups == {group["code"] for group in programme["target_groups"]}


def test_consent_texts_cover_every_purpose_and_age_once():
    texts = Counter((text["purpose"], text["ages"]) for text in ORGANISATION["consent_texts"])

    assert texts == {(purpose, ages): 1 for purpose in PURPOSES for ages in ("10-13", "14-17", "18+", "guardian")}


def test_helplines_are_marked_as_demonstration():
    assert {line["country"] for line in ORGANISATION["helplines"]} == {"RU", "UK", "INTERNATIONAL"}
    assert all(line["is_demo"] and "000" in line["phone"] for line in ORGANISATION["helplines"])


def test_the_codebook_has_enough_themes_and_seeds():
    seeds = [theme["seeds"][language] for theme in THEMES.values() for language in ("ru", "en")]

    assert len(THEMES) >= 12
    assert {theme["parent"] for theme in THEMES.values() if "parent" in theme} <= THEMES.keys()
    assert [words for words in seeds if len(set(words)) < 8] == []
    assert all(any(" " in word for word in words) for words in seeds)


def test_the_results_tree_is_whole():
    parents = {result["parent"] for result in RESULTS.values() if "parent" in result}
    particulars = [particular["code"] for result in RESULTS.values() for particular in result["particular"]]

    assert len(RESULTS) >= 9
    assert parents <= RESULTS.keys()
    assert {result["level"] for result in RESULTS.values()} == {"short", "medium", "long"}
    assert len(particulars) == len(set(particulars))
    assert all(2 <= len(result["particular"]) <= 4 and result["indicators"] for result in RESULTS.values())
    assert all(set(result["programmes"]) <= PROGRAMMES.keys() for result in RESULTS.values())


def test_there_are_enough_stories_of_every_kind():
    languages = Counter(story["language"] for story in STORIES)
    roles = Counter(story["teller_role"] for story in STORIES)

    assert len(STORIES) == len(STORY) >= 70
    assert languages["ru"] >= 40
    assert languages["en"] >= 28
    assert roles["PARENT"] + roles["GUARDIAN"] >= 10
    assert roles["STAFF"] == 2


@pytest.mark.parametrize(
    ("direction", "share"), {"BETTER": 0.55, "WORSE": 0.15, "MIXED": 0.2, "NO_CHANGE": 0.1}.items()
)
def test_directions_are_mixed_as_in_life(direction, share):
    counted = sum(story["direction"] == direction for story in STORIES)

    assert counted / len(STORIES) == pytest.approx(share, abs=0.02)


def test_every_domain_of_every_period_has_a_story():
    places = {(story["programme"], story["period"], story["domain"]) for story in STORIES}

    assert places == {
        (code, period["code"], domain["code"])
        for code, programme in PROGRAMMES.items()
        for period in programme["periods"]
        for domain in programme["domains"]
    }


def test_some_changes_were_planned_by_nobody():
    unplanned = [s for s in STORIES if not s["results"] and s["direction"] != "NO_CHANGE"]

    assert len(unplanned) >= 4
    assert {story["language"] for story in unplanned} == {"ru", "en"}


@each_story
def test_a_story_is_of_readable_length_and_uses_known_words(story):
    programme = PROGRAMMES[story["programme"]]
    period = code_of(programme["periods"], story["period"])

    assert code_of(programme["domains"], story["domain"])
    assert period["starts_on"] <= story["told_on"] <= period["ends_on"]
    assert story["age_band"] in AgeBand.__members__
    assert story["teller_role"] in TellerRole.__members__
    assert story["mode"] in Mode.__members__
    assert 2 <= len(story["range"]) <= 4
    assert 30 <= len(told(story).split()) <= 400
    assert set(story["consents"]) == PURPOSES
    assert set(story["consents"].values()) <= {"grant", "refuse"}
    assert ("pseudonym" in story) == (story["consents"]["PUBLICATION"] == "grant")


@each_story
def test_a_masked_story_keeps_to_its_alphabet(story):
    assert FOREIGN[story["language"]].findall(masked(whole(story), story)) == []


@each_story
def test_every_name_is_found_and_none_is_left(story):
    working = masked(whole(story), story)

    assert {name["kind"] for name in story["names_inside"]} <= NAME_KINDS
    assert [name["text"] for name in story["names_inside"] if name["text"] not in whole(story)] == []
    assert [name["text"] for name in story["names_inside"] if name["text"] in working] == []


@each_story
def test_every_evidence_occurs_once_in_the_working_text(story):
    working = masked(told(story), story)
    evidence = [link["evidence"] for link in story["themes"] + story["results"]]

    assert {words: working.count(words) for words in evidence} == dict.fromkeys(evidence, 1)


@each_story
def test_themes_and_results_exist_for_the_programme(story):
    links = [link["particular"] for link in story["results"]]

    assert {theme["code"] for theme in story["themes"]} <= THEMES.keys()
    assert len({theme["code"] for theme in story["themes"]}) == len(story["themes"])
    assert len(set(links)) == len(links)
    assert [code for code in links if story["programme"] not in RESULT_OF[code]["programmes"]] == []
    assert {link["direction"] for link in story["results"]} <= LinkDirection.__members__.keys()


@each_story
def test_answers_are_options_of_the_questionnaire(story):
    questions = {question["code"]: question for question in PROGRAMMES[story["programme"]]["questions"]}
    chosen = [(code, option) for code, answer in story["answers"].items() for option in given(answer)]

    assert [(code, option) for code, option in chosen if option not in allowed(questions[code])] == []
    assert all(isinstance(a, list) == (questions[c]["kind"] == "SEVERAL_OF") for c, a in story["answers"].items())


@each_story
def test_a_collector_and_a_guardian_are_named_where_needed(story):
    needs_guardian = AgeBand[story["age_band"]].oldest < PROGRAMMES[story["programme"]]["guardian_age"]

    assert ("guardian" in story) == needs_guardian
    assert ("collector" in story) == ("read_back" in story) == (story["mode"] in MODES_OF_COLLECTORS)
    assert story.get("collector", "ilyina") in PEOPLE


def test_one_story_waits_for_a_guardian_and_carries_no_codes():
    waiting = [story for story in STORIES if "guardian" in story and "agreed_on" not in story["guardian"]]

    assert [(story["themes"], story["results"]) for story in waiting] == [([], [])]


def test_some_tellers_refuse_quotes_and_panels():
    refused = Counter(purpose for s in STORIES for purpose, answer in s["consents"].items() if answer == "refuse")

    assert min(refused["QUOTE"], refused["PANEL"], refused["YOUTH_PANEL"]) >= 2


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["story"])
def test_a_case_is_handled_in_time_by_two_leads(case):
    story = STORY[case["story"]]
    leads = {key for key, p in PEOPLE.items() if "SAFEGUARDING_LEAD" in {role["role"] for role in p["roles"]}}
    steps = [event["at"] for event in case["timeline"]]

    assert [words for words in case["words"] if words not in told(story)] == []
    assert {case["closed_by"], case["confirmed_by"]} == {event["by"] for event in case["timeline"]} == leads
    assert steps == sorted(steps)
    assert (case["acknowledged_at"] - case["opened_at"]).total_seconds() <= 4 * 3600
    assert (case["decided_at"] - case["opened_at"]).total_seconds() <= 72 * 3600
    assert story["consents"]["PANEL"] == story["consents"]["YOUTH_PANEL"] == "refuse"


@each_round
def test_a_round_reads_only_stories_that_may_be_read(selection):
    domains = [selection.get("domain", one["code"]) for one in PROGRAMMES[selection["programme"]]["domains"]]
    places = {(selection["programme"], selection["period"], domain) for domain in domains}
    read_by_panel = [STORY[key] for key in selection["stories"]]
    left_out = [STORY[item["story"]] for item in selection.get("left_out", [])]

    assert {(s["programme"], s["period"], s["domain"]) for s in read_by_panel + left_out} <= places
    assert {story["consents"][purpose_of(selection)] for story in read_by_panel} == {"grant"}
    assert {story["key"] for story in read_by_panel}.isdisjoint(case["story"] for case in CASES)
    assert selection["facilitator"] in PEOPLE


@each_round
def test_only_present_seats_vote_once_a_turn_for_a_story_of_the_round(selection):
    present = {seat["code"] for seat in selection["seats"] if seat["is_present"]}
    votes = Counter((ballot["seat"], ballot["turn"]) for ballot in selection["ballots"])
    languages = {seat["code"]: seat["language"] for seat in selection["seats"]}

    assert {ballot["seat"] for ballot in selection["ballots"]} <= present
    assert set(votes.values()) == {1}
    assert {story for ballot in selection["ballots"] for story in named_in(ballot)} <= set(selection["stories"])
    assert [b for b in selection["ballots"] if b["language"] != languages[b["seat"]]] == []
    assert [b for b in selection["ballots"] if FOREIGN[b["language"]].search(b["reason"])] == []


@each_decided_round
def test_the_outcome_follows_from_the_ballots_by_the_method_of_the_round(selection):
    number = {key: n for n, key in enumerate(selection["stories"], start=1)}
    outcome = outcome_of(selection)
    days = [selection[day] for day in ("opened_on", "decided_on", "finished_on") if day in selection]

    assert {number[key] for key in selection["chosen"]} == set(outcome.chosen or outcome.tied)
    assert {number[key] for key in selection.get("tie", {}).get("stories", ())} == set(outcome.tied)
    assert days == sorted(days)


@each_finished_round
def test_those_who_moved_voted_so_in_both_turns(selection):
    votes = {(b["seat"], b["turn"]): b["story"] for b in selection["ballots"] if "story" in b}
    moves = {(seat, turn, votes[seat, turn - 1], story) for (seat, turn), story in votes.items() if turn > 1}
    changes = {move for move in moves if move[2] != move[3]}

    assert {(m["seat"], m["turn"], m["from"], m["to"]) for m in selection.get("moved", [])} == changes


@each_finished_round
def test_every_story_of_a_finished_round_is_answered_in_its_language(selection):
    feedback = selection["feedback"]
    answered = [item["story"] for item in feedback + selection.get("exceptions", [])]
    texts = [(item["language"], item["valued"] + item["will_change"]) for item in feedback]

    assert Counter(answered) == Counter(selection["stories"])
    assert [item["story"] for item in feedback if item["language"] != STORY[item["story"]]["language"]] == []
    assert [text for language, text in texts if FOREIGN[language].search(text)] == []
    assert [d for d in selection["dissents"] if d["story"] in selection["chosen"]] == []


def test_the_rounds_show_seven_methods_and_every_state_that_a_desk_can_have():
    methods, states = {selection["method"] for selection in ROUNDS}, {selection["state"] for selection in ROUNDS}

    assert methods == {"MAJORITY", "ITERATIVE", "SCORING", "SECRET", "PAIRWISE", "SHORTLIST", "SCHULZE"}
    assert states == {"OPEN", "PAUSED", "DECIDED", "FINISHED"}
    assert [item["story"] for r in FINISHED for item in r.get("exceptions", [])] == ["seat-by-the-driver"]


def test_one_long_list_is_dealt_so_that_every_two_stories_meet_in_one_reader():
    (dealt,) = (selection for selection in ROUNDS if "shares" in selection)
    hands = {share["seat"]: share["stories"] for share in dealt["shares"]}
    number = {key: n for n, key in enumerate(dealt["stories"])}
    even = balance_of(number.values(), {n: [number[key] for key in hand] for n, hand in enumerate(hands.values())})

    assert hands.keys() == {seat["code"] for seat in dealt["seats"]}
    assert (even.least_each, even.most_each, even.fewest_readers) == (3, 3, dealt["readers"])
    assert (even.n_met, even.n_pairs) == (21, 21)
    assert {one["seat"]: set(one["marks"]) for one in dealt["ballots"]} == {
        share["seat"]: set(share["stories"]) for share in dealt["shares"] if share["n_read"] == dealt["readers"]
    }


def test_the_staff_chose_otherwise_and_answered_the_young_people_in_writing():
    levels = {r["selection_level"]: r for r in FINISHED if (r["domain"], r["period"]) == ("people", "autumn-2025")}
    both = set(levels["youth"]["stories"]) & set(levels["staff"]["stories"])

    assert set(levels["youth"]["chosen"]) <= both
    assert set(levels["staff"]["chosen"]) <= both - set(levels["youth"]["chosen"])
    assert levels["staff"]["answer_to_youth"].keys() == {"ru", "en"}
    assert levels["staff"]["youth_word"] == "AGREES"


def test_replies_speak_the_tellers_language_and_follow_the_round():
    finished_on = {selection["key"]: selection["finished_on"] for selection in FINISHED}
    items = REPLIES["replies"] + REPLIES["questions"]
    texts = [(item["language"], item["text"] + item.get("answer", "")) for item in items]

    assert [item for item in items if item["language"] != STORY[item["story"]]["language"]] == []
    assert [text for language, text in texts if FOREIGN[language].search(text)] == []
    assert [reply for reply in REPLIES["replies"] if reply["on"] < finished_on[reply["round"]]] == []
    assert sum(reply["kind"] == "MISUNDERSTOOD" for reply in REPLIES["replies"]) == 1
    assert {item["answered_by"] for item in items if "answered_by" in item} <= PEOPLE.keys()


def test_a_withdrawal_takes_back_what_had_been_granted():
    taken = [(STORY[w["story"]]["consents"], w["purposes"]) for w in REPLIES["withdrawals"]]

    assert [{consents[purpose] for purpose in purposes} for consents, purposes in taken] == [{"grant"}]


def test_people_have_invented_addresses_and_known_roles():
    roles = [role for person in PEOPLE.values() for role in person["roles"]]

    assert all(person["email"].endswith("@example.org") for person in PEOPLE.values())
    assert {role["role"] for role in roles} == Role.__members__.keys()
    assert {role["programme"] for role in roles if "programme" in role} <= PROGRAMMES.keys()


def test_actions_name_their_stories_owners_and_dates():
    refused = {action["programme"]: action for action in ACTIONS if action["status"] == "REFUSED"}

    assert len(ACTIONS) == 6
    assert refused.keys() == PROGRAMMES.keys()
    assert all(action["decided"]["ru"] and action["did"]["en"] for action in refused.values())
    assert {key for action in ACTIONS for key in action["stories"]} <= STORY.keys()
    assert {action["owner"] for action in ACTIONS} <= PEOPLE.keys()
    assert {action["round"] for action in ACTIONS if "round" in action} <= {selection["key"] for selection in ROUNDS}
    assert [action["key"] for action in ACTIONS if ("done_on" in action) != (action["status"] == "DONE")] == []
    assert {action.get("youth_mark", "DONE") for action in ACTIONS} == {"DONE", "NOT_DONE"}
