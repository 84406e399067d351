"""Contacts, documents, dates of birth, addresses, schools and organisations: found by their shape."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nlp.addresses import addresses_in, with_town
from nlp.wordlists import names_list
from nlp.words import Word, read_words


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of text that should be covered, before it is worded for a reader."""

    start: int
    end: int
    kind: str
    rank: int = 5


MONTHS = (
    r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{0,3}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}"
)
DATE = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th|-?го)?\s(?:of\s)?(?:{MONTHS})(?:,?\s(?:19|20)\d\d)?"
    rf"|(?:{MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s(?:19|20)\d\d)?|(?:19|20)\d\d)(?!\d)"
)
BORN = (
    r"(?:родил(?:ся|ась|ись)|рожд(?:ен|ён)[а-я]{0,4}|дата рождения|день рождения|д\.\s?р\.|г\.\s?р\.|\bд/?р\b|\bднюха\b"
    r"|born|d\.?o\.?b\.?|date of birth|birthday|birth date)"
)
BIRTH = re.compile(
    rf"\b{BORN}[^\d\n.!?]{{0,20}}?(?<!\d)(?P<a>{DATE})|(?<!\w)(?P<b>{DATE})\s?(?:года?|г\.)?\s?(?:рожд|г\.\s?р)", re.I
)
MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s@\s|\s?(?:\(at\)|\[at\]|\bсобака\b)\s?)[\w-]{1,63}"
    r"(?:\s?(?:\.|\bточка\b|\(dot\)|\[dot\])\s?[a-zа-я-]{2,20}){1,3}", re.I,
)  # fmt: skip
LINK = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>«»\"]{2,300}", re.I)
SITES = (
    r"(?:vk\.com|vkontakte\.ru|t\.me|instagram\.com|facebook\.com|fb\.com|tiktok\.com|ok\.ru|youtube\.com"
    r"|twitter\.com|x\.com|wa\.me|snapchat\.com|discord\.gg)"
)
PAGE = re.compile(rf"(?<![\w.]){SITES}/[^\s<>«»\",;)]{{1,100}}|(?<![\w.@])@[a-zа-я_][\w.]{{1,40}}\w", re.I)
NICK = re.compile(
    r"\b(?:ник|никнейм|инста(?:грам)?|телега|телеграм|тг|snap(?:chat)?|insta(?:gram)?|discord|nickname|username)"
    r"\s?(?:[:—-]|is|это)\s?(?P<a>[a-z0-9_.#]{3,40})"
    # Without a colon only what no ordinary word looks like: «тг vanya_2009», «vk id12345».
    r"|\b(?:ник|никнейм|инст[аеу]|телег[аеу]|телеграм|тг|tg|вк|vk|вконтакте|дискорд|тикток|snap(?:chat)?|insta(?:gram)?"
    r"|telegram|discord|tiktok|nickname|username)(?:\s(?:как|под|as|ником))?\s(?P<b>[a-z][a-z0-9.]{0,30}[_\d](?:[\w.]{0,30}\w)?)", re.I,
)  # fmt: skip
IP_ADDRESS = re.compile(r"(?<![\d.])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\d.])")
# «example.org», with nothing in front that makes it a link: only where the ending is one that sites have.
DOMAIN = re.compile(
    r"(?<![\w.@/-])(?:[a-zа-я0-9](?:[a-zа-я0-9-]{0,40}[a-zа-я0-9])?\.){1,4}"
    r"(?:com|org|net|info|biz|edu|gov|io|me|tv|app|dev|online|site|ru|su|by|kz|ua|uk|ie|ca|au|de|fr|it|es|pl|nl|se|no|fi|dk|be|cz|hu"
    r"|ch|at|eu|us|рф)(?:/[^\s<>«»\",;)]{1,200})?(?![\w@-]|\.\w)"
)
IP_OF_SIX = re.compile(r"(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])", re.I)
PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+\s?)?\(?\d(?:[\s().‑–-]{0,3}\d){4,14}(?:\s?(?:x|ext\.?|доб\.?)\s?\d{1,5})?(?![\w])"
)
PHONE_LABEL = re.compile(r"\s{1,3}\(?(?:office|fax|mobile|cell|home|work|моб|дом|раб)\b", re.I)
NEAR_PHONE = re.compile(r"\b(?:тел|телефон|номер|звон|позвон|phone|call|mobile)", re.I)
PHONE_CUE = re.compile(
    r"(?:тел|телефон\w{0,3}|номер\w{0,3}|звони\w{0,4}|позвони\w{0,4}|моб\w{0,8}|whats?app|ватсап"
    r"|phone|call|number|text|mobile|cell|fax|answering at|reach \w{2,4} (?:at|on)|ring)"
    r"[^\n\d]{0,20}$", re.I,
)  # fmt: skip
DOCUMENT = re.compile(
    r"\b(?:паспорт\w{0,3}|снилс|инн|полис\w{0,3}|свидетельств\w{1,3}|удостоверени\w{1,3}|загранпаспорт\w{0,3}|passport"
    r"|ssn|social security|national insurance|nhs|driving licen[cs]e|driver'?s licen[cs]e|id card|student id"
    r"|certificate)"
    r"(?:[\s:№#,-]{1,3}(?:о рождении|об инвалидности|серия|серии|номер|number|no\.?|is|card)){0,3}[\s:№#-]{0,3}"
    r"(?P<a>(?-i:[A-ZА-Я0-9]{1,6}(?:[\s№#-]{1,3}[A-ZА-Я0-9]{1,10}){0,4}(?!\w)))", re.I,
)  # fmt: skip
SERIES = re.compile(r"\bсери[яиейю]\s(?P<a>[\dIVXА-Я-]{2,7},?\s(?:номер|№|N)\s?\d{5,7})(?!\d)", re.I)
SHAPED_DOCUMENT = re.compile(
    r"(?<![\w-])(?:\d{3}-\d{3}-\d{3}[\s-]\d\d|\d{3}-\d\d-\d{4}|(?:\d{4}[\s-]){3}\d{4}|3[47]\d\d[\s-]\d{6}[\s-]\d{5}|[A-Z]{2}\d\d(?:\s?\d{4}){3,7}"
    r"|[A-Z]{2}\s?\d\d\s?\d\d\s?\d\d\s?[A-D]|\d{12,19}|[A-Za-z]{2}\d\d[A-Za-z]{4}\d{8,18})(?![\w-])"
)
CAP = r"[А-ЯЁ][а-яё]{1,30}(?:-[А-ЯЁа-яё]{1,30})?"
HOUSE = r"(?:,?\s{0,2}(?:д(?:ом[а-я]{0,2})?\.?\s{0,2})?№?\d{1,4}(?:\s?[а-г]\b|/\d{1,3})?)"
FLAT = r"(?:,?\s{0,2}(?:корп\w{0,4}|к|стр)\.?\s?\d{1,3})?"
FLAT += r"(?:,?\s{0,2}(?:кв(?:артир[а-я]{0,2})?|комн\w{0,4})\.?\s{0,2}\d{1,4})?"
STREET_WORD = (
    r"(?:улиц[аеуыо][йю]?|ул\.?|проспект[а-я]{0,2}|пр-т[а-я]?|пр\.|переул[а-я]{1,4}|пер\.|бульвар[а-я]{0,2}|б-р|шоссе|"
    r"набережн[а-я]{2}|площад[а-я]{1,3}|пл\.|проезд[а-я]{0,2}|микрорайон[а-я]{0,2}|мкр\.?)"
)
ADDRESS_RU = re.compile(
    rf"\b{STREET_WORD}\s{{0,2}}«?(?:\d{{1,3}}(?:-?[а-я]{{1,2}})?\s)?{CAP}(?:\s{CAP})?»?{HOUSE}?{FLAT}"
    rf"|\b(?!(?:На|По|Об?|За|Эта|Наша|Моя|Вся)\s){CAP}\s{STREET_WORD}(?!\w){HOUSE}?{FLAT}"
    rf"|\b(?:дом[а-я]{{0,2}}|д\.)\s?№?\s?\d{{1,4}}[а-г]?,?\s{{0,2}}(?:кв\.|квартир[а-я]{{0,2}})\s?\d{{1,4}}"
)
UPPER = r"[A-Z][a-z']{1,30}"
STREET_EN = (
    r"(?:(?:Street|Road|Avenue|Lane|Drive|Boulevard|Crescent|Terrace|Close|Square|Court|Way)\b"
    r"|(?:St|Rd|Ave|Ln|Blvd)\b\.?)"
)
ADDRESS_EN = re.compile(
    rf"(?:\b(?:[Ff]lat|[Aa]partment|[Aa]pt|[Uu]nit)\.?\s#?\d{{1,4}}[A-Za-z]?,?\s)?"
    rf"\b\d{{1,5}}[A-Za-z]?\s(?:{UPPER}\s){{1,3}}{STREET_EN}"
    rf"(?:,?\s(?:apt|flat|unit|apartment|#)\.?\s?\d{{1,4}}\w?)?"
    rf"|\b(?:{UPPER}\s){{1,2}}(?:Street|Road|Avenue|Lane|Boulevard|Crescent|Terrace)\b"
    rf"|(?<=\b[oO]n\s)(?:{UPPER}\s){{1,2}}(?:Square|Close|Drive|Way|Court|Place|Row|Grove|Hill|Gardens|Estate|Park|Walk|Rise)\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\b(?:[Ff]lat|[Aa]partment|[Aa]pt)\.?\s#?\d{1,4}\b"
)
SCHOOL_WORD = (
    r"(?:школ(?:а|ы|е|у|ой|ою)(?:-интернат(?:а|е|у|ом)?)?|лице(?:й|я|е|ю|ем)|гимнази(?:я|и|ю|ей)|интернат(?:а|е|у|ом)?"
    r"|колледж(?:а|е|у|ем)?|техникум(?:а|е|у|ом)?|училищ(?:е|а|у|ем)|дет(?:сад|дом)(?:а|е|у|ом)?"
    r"|детск(?:ий|ого|ом|ому|им)\s(?:сад|дом)(?:а|у|е|ом|ике)?|садик(?:а|е|у|ом)?"
    r"|СОШ|МБОУ(?:\sСОШ)?|МАОУ(?:\sСОШ)?|ГБОУ(?:\sСОШ)?|университет(?:а|е|у|ом)?)"
)
NOT_COUNT = r"(?!\s?(?:лет|год|раз|дн|час|мин|урок|класс|чел|учен|месяц|-?[хй]?\s?лет))"
SCHOOL_RU = re.compile(
    rf"\b(?:№\s?)?\d{{1,4}}(?:\s?-?\s?(?:ая|ой|ую|ей|ем|ый|ом|го|му|й|я|ю|е|м))?\s{SCHOOL_WORD}\b"
    rf"|\b{SCHOOL_WORD}\s{{0,2}}(?:(?:№|номер|N|No)\s{{0,2}}\d{{1,4}}|\d{{2,4}}\b{NOT_COUNT})(?:\s(?:г\.|города)\s(?-i:{CAP}))?"
    rf"|\b{SCHOOL_WORD}\s[«\"“][^»\"”\n]{{1,60}}[»\"”]"
    rf"|\b{SCHOOL_WORD}\s(?:имени|им\.)\s?(?-i:(?:[А-ЯЁ]\.\s?){{0,2}}{CAP}(?:\s{CAP})?)", re.I,
)  # fmt: skip
SCHOOL_EN = re.compile(
    r"\b(?:[Ss]chool|[Ll]yceum|[Gg]ymnasium|[Cc]ollege|[Kk]indergarten|[Oo]rphanage|[Cc]hildren's [Hh]ome)"
    r"\s(?:[Nn]o\.?|[Nn]umber|#|№)\s?\d{1,4}"
    r"|\bP\.?S\.?\s?\d{1,3}\b|\b(?:\d{1,3}(?:st|nd|rd|th)\s)(?:[Ss]chool|[Ll]yceum|[Gg]ymnasium)\b"
    rf"|\b(?P<caps>(?:(?:St\.?|{UPPER})\s){{1,4}}"
    rf"(?:School|Academy|College|University|Kindergarten|Nursery|Lyceum|Gymnasium))\b"
    r"|\bUniversity of [A-Z][a-z]{1,30}"
)
ORGANISATION_RU = re.compile(
    r"\b(?:ООО|ЗАО|ОАО|АНО|НКО|РОО|ИП|БФ)(?:\s[а-яё]{3,20}){0,2}\s[«\"“][^»\"”\n]{1,60}[»\"”]"
    r"|\b(?:дом|дворец|дворц)[а-яё]{0,2}\s(?:культуры|творчества|пионеров|молод[её]жи|спорта|ремесел|ремёсел|детства|быта)\s[«\"“][^»\"”\n]{1,60}[»\"”]",
    re.I,
)
ORGANISATION_EN = re.compile(
    rf"\b(?P<caps>(?:{UPPER}\s){{1,4}}"
    rf"(?:Foundation|Trust|Charity|Centre|Center|Club|Inc|Ltd|Church|Hospital|Orphanage|Clinic|Association|Society|Company))\b"
    r"|\b(?:club|centre|center|charity|foundation|company|organi[sz]ation|group|shelter|camp|project)\s(?:called\s|named\s)?[\"“«][^\"”»\n]{1,60}[\"”»]"
)
ARTICLES = frozenset(
    [
        "the",
        "a",
        "an",
        "my",
        "our",
        "his",
        "her",
        "their",
        "your",
        "this",
        "that",
        "at",
        "in",
        "from",
        "to",
        "when",
        "after",
        "then",
        "and",
        "but",
        "i",
        "we",
        "he",
        "she",
        "it",
    ]
)


def contacts_in(text: str) -> Iterator[Finding]:
    """Find what has the same shape in every language."""
    for kind, rank, pattern, accepts in SHAPES:
        for found in pattern.finditer(text):
            start, end = _named_part(found)
            if accepts(text, start, end):
                yield Finding(start, end, kind, rank)
    yield from _spoken_phones(text)


def buildings_in(text: str) -> Iterator[Finding]:
    """Find addresses, schools and organisations, both languages at once: stories mix them."""
    for kind, rank, start, end in addresses_in(text):
        yield Finding(start, end, kind, rank)
    for kind, rank, pattern in BUILDINGS:
        for found in pattern.finditer(text):
            start, end = found.span()
            if "caps" in pattern.groupindex and found.group("caps"):
                start = _skip_small_words(text, start, end)
            if pattern is ADDRESS_EN and text[start].isdigit():
                start, end = with_town(text, start, end)
            if start < end and (kind != "address" or any(map(str.isalnum, text[start:end]))):
                yield Finding(start, end, kind, rank)


def _skip_small_words(text: str, start: int, end: int) -> int:
    """Step over «The» or «My» in front; a bare «School» that is left names nobody."""
    words = read_words(text[start:end])
    while words and words[0].text.lower() in ARTICLES:
        words = words[1:]
    return start + words[0].start if len(words) > 1 else end


def _named_part(found: re.Match[str]) -> tuple[int, int]:
    for name in found.re.groupindex:
        if found.group(name):
            return found.span(name)
    return found.span()


def _always(text: str, start: int, end: int) -> bool:
    return True


def _has_digits(text: str, start: int, end: int) -> bool:
    return sum(map(str.isdigit, text[start:end])) >= 4


def _is_phone(text: str, start: int, end: int) -> bool:
    """Tell a telephone from a year, a sum or a row of marks."""
    number = text[start:end]
    digits = "".join(filter(str.isdigit, re.split(r"[a-zа-я]", number)[0]))
    cued = bool(PHONE_CUE.search(text[max(0, start - 40) : start]) or PHONE_LABEL.match(text[end : end + 12]))
    if re.fullmatch(r"\d\d-\d\d-\d\d", number) and NEAR_PHONE.search(text[max(0, start - 120) : start]):
        return True
    if re.fullmatch(r"\d{1,2}[.\s/-]\d{1,2}[.\s/-]\d{4}|\d{4}[.\s–‑-]{1,3}\d{4}|\d{4}-\d\d-\d\d", number) and not cued:
        return False
    if number.startswith("+"):
        return len(digits) >= 7
    if len(digits) == 11 and digits[0] in "781":
        return True
    if digits.startswith("00") and 10 <= len(digits) <= 15:
        return True
    if len(digits) == 10:
        return cued or digits[0] == "9" or not number.isdigit()
    if len(digits) == 7:
        return cued or bool(re.fullmatch(r"\d{3}[\s-]\d\d[\s-]\d\d|\d{3}-\d{4}", number))
    return cued or (len(digits) == 11 and digits.startswith("0") and len(digits) < 13)


def _spoken_phones(text: str) -> Iterator[Finding]:
    """Find numbers told in words: five number words or more in a row, figures among them or not."""
    spoken = names_list("ru", "number_words") | names_list("en", "number_words")
    run: list[Word] = []
    for word in read_words(text):
        plain = word.text.lower()
        is_near = not run or not re.search(r"[^\s,.–-]", text[run[-1].end : word.start])
        if is_near and (plain in spoken or (plain.isdigit() and len(plain) <= 4)):
            run.append(word)
            continue
        yield from _phone_of(run, spoken)
        run = [word] if plain in spoken else []
    yield from _phone_of(run, spoken)


def _phone_of(run: Sequence[Word], spoken: frozenset[str]) -> Iterator[Finding]:
    if sum(word.text.lower() in spoken for word in run) >= 5:
        yield Finding(run[0].start, run[-1].end, "phone", 2)


SHAPES: tuple[tuple[str, int, re.Pattern[str], Callable[[str, int, int], bool]], ...] = (
    ("mail", 0, MAIL, _always),
    ("handle", 0, LINK, _always),
    ("handle", 0, PAGE, _always),
    ("handle", 1, NICK, _always),
    ("handle", 1, DOMAIN, _always),
    ("handle", 1, IP_ADDRESS, _always),
    ("handle", 1, IP_OF_SIX, _always),
    ("birth_date", 1, BIRTH, _always),
    ("document", 0, SERIES, _has_digits),
    ("document", 1, DOCUMENT, _has_digits),
    ("document", 1, SHAPED_DOCUMENT, _always),
    ("phone", 2, PHONE, _is_phone),
)
BUILDINGS = (
    ("address", 3, ADDRESS_RU),
    ("address", 3, ADDRESS_EN),
    ("school", 3, SCHOOL_RU),
    ("school", 3, SCHOOL_EN),
    ("organisation", 4, ORGANISATION_RU),
    ("organisation", 4, ORGANISATION_EN),
)
