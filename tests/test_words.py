"""Every sentence stands in Russian and English; every code and every choice has words."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from enum import Enum
from pathlib import Path

import pytest
import wtforms
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from storyapp.rules.cases import CaseStep
from storyapp.rules.errors import RuleBroken
from storyapp.services.setup_lists import KINDS
from storyapp.words.acts import ACTS, act_words
from storyapp.words.dates import day
from storyapp.words.labels import LABELS, label
from storyapp.words.messages import MESSAGES, message
from storyapp.words.speech import FOLDER, say, speaking

ROOT = Path(__file__).parent.parent
KEYWORDS = {"say": None, "mark": None, "_": None, "say_plural": (1, 2), "ngettext": (1, 2), "leave_note": None}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def extracted() -> dict[str | tuple[str, ...], str]:
    """Every msgid of code and templates, and where it stands."""
    found: dict[str | tuple[str, ...], str] = {}
    for folder, methods, options in (
        (ROOT / "storyapp", [("**.py", "python")], {}),
        (
            ROOT / "templates",
            [("**.html", "jinja2.ext:babel_extract"), ("**.txt", "jinja2.ext:babel_extract")],
            {"**.html": {"trimmed": "false", "silent": "false"}},
        ),
    ):
        for file, line, msgid, _comments, _context in extract_from_dir(str(folder), methods, options, KEYWORDS):
            found.setdefault(tuple(msgid) if isinstance(msgid, list) else msgid, f"{file}:{line}")
    return {k: v for k, v in found.items() if k}


def translated(folder: str) -> dict[str, tuple[str, ...]]:
    """Every Russian sentence, by msgid."""
    words: dict[str, tuple[str, ...]] = {}
    for file in sorted((FOLDER / folder).glob("*.po")):
        with file.open("rb") as source:
            for entry in read_po(source, locale="ru"):
                if entry.id and entry.string:
                    key = entry.id[0] if isinstance(entry.id, tuple) else entry.id
                    words[key] = entry.string if isinstance(entry.string, tuple) else (entry.string,)
    return words


EXTRACTED = extracted()
RUSSIAN = translated("ru")


def test_every_sentence_stands_in_russian():
    missing = [
        f"{where}: {msgid!r}"
        for msgid, where in EXTRACTED.items()
        if (msgid[0] if isinstance(msgid, tuple) else msgid) not in RUSSIAN
    ]

    assert not missing, f"{len(missing)} sentences without Russian:\n" + "\n".join(missing)


def said_by_wtforms() -> set[str]:
    """Sentences of the form library, which we say in its place."""
    folder = str(Path(wtforms.__file__).parent)
    found = extract_from_dir(folder, [("**.py", "python")], {}, {"gettext": None, "ngettext": (1, 2)})
    sentences = [msgid if isinstance(msgid, tuple | list) else (msgid,) for _, _, msgid, _, _ in found]
    return {form for forms in sentences for form in forms}


def test_no_russian_sentence_is_left_over():
    used = {msgid[0] if isinstance(msgid, tuple) else msgid for msgid in EXTRACTED} | said_by_wtforms()
    left = [msgid for msgid in RUSSIAN if msgid not in used]

    assert not left, f"{len(left)} left over:\n" + "\n".join(left)


def test_placeholders_are_the_same_in_both_languages():
    wrong = [
        msgid
        for msgid, forms in RUSSIAN.items()
        for form in forms
        if set(PLACEHOLDER.findall(form)) - {"num"} != set(PLACEHOLDER.findall(msgid)) - {"num"}
    ]

    assert not wrong


def test_russian_plurals_have_three_forms():
    plurals = [msgid for msgid in EXTRACTED if isinstance(msgid, tuple) and len(msgid) > 1]

    assert [m for m in plurals if len(RUSSIAN.get(m[0], ())) != 3] == []


def test_russian_is_written_in_cyrillic():
    untranslated = [
        msgid
        for msgid, forms in RUSSIAN.items()
        if not re.search("[А-Яа-яЁё]", "".join(forms)) and re.search("[A-Za-z]{4,}", PLACEHOLDER.sub("", msgid))
    ]

    assert [m for m in untranslated if m not in ("Storyapp", "English", "Russian")] == []


def test_forms_of_address_only_change_known_sentences():
    assert [msgid for msgid in translated("ru_ty") if msgid not in RUSSIAN] == []


def test_short_words_stand_in_both_languages_for_sentences_that_are_said():
    russian, english = translated("ru_easy"), translated("en_easy")

    assert russian.keys() == english.keys()
    assert [msgid for msgid in russian if msgid not in RUSSIAN] == []


def raised_codes() -> Iterator[tuple[str, str]]:
    """Every code that the house raises, and in which file."""
    for file in sorted((ROOT / "storyapp").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RuleBroken" and node.args:
                for constant in ast.walk(node.args[0]):
                    if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                        yield constant.value, file.name


@pytest.mark.parametrize("code", sorted({code for code, _ in raised_codes()}))
def test_every_broken_rule_has_its_sentence(code):
    assert code in MESSAGES


@pytest.mark.parametrize("code", sorted(MESSAGES))
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_sentence_of_a_broken_rule_can_be_said(code, language):
    facts = dict.fromkeys(PLACEHOLDER.findall(MESSAGES[code]), 3)

    with speaking(language):
        said = message(RuleBroken(code, **facts))

    assert said and "%(" not in said


@pytest.mark.parametrize(
    "kind", sorted({type(member) for member in LABELS}, key=lambda k: k.__name__), ids=lambda k: k.__name__
)
def test_every_choice_has_words_in_both_languages(kind: type[Enum]):
    for member in kind:
        with speaking("ru"):
            russian = label(member)
        with speaking("en"):
            english = label(member)
        assert russian and english, member


NOUNS = {made.noun for made in KINDS.values()}
POSITIONED = {made.noun for made in KINDS.values() if made.has_position}
PUT_ASIDE = {made.noun for made in KINDS.values() if made.off}
BUILT_CODES = {  # codes put together from what is known at that place
    "f'{made.noun}.saved'": {f"{noun}.saved" for noun in NOUNS},
    "f'{made.noun}.moved'": {f"{noun}.moved" for noun in POSITIONED},
    "f'{made.noun}.brought-back'": {f"{noun}.brought-back" for noun in PUT_ASIDE},
    "f\"{made.noun}.{('removed' if removed else 'put-aside')}\"": (
        {f"{noun}.removed" for noun in NOUNS} | {f"{noun}.put-aside" for noun in PUT_ASIDE}
    ),
    "f'{noun}.{step.value}'": (
        {f"{noun}.{step}" for noun in ("tag", "link") for step in ("added", "confirmed", "refused")} | {"link.turned"}
    ),
    "f'case.{step.value}'": {f"case.{step.value}" for step in CaseStep},
    "f\"{subject.partition(':')[0]}.proposed\"": {"result.proposed", "wording.proposed", "theme.proposed"},
    "stories.HANDED_OVER": {"story.handed-over"},
    "recall_queries.MINUTES_TAKEN": {"round.minutes-downloaded"},
    "queries.CALLED_BACK": {"recall.handled"},
    "what": set(),  # handed on by the functions below
}
WRITERS = {"note": 1, "note_everywhere": 2, "note_once_a_day": 2, "hand_out_written": 2}  # which argument is the act


def written_acts(file: Path) -> set[str]:
    """Every code that a file writes into the audit chain."""
    codes: set[str] = set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    named = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        called = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        if called not in WRITERS or getattr(getattr(node.func, "value", None), "id", "") == "keeper":
            continue
        said = node.args[WRITERS[called]]
        said = named.get(said.id, said) if isinstance(said, ast.Name) else said
        branches = [said.body, said.orelse] if isinstance(said, ast.IfExp) else [said]
        for one in branches:
            codes |= {one.value} if isinstance(one, ast.Constant) else BUILT_CODES[ast.unparse(one)]
    return codes


WRITTEN = {code for file in sorted((ROOT / "storyapp").rglob("*.py")) for code in written_acts(file)}


@pytest.mark.parametrize("code", sorted(WRITTEN))
def test_every_act_in_the_audit_chain_has_words_in_both_languages(code):
    with speaking("ru"):
        russian = act_words(code)
    with speaking("en"):
        english = act_words(code)

    assert code in ACTS
    assert len({code, russian, english}) == 3


def test_no_words_are_kept_for_acts_that_nobody_writes():
    assert set(ACTS) - WRITTEN == set()


ADDRESSED = re.compile(r"(?i)\b(вы|вас|вам|вами|ваш\w*|[а-яё]{2,}(?:[йиь]те(?:сь)?|ете|етесь))\b")
BEFORE_ANY_PROGRAMME = ("storyteller/closed.html", "storyteller/no_draft.html")


def test_tellers_are_addressed_in_their_form_on_every_page_and_in_every_error():
    pages = ("storyteller/", "macros/answers.html", "common/answer_fields.py", "facilitator/invitation_sheet.html")
    said = {
        msgid[0] if isinstance(msgid, tuple) else msgid
        for msgid, where in EXTRACTED.items()
        if any(page in where for page in pages) and not any(page in where for page in BEFORE_ANY_PROGRAMME)
    }
    said |= {words for code, words in MESSAGES.items() if code.startswith(("answer.", "attachment.", "draft."))}
    said |= {MESSAGES[code] for code in ("story.too-short", "story.too-long", "story.machine-field", "message.empty")}
    familiar = translated("ru_ty")

    assert len(said) > 300
    assert [m for m in said - familiar.keys() if ADDRESSED.search(" ".join(RUSSIAN[m]))] == []
    assert [m for m in said & familiar.keys() if ADDRESSED.search(" ".join(familiar[m]))] == []


def test_a_russian_date_at_the_end_of_a_sentence_has_one_full_stop():
    with speaking("ru"):
        said = say("The teller was asked first, on %(day)s.", day=day(date(2026, 1, 26)))

    assert said.endswith("г.") and not said.endswith("..")
