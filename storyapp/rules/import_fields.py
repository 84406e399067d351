"""What a column of somebody's sheet may hold, and how its header and its words give that away."""

import re
from collections.abc import Mapping, Sequence
from enum import Enum

from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.stories import Direction

IGNORED, QUESTION = "", "question:"
YES, NO = "yes", "no"
LONGEST_HEADER = 80
LONGEST_ASKING_HEADER = 300
SHORTEST_TEXT = 20


class Field(Enum):
    """A part of a story that a column can become; the value is its name in a map file."""

    HAPPENED = "story"
    MATTERS = "matters"
    TITLE = "title"
    TOLD_ON = "date"
    AGE = "age"
    AGE_BAND = "age_band"
    DIRECTION = "direction"
    DOMAIN = "domain"
    PERIOD = "period"
    LANGUAGE = "language"
    TELLER_ROLE = "role"
    CONSENT = "consent"
    ORIGIN = "id"


JOINED = frozenset({Field.HAPPENED, Field.MATTERS})  # several columns become one text
CHOSEN = (
    Field.DIRECTION, Field.DOMAIN, Field.TELLER_ROLE, Field.AGE_BAND, Field.LANGUAGE, Field.PERIOD, Field.CONSENT,
)  # fmt: skip
_HEADERS = (
    (Field.MATTERS, r"\bwhy\b.*\b(matter|important|significan)|significance|почему.*(важн|значим)|значимость"),
    (Field.AGE_BAND, r"\bage (group|band|range|category)|возрастн"),
    (Field.AGE, r"\bage\b|\bhow old\b|возраст|сколько.*\bлет\b|полных лет"),
    (Field.TITLE, r"\btitle\b|\bheadline\b|заголовок|название|заглавие"),
    (Field.TELLER_ROLE, r"\brole\b|\bteller\b|\bwho (is|are) (telling|you)\b|\bроль\b|кто рассказ|рассказчик"),
    (Field.LANGUAGE, r"\blanguage\b|\bязык\b"),
    (Field.PERIOD, r"\bperiod\b|\bwave\b|период|\bволна\b"),
    (Field.DIRECTION, r"\bdirection\b|better or worse|лучше или хуже|направлени"),
    (Field.DOMAIN, r"\bdomain\b|\barea of change\b|\bобласть|\bсфера"),
    (Field.CONSENT, r"\bconsent|\bagree to\b|соглас"),
    (Field.TOLD_ON, r"\bdate\b|timestamp|submission time|\bдата\b|отметка времени"),
    (Field.ORIGIN, r"^((\w+ )?id|uuid|no|n|number|номер|код|код записи|индекс)$|^hmid$"),
    (Field.HAPPENED, r"\bstory\b|what happened|\bmoments?\b|narrative|\bchanges?\b|истори|расскаж|произошло|изменени"),
)  # fmt: skip
_ASKING = frozenset({Field.HAPPENED, Field.MATTERS, Field.AGE})  # questions put to people are long
_GENDER = frozenset({"gender", "sex", "пол", "sex of the respondent", "ваш пол"})
_NOTHING = frozenset({"", "na", "n a", "nan", "null", "нет данных", "не указано", "prefer not to say", "no answer"})

_SYNONYMS: Mapping[Field, Mapping[str, str]] = {
    Field.DIRECTION: {
        Direction.BETTER.name: "better|it got better|good|improved|positive|"
        "лучше|стало лучше|хорошо|улучшилось|улучшение|положительное",
        Direction.WORSE.name: "worse|it got worse|bad|worsened|negative|"
        "хуже|стало хуже|плохо|ухудшилось|ухудшение|отрицательное",
        Direction.MIXED.name: "mixed|both|both better and worse|и лучше и хуже|по разному|смешанное|и то и другое",
        Direction.NO_CHANGE.name: "no change|nothing changed|same|neutral|"
        "без изменений|не изменилось|ничего не изменилось|нет изменений",
    },
    Field.TELLER_ROLE: {
        TellerRole.YOUNG_PERSON.name: "young person|child|teenager|youth|participant|"
        "ребенок|подросток|молодой человек|участник|ученик",
        TellerRole.PARENT.name: "parent|mother|father|родитель|мать|мама|отец|папа",
        TellerRole.GUARDIAN.name: "guardian|carer|foster parent|опекун|законный представитель|приемный родитель",
        TellerRole.STAFF.name: "staff|worker|social worker|teacher|mentor|"
        "сотрудник|специалист|педагог|наставник|куратор",
        TellerRole.PEER.name: "peer|friend|сверстник|равный|друг",
        TellerRole.OTHER.name: "other|somebody else|другой|другое|иное",
    },
    Field.AGE_BAND: {
        AgeBand.FROM_10_TO_13.name: "10 13",
        AgeBand.FROM_14_TO_15.name: "14 15",
        AgeBand.FROM_16_TO_17.name: "16 17",
        AgeBand.FROM_18_TO_23.name: "18 23",
        AgeBand.ADULT.name: "adult|24|взрослый|взрослые|старше 23",
    },
    Field.LANGUAGE: {
        "ru": "rus|russian|русский|рус|ru ru",
        "en": "eng|english|английский|англ|en us|en gb",
        "other": "другой|fr|french|francais|français|французский|de|german|deutsch|немецкий|"
        "es|spanish|español|испанский",
    },
    Field.CONSENT: {
        YES: "y|1|true|agree|agreed|granted|да|согласен|согласна|согласие|есть|истина",
        NO: "n|0|false|disagree|refused|нет|не согласен|не согласна|отказ|ложь",
    },
}


def fold(text: str) -> str:
    """Return a header or a word without what does not matter: capitals, signs, double spaces, ё."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold().replace("ё", "е")).split())


def is_nothing(text: str) -> bool:
    """Tell whether a cell only says that there is no answer."""
    return fold(text) in _NOTHING


def synonyms(field: Field) -> dict[str, str]:
    """Return the words by which people name a choice, folded, and the code each of them means."""
    return {fold(word): code for code, words in _SYNONYMS.get(field, {}).items() for word in (code, *words.split("|"))}


def question_target(code: str) -> str:
    """Return how a column that answers a question of the programme is written down."""
    return f"{QUESTION}{code}"


def guess_columns(
    headers: Sequence[str], rows: Sequence[Sequence[str]], questions: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """Guess what each column holds; `questions` gives the wordings of each question by its code.

    No part of a story is guessed twice. Where no header speaks of a story, the column with most words is taken.
    """
    taken: set[str] = set()
    targets = []
    story = _story_column(headers, rows)
    for n, header in enumerate(headers):
        target = Field.HAPPENED.value if n == story else _guess(header, questions, taken)
        taken.add(target)
        targets.append(target)
    return tuple(targets)


def _guess(header: str, questions: Mapping[str, Sequence[str]], taken: set[str]) -> str:
    folded = fold(header)
    for code, wordings in questions.items():
        is_named = folded in {fold(code), *map(fold, wordings)} or (fold(code) == "gender" and folded in _GENDER)
        if folded and is_named and question_target(code) not in taken:
            return question_target(code)
    field = _field_of(folded)
    return IGNORED if field in (None, Field.HAPPENED) or field.value in taken else field.value


def _field_of(folded: str) -> Field | None:
    for field, pattern in _HEADERS:
        longest = LONGEST_ASKING_HEADER if field in _ASKING else LONGEST_HEADER
        if len(folded) <= longest and re.search(pattern, folded):
            return field
    return None


def _story_column(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """Return the column with the story: of those whose header says so, or else of all, the one with most text."""
    lengths = [_mean_length([row[n] for row in rows]) for n in range(len(headers))]
    fields = [_field_of(fold(header)) for header in headers]
    named = [n for n, field in enumerate(fields) if field is Field.HAPPENED]
    best = max(named or range(len(headers)), key=lambda n: (lengths[n], -n), default=None)
    if best is None or (not named and lengths[best] < SHORTEST_TEXT):
        return None
    return best


def _mean_length(cells: Sequence[str]) -> float:
    filled = [len(cell) for cell in cells if cell.strip()]
    return sum(filled) / len(filled) if filled else 0.0
