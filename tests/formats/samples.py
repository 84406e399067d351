"""A report as an evaluator would hand it in, in Russian and in English; all people in it are invented."""

from datetime import date
from decimal import Decimal

from storyapp.rules.report import (
    BulletList,
    ColumnKind,
    Decision,
    Figure,
    FigureKind,
    Note,
    Paragraph,
    Quote,
    Report,
    Section,
    Series,
    Table,
    Tone,
)
from storyapp.rules.wording import Wording

TEXT, OWN, NUMBER, SHARE, MONEY = (
    ColumnKind.TEXT,
    ColumnKind.OWN_WORDS,
    ColumnKind.NUMBER,
    ColumnKind.SHARE,
    ColumnKind.MONEY,
)


def a_report(language="en", **changes):
    """Build the sample report."""

    def t(ru, en):
        return Wording(ru=ru, en=en).say(language)

    held = {
        "title": t("Что изменилось за весну", "What changed in the spring"),
        "subtitle": t(
            "Отчёт об оценке программы «Свой двор» по историям участников",
            "An evaluation of Own Yard through the stories of those in it",
        ),
        "language": language,
        "audience": t("донор и попечительский совет", "the donor and the board of trustees"),
        "dated_on": date(2026, 6, 12),
        "facts": (
            (t("Программа", "Programme"), t("Свой двор", "Own Yard")),
            (t("Период", "Period"), t("март – май 2026", "March to May 2026")),
            (t("Историй рассказано", "Stories told"), "64"),
        ),
        "sections": (_purpose(t), _tellers(t), _selected(t), _themes(t), _results(t), _limits(t)),
        "made_of": (
            ("storyapp", "0.1.0"),
            (t("Случайное зерно", "Random seed"), "20260612"),
            (t("Отпечаток данных", "Fingerprint of the data"), "9f2c1a7b5e0d4c88"),
        ),
    }
    return Report(**{**held, **changes})


def a_table(*rows, head=("What", "How many"), **changes):
    """Build a small table."""
    return Table(**{"code": "small", "caption": "A small table", "head": head, "rows": rows, **changes})


def a_report_of(*blocks, language="en", **changes):
    """Build a report with one section."""
    section = Section(code="only", title="Only", blocks=blocks)
    return Report(**{"title": "A report", "language": language, "sections": (section,), **changes})


def _purpose(t):
    return Section(
        code="purpose",
        title=t("Зачем и как мы спрашивали", "Why and how we asked"),
        blocks=(
            Paragraph(
                text=t(
                    "Мы хотели узнать, какие перемены в жизни подростков связаны с программой и какие из них "
                    "важны им самим. Мы спрашивали и о том, что стало хуже.",
                    "We wanted to know which changes in the lives of young people go with the programme, and which "
                    "of them matter to the young people themselves. We also asked what had got worse.",
                )
            ),
            BulletList(
                items=(
                    t(
                        "истории рассказывали сами подростки, на телефоне или в разговоре;",
                        "young people told their stories themselves, on a phone or in a talk;",
                    ),
                    t(
                        "две группы выбирали истории и записывали, почему;",
                        "two panels chose stories and wrote down why;",
                    ),
                    t("каждому рассказчику ответили.", "every storyteller got an answer."),
                )
            ),
            Note(
                is_warning=True,
                text=t(
                    "Этот отчёт показывает, что рассказывают участники. "
                    "Он не доказывает, что перемены вызваны программой.",
                    "This report shows what people in the programme tell. "
                    "It does not prove that the programme caused the changes.",
                ),
            ),
        ),
    )


def _tellers(t):
    head = (t("Возраст", "Age"), t("Рассказали", "Told"), t("Ждали", "Expected"), t("Доля", "Share"))
    table = Table(
        code="tellers",
        caption=t("Кто рассказал и кого не хватает", "Who told and who is missing"),
        head=head,
        kinds=(TEXT, NUMBER, NUMBER, SHARE),
        rows=(
            ("10–13", 21, 30, 0.7),
            ("14–15", 24, 25, 0.96),
            ("16–17", 19, 20, 0.95),
            ("18–23", t("меньше 5", "fewer than 5"), 15, None),
        ),
        note=t(
            "Числа меньше 5 не показаны, чтобы никого нельзя было узнать.",
            "Numbers under 5 are not shown, so that nobody can be recognised.",
        ),
        row_links=("/stories?age=10-13", "/stories?age=14-15", "/stories?age=16-17", ""),
    )
    missing = Paragraph(
        text=t(
            "Не хватает голосов молодых людей старше 18 лет и тех, кто ушёл из программы раньше срока.",
            "The voices of people over 18 and of those who left early are missing.",
        )
    )
    return Section(
        code="who", title=t("Кто рассказал и кого не хватает", "Who told and who is missing"), blocks=(table, missing)
    )


def _selected(t):
    decision = Decision(
        title=t("Область «Отношения с другими», взрослая группа", "Domain “Relations with others”, adult panel"),
        chosen=t("Теперь я звоню первым", "Now I call first"),
        reasons=(
            t(
                "История показывает перемену, которую подросток начал сам.",
                "The story shows a change that the young person began himself.",
            ),
            t("В ней видно, что было раньше и что стало теперь.", "It shows what was before and what is now."),
        ),
        dissent=(
            t(
                "Для меня важнее история о школе: там перемена труднее.",
                "The story about school matters more to me: that change is harder.",
            ),
        ),
        facts=(
            (t("Кто выбирал", "Who chose"), t("7 человек, один взял самоотвод", "7 people, one recused herself")),
            (t("Голоса", "Votes"), t("4 из 6 после второго обсуждения", "4 of 6 after the second talk")),
        ),
        link="/rounds/3/levels/2",
    )
    quote = Quote(
        text=t(
            "Раньше я ждал, пока позовут. В апреле мы сами чинили скамейку, и я позвонил ребятам первым. Пришли все.",
            "I used to wait until somebody asked me. In April we mended the bench ourselves, "
            "and I called the others first. They all came.",
        ),
        source=t("Кит, 15 лет (имя выбрал сам)", "Kit, 15 (he chose the name himself)"),
        mark=t("можно цитировать без имени", "may be quoted without a name"),
    )
    none = Decision(
        title=t("Область «Другие перемены», молодёжная группа", "Domain “Any other change”, youth panel"),
        reasons=(t("Мы не смогли сравнить такие разные истории.", "We could not compare stories so different."),),
    )
    sections = (
        Section(code="adults", title=t("Взрослая группа", "The adult panel"), blocks=(decision, quote)),
        Section(code="youth", title=t("Молодёжная группа", "The youth panel"), blocks=(none,)),
    )
    return Section(code="selected", title=t("Выбранные истории", "The stories chosen"), sections=sections)


def _themes(t):
    return Section(
        code="themes-all",
        title=t("Темы всех историй", "Themes of all stories"),
        blocks=(_theme_bars(t), _themes_over_time(t)),
    )


def _theme_bars(t):
    labels = (
        t("Доверие и дружба", "Trust and friendship"),
        t("Уверенность в себе", "Confidence"),
        t("Забота о месте, где живёшь", "Care for the place where you live"),
        t("Ссоры и усталость", "Quarrels and tiredness"),
    )
    counts = (28, 19, 12, 7)
    return Figure(
        code="themes",
        caption=t("О чём истории", "What the stories are about"),
        kind=FigureKind.BARS,
        labels=labels,
        series=(Series(name=t("Историй", "Stories"), values=counts),),
        twin=Table(
            code="themes-t",
            caption=t("О чём истории", "What the stories are about"),
            head=(t("Тема", "Theme"), t("Историй", "Stories")),
            rows=tuple(zip(labels, counts, strict=True)),
        ),
        reading=t(
            "Чаще всего подростки рассказывают о доверии и дружбе: 28 историй из 64. О ссорах и усталости – 7 историй.",
            "Young people most often tell of trust and friendship: 28 of 64 stories. "
            "Quarrels and tiredness come up in 7.",
        ),
    )


def _themes_over_time(t):
    periods = (t("осень 2025", "autumn 2025"), t("зима 2026", "winter 2026"), t("весна 2026", "spring 2026"))
    lines = (
        (t("Доверие и дружба", "Trust and friendship"), (11, 17, 28)),
        (t("Уверенность в себе", "Confidence"), (9, 14, 19)),
        (t("Ссоры и усталость", "Quarrels and tiredness"), (8, None, 7)),
    )
    return Figure(
        code="over-time",
        caption=t("Три темы по периодам", "Three themes over the periods"),
        kind=FigureKind.TIMELINE,
        labels=periods,
        series=tuple(Series(name=name, values=values) for name, values in lines),
        twin=Table(
            code="over-time-t",
            caption=t("Три темы по периодам", "Three themes over the periods"),
            head=(t("Тема", "Theme"), *periods),
            rows=tuple((name, *values) for name, values in lines),
        ),
        reading=t(
            "О дружбе рассказывают всё чаще, о ссорах – так же редко.",
            "Friendship is told of more and more, quarrels as seldom as before.",
        ),
    )


def _results(t):
    labels = (
        t("Подростки чаще договариваются сами", "Young people settle things themselves more often"),
        t("Подростки участвуют в решениях о дворе", "Young people take part in decisions about the yard"),
        t("Родители больше доверяют подросткам", "Parents trust young people more"),
    )
    return Section(
        code="results-all",
        title=t("Результаты: за, против, незапланированные", "Results: for, against, unplanned"),
        blocks=(_for_and_against(t, labels), _by_age(t, labels), _cost(t)),
    )


def _for_and_against(t, labels):
    rows = ((18, 4, 3), (11, 2, 6), (5, 7, 0))
    names = (
        (t("за", "for"), Tone.BETTER),
        (t("и за, и против", "both"), Tone.MIXED),
        (t("против", "against"), Tone.WORSE),
    )
    return Figure(
        code="results",
        caption=t("Что истории говорят об ожидаемых результатах", "What the stories say about the expected results"),
        kind=FigureKind.STACKED,
        labels=labels,
        series=tuple(
            Series(name=name, values=tuple(row[n] for row in rows), tone=tone) for n, (name, tone) in enumerate(names)
        ),
        twin=Table(
            code="results-t",
            caption=t("Истории за и против", "Stories for and against"),
            head=(t("Результат", "Result"), *(name for name, _ in names)),
            rows=tuple((text, *row) for text, row in zip(labels, rows, strict=True)),
        ),
        reading=t(
            "Больше всего историй подтверждает первый результат; третий подтверждён слабо.",
            "Most stories support the first result; the third is weakly supported.",
        ),
    )


def _by_age(t, labels):
    groups = ("10–13", "14–15", "16–17")
    hidden = t("меньше 5", "fewer than 5")
    by_age = ((6, 8, hidden), (5, 6, 9), (hidden, 7, 5))
    columns = tuple(zip(*by_age, strict=True))
    return Figure(
        code="heat",
        caption=t("Результаты по возрасту", "Results by age"),
        kind=FigureKind.HEAT,
        labels=labels,
        series=tuple(
            Series(
                name=group,
                values=tuple(None if cell == hidden else cell for cell in column),
                shown=tuple(hidden if cell == hidden else "" for cell in column),
            )
            for group, column in zip(groups, columns, strict=True)
        ),
        twin=Table(
            code="heat-t",
            caption=t("Результаты по возрасту", "Results by age"),
            head=(t("Результат", "Result"), *groups),
            rows=tuple((text, *row) for text, row in zip(labels, by_age, strict=True)),
        ),
        reading=t(
            "Об участии в решениях чаще рассказывают старшие.",
            "Older ones more often tell of taking part in decisions.",
        ),
    )


def _cost(t):
    return Table(
        code="cost",
        caption=t("Стоимость социального результата", "Cost of a social result"),
        head=(
            t("Год", "Year"),
            t("Расходы, руб.", "Expenses, roubles"),
            t("Достигли результата", "Reached the result"),
            t("На человека, руб.", "A person, roubles"),
        ),
        kinds=(TEXT, MONEY, NUMBER, MONEY),
        rows=(
            ("2025", Decimal("1284500.00"), 41, Decimal("31329.27")),
            ("2026", Decimal("1310250.50"), 48, Decimal("27296.89")),
        ),
    )


def _limits(t):
    items = BulletList(
        items=(
            t("Мало историй тех, кто ушёл из программы.", "There are few stories of those who left the programme."),
            t(
                "Темы предложила программа, подтвердил один человек.",
                "The themes were suggested by software and confirmed by one person.",
            ),
        )
    )
    left_out = Table(
        code="left-out",
        caption=t("Что не вошло в отчёт и почему", "What was left out and why"),
        head=(t("История", "Story"), t("Почему", "Why")),
        kinds=(OWN, TEXT),
        rows=(
            (t("Новый класс", "A new class"), t("нет согласия на цитирование", "no consent to quotes")),
            ("=1+1", t("отозвана рассказчиком", "withdrawn by the teller")),
        ),
    )
    return Section(
        code="limits", title=t("Ограничения и что не вошло", "Limits, and what was left out"), blocks=(items, left_out)
    )
