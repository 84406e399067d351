"""Addresses of other countries' shapes, villages of two words, box numbers: what the two common shapes miss."""

import re
from collections.abc import Iterator

BIG = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĢĪĮĶĹĻŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŲŹŻŽΑ-Ω]"
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\b"
NAME = rf"(?!{MONTH}){BIG}[^\W\d_]{{1,30}}"
NAMES = rf"{NAME}(?:\s(?:de|da|do|la|del|della|der|den|des|of|{NAME})){{0,3}}"
ROOM = r"(?:,?\s{1,4}(?:[Aa]pt|[Aa]partment|[Ss]uite|[Uu]nit|[Ff]lat|[Rr]oom)\.?\s#?\d{1,5})"
# The town may stand on lines of its own, before or after its code; without a code it is left to the towns.
TOWN = rf"(?:\s{{0,3}},?\s{{1,4}}{NAMES}(?:\s{{0,3}},\s{{0,4}}[A-Z]{{2,3}}\b)?(?:\s{{0,3}},?\s{{1,4}}{NAMES}(?:\s\({NAME}\))?)?\s{{1,4}}\d{{4,6}}\b)?"
STREET = (
    r"(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Cc]alle|[Aa]venida|Via|[Vv]iale|[Pp]iazza|[Pp]laza|[Pp]lac|[Rr]ua"
    r"|[Uu]lica|[Uu]l\.|[Vv]ulytsia)"
)
STREET_END = r"(?:straße|strasse|str\.|gasse|weg|platz|allee|straat|laan|gatan|vej|gata|katu|utca|sokak|utja)"
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
PATTERNS = (("address", 3, WORLD), ("address", 3, AT), ("address", 2, HOUSE_FIRST), ("address", 2, STREET_FIRST),
            ("address", 2, NUMBERED), ("address", 3, IN_SMALL), ("address", 3, POSTCODE), ("place", 4, VILLAGE))  # fmt: skip


def addresses_in(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Answer kind, rank, start and end of every address of these shapes."""
    for kind, rank, pattern in PATTERNS:
        for found in pattern.finditer(text):
            group = "a" if "a" in pattern.groupindex else 0
            yield kind, rank, *found.span(group)
