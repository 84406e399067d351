"""The few fixed words of a written report: "Contents", "Table", "Dissent"."""

from storyapp.rules.wording import Wording

_LABELS = {
    "contents": Wording(ru="Содержание", en="Contents"),
    "table": Wording(ru="Таблица", en="Table"),
    "figure": Wording(ru="Рисунок", en="Figure"),
    "as_table": Wording(ru="То же в таблице", en="The same as a table"),
    "made_for": Wording(ru="Для кого", en="Made for"),
    "made_of": Wording(ru="Из чего сделан отчёт", en="What this report was made of"),
    "dated": Wording(ru="Дата", en="Date"),
    "page": Wording(ru="Страница", en="Page"),
    "decision": Wording(ru="Решение", en="Decision"),
    "chosen": Wording(ru="Выбрано", en="Chosen"),
    "none_chosen": Wording(ru="Не выбрана ни одна история", en="No story was chosen"),
    "reasons": Wording(ru="Почему", en="Why"),
    "dissent": Wording(ru="Особое мнение", en="Dissent"),
    "warning": Wording(ru="Важно", en="Important"),
    "note": Wording(ru="Примечание", en="Note"),
    "nothing": Wording(ru="Здесь пока ничего нет.", en="Nothing here yet."),
    "ballots": Wording(ru="Как голосовали", en="See the ballots"),
    "open_row": Wording(ru="Открыть", en="Open"),
    "overview": Wording(ru="Обзор", en="Overview"),
    "tables": Wording(ru="Таблицы", en="Tables"),
    "section": Wording(ru="Раздел", en="Section"),
    "row": Wording(ru="Строка", en="Row"),
    "column": Wording(ru="Столбец", en="Column"),
    "value": Wording(ru="Значение", en="Value"),
    "begins": Wording(ru="Начало строки", en="Row begins"),
    "hidden": Wording(ru="не показано", en="not shown"),
}


def label(name: str, language: str) -> str:
    """Return a fixed word in the language of the report, or in English."""
    return _LABELS[name].say(language)
