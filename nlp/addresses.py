"""Addresses of other countries' shapes, villages of two words, box numbers: what the two common shapes miss."""

import re
from collections.abc import Iterator

from nlp.wordlists import words_of

BIG = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĢĪĮĶĹĻŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŲŹŻŽÞĞİŞΆ-ΏΑ-Ω]"
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\b"
NAME = rf"(?!{MONTH}){BIG}[^\W\d_]{{1,30}}"
NAMES = rf"{NAME}(?:[ \u00a0](?:de|da|do|la|del|della|der|den|des|of|{NAME})){{0,3}}"
ROOM = r"(?:,?\s{1,4}(?:[Aa]pt|[Aa]partment|[Ss]uite|[Uu]nit|[Ff]lat|[Rr]oom)\.?\s#?\d{1,5})"
# The town may stand on lines of its own, before or after its code; without a code it is left to the towns.
TOWN = rf"(?:\s{{0,3}},?\s{{1,4}}{NAMES}(?:\s{{0,3}},\s{{0,4}}[A-Z]{{2,3}}\b)?(?:\s{{0,3}},?\s{{1,4}}{NAMES}(?:\s\({NAME}\))?)?\s{{1,4}}\d{{4,6}}\b)?"
STREET = (
    r"(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Cc]alle|[Aa]venida|Via|[Vv]iale|[Pp]iazza|[Pp]laza|[Pp]lac|[Rr]ua"
    r"|[Uu]lica|[Uu]l\.|[Vv]ulytsia)"
)
STREET_END = r"(?:straße|strasse|str\.|gasse|weg|platz|allee|straat|laan|gatan|vej|gata|katu|utca|sokak|utja)"
SHORT_STREET_FIRST = r"(?:ul\.|[Rr]ue|[Vv]ia|[Cc]alle)"
SHORT_STREET = r"[Ss]tr\.|u\.|rkp\.|tee|pst|ul\.|út|tér"
WORLD = re.compile(
    # «1593 Pagari 18 Suite 932»: a number on both sides of a name, or a room behind it.
    rf"(?<![\w.-])\d{{2,6}}\s(?:\d{{1,4}}\s)?(?:{STREET}\s)?{NAMES}(?:\s(?:{SHORT_STREET}))?\s\d{{1,5}}(?:[a-z]\b)?{ROOM}*{TOWN}"
    rf"|(?<![\w.-])\d{{3,6}}\s\d{{1,4}}\s{NAMES}{ROOM}*{TOWN}"
    rf"|\b{NAMES}\s\d{{1,5}}{ROOM}+{TOWN}"
    rf"|\b{STREET}\s(?:de\s|du\s|la\s|des\s)*{NAMES}(?:,?\s\d{{1,4}}\b)?|\b\d{{1,4}},?\s(?:bis\s)?{STREET}\s(?:de\s|du\s|la\s|des\s)*{NAMES}"
    rf"|\b{BIG}[^\W\d_]{{2,30}}{STREET_END}\s\d{{1,4}}[a-z]?\b"
    r"|\b(?:P\.?\s?O\.?\s?)?[Bb]ox\s\d{2,6}\b|\b(?:PSC|CMR|Unit)\s\d{3,5},?\s[Bb]ox\s\d{2,5}|\b(?:APO|FPO|DPO)\s[A-Z]{2}\s\d{5}"
    rf"|\b{NAMES},\s[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?\b|\bcorner of\s{NAMES}(?:\s\d{{1,4}})?\sand\s{NAMES}(?:\s\d{{1,4}})?"
)
AT = re.compile(
    # Behind «address», «live at», «адрес» less is enough: «Vestergade 12».
    rf"\b(?:[Aa]ddress(?:\sis|:)?|[Ll]ives?\s(?:at|on)|[Ll]ived\s(?:at|on)|[Ll]ocated\s(?:at|on)|[Ss]ent\sto|[Aa]rrived\sat|[Mm]oved\sto)"
    rf"[\s:]{{1,3}}(?P<a>(?:\d{{1,5}}\s)?(?:\d{{1,4}}\s)?{NAMES}(?:\s\d{{1,5}}[a-z]?\b){ROOM}*{TOWN}|\d{{1,5}}\s{NAMES}{ROOM}*)"
)
WORD = r"[А-ЯЁ][а-яё]{1,30}(?:-[А-ЯЁ]?[а-яё]{1,30}){0,2}"
HOUSE_FIRST = re.compile(
    rf"\b(?:[Дд]ом[а-я]{{0,2}}|[Дд]\.)\s?№?\s?\d{{1,4}}[а-г]?\s(?:по|на)\s(?:(?:ул\.|улице|пр\.|проспекту|переулку)\s{WORD}"
    rf"|{WORD}\s(?:улице|проспекту|переулку|шоссе|бульвару))"
)
STREET_FIRST = re.compile(
    rf"\b(?:Улица|Ул\.?|Проспект|Пр-т|Переулок|Пер\.?|Бульвар|Шоссе|Площадь|Микрорайон|Мкр\.?)\s«?{WORD}(?:\s{WORD})?»?"
    r"(?:,?\s{0,2}(?:[дД](?:ом)?\.?\s{0,2})?\d{1,4}(?:\s?[а-г]\b|[/-]\d{1,4})?)?"
    r"(?:,?\s{0,2}(?:кв(?:артира)?|комн\w{0,4}|к)\.?\s{0,2}\d{1,4})?"
)
NUMBERED = re.compile(
    rf"\b(?:ул(?:ице|ица|ицы|ицу|\.)?|пр(?:оспект[а-я]{{0,2}}|\.|-т)|пер(?:еул[а-я]{{2,3}}|\.)|б-р)\s{{0,2}}«?{WORD}(?:\s{WORD})?»?,?\s"
    r"(?:д(?:ом)?\.?\s?)?\d{1,4}[а-г]?[-/]\d{1,4}\b"
)
IN_SMALL = re.compile(
    r"\b(?:ул(?:иц[аеуы]|\.)?|проспект[аеу]?|пр-т|пер(?:еул(?:ок|ке|ка)|\.)|бульвар[аеу]?)\s[а-яё]{3,20}(?:\s[а-яё]{3,20})?,?\s"
    r"(?:д(?:ом)?\.?\s?)?\d{1,4}\b(?!\s(?:раз|год|лет|час|мин|чел|дн))"
)
POSTCODE = re.compile(rf"(?<!\d)\d{{6}},?\s(?:г(?:ород|\.)|с(?:ело|\.)|д(?:еревня|\.)|п(?:ос[её]лок|\.))\s?{WORD}")
VILLAGE = re.compile(
    r"\b(?:сел[оауе]м?|деревн[яиею]й?|пос[её]л(?:ок|ка|ке|ку|ком)|пгт|станиц[аеуы]й?|хутор[аеу]?|аул[аеу]?|пос\.|дер\.)\s"
    rf"«?(?P<a>{WORD}\s{WORD})»?"
)
LEFT_OUT = r"(?!(?:on|the|in|of|to|at|a|and|from|down|up|by|for|hours?|minutes?|miles?|days?|weeks?|years?|km|kids|people|more|long|times?)\b)"
STREET_IN_SMALL = re.compile(
    rf"(?<![\w.-])\d{{1,5}}\s(?:\d{{1,4}}\s)?(?:{LEFT_OUT}[a-z]{{3,15}}\s){{1,3}}(?:street|avenue|road|lane|drive|boulevard|crescent|terrace)\b"
    r"(?:,?\s(?:apt|suite|flat|unit|apartment)\.?\s\d{1,5})?"
)
CORNER = re.compile(
    r"\b[Cc]orner of\s[^\W\d_]{3,30}(?:\s\d{1,4})?\sand\s[^\W\d_]{3,30}(?:\s(?:[Ss]t|[Rr]d|[Aa]ve|[Ss]treet|[Rr]oad|[Aa]venue|[Cc]ourts?)\b)?"
)
CORNER_AT = re.compile(
    rf"\b(?:at|to|on)\s(?P<a>{NAME}\sand\s(?:{SHORT_STREET_FIRST}\s)?{NAME}(?:\s(?:{SHORT_STREET}))?\s\d{{1,4}}\b)(?![:.,-]?\d|\s(?:years?|days?|hours?))"
)
PATTERNS = (("address", 3, STREET_IN_SMALL), ("address", 3, CORNER), ("address", 3, CORNER_AT), ("address", 3, WORLD), ("address", 3, AT), ("address", 2, HOUSE_FIRST), ("address", 2, STREET_FIRST),
            ("address", 2, NUMBERED), ("address", 3, IN_SMALL), ("address", 3, POSTCODE), ("place", 4, VILLAGE))  # fmt: skip


# What may stand behind a street and a number, piece by piece: a room, a code, a town, a region, a country.
BEHIND = re.compile(
    rf"(?P<gap>\.?\s{{0,3}},?\s{{1,4}})(?:(?P<sure>(?:[Aa]pt|[Aa]partment|[Ss]uite|[Uu]nit|[Ff]lat|[Rr]oom)\.?\s#?\d{{1,5}}|\d{{4,6}}\b(?![-.]\d)"
    rf"|[A-Z]{{1,2}}\d[A-Z\d]?\s\d[A-Z]{{2}}\b|[A-Z]{{2,3}}\b(?:\s\d{{4,5}})?)|(?P<name>{NAMES}(?:-{NAME})?(?:\s\({NAME}\))?))"
)
ENDS = re.compile(r"\s*(?:[.,;!?)\n}]|$)|\s\d{4,6}\b")
MOST_BEHIND = 5
IN_FRONT = re.compile(r"(?<![\w.-])\d{1,6}\s$")


def addresses_in(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Answer kind, rank, start and end of every address of these shapes."""
    for kind, rank, pattern in PATTERNS:
        for found in pattern.finditer(text):
            group = "a" if "a" in pattern.groupindex else 0
            start, end = found.span(group)
            yield (
                kind,
                rank,
                *(with_town(text, start, end) if pattern in (WORLD, AT, STREET_IN_SMALL) else (start, end)),
            )


def with_town(text: str, start: int, end: int) -> tuple[int, int]:
    """Answer where an address with its room, town and country begins and ends, where a comma or a new line joins them.

    A name behind the street counts where something of an address or the end of the sentence follows it: «12 Oak Street, Leeds.», not «12 Oak Street,
    Mary said».
    """
    before = IN_FRONT.search(text, max(0, start - 8), start)
    start = before.start() if before else start
    for _ in range(MOST_BEHIND):
        behind = BEHIND.match(text, end)
        if not behind or (behind["name"] and not _is_town(text, behind)):
            break
        end = behind.end()
    return start, end


def _is_town(text: str, behind: re.Match[str]) -> bool:
    first = behind["name"].split()[0].lower()
    if first in words_of("en", "grammar", "stop") or first in words_of("en", "everyday", "common"):
        return False
    rest = text[behind.end() : behind.end() + 40]
    goes_on = BEHIND.match(rest)
    return bool(ENDS.match(rest)) or bool(goes_on and "\n" in behind["gap"]) or bool(goes_on and goes_on["sure"])
