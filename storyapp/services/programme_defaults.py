"""The words with which a new programme begins; every one of them can be changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from storyapp.rules.consent import Purpose
from storyapp.rules.people import ConsentBand
from storyapp.rules.programmes import AddressForm, DomainKind, QuestionFamily, QuestionKind
from storyapp.rules.wording import Wording


@dataclass(frozen=True, kw_only=True)
class Said:
    """One text: English, Russian with «ты» and with «вы»."""

    en: str
    ty: str
    vy: str

    def to(self, address_form: AddressForm) -> Wording:
        """Return the text as the programme addresses its reader."""
        return Wording(en=self.en, ru=self.ty if address_form is AddressForm.TY else self.vy)


@dataclass(frozen=True, kw_only=True)
class FirstQuestion:
    """A question that every new programme asks until it decides otherwise."""

    code: str
    family: QuestionFamily
    kind: QuestionKind
    words: Said
    options: tuple[Mapping[str, str], ...] = ()

    def said(self, address_form: AddressForm) -> Wording:
        """Return the question as the programme addresses its reader."""
        return self.words.to(address_form)


WILL_DO = Wording(
    ru="Каждую историю читают люди.\nОбщие выводы вернутся к тем, кто рассказывал.\nКаждый может забрать свою историю.",
    en="People read every story.\nWhat we learn goes back to those who told.\nEverybody can take a story back.",
)
WILL_NOT_DO = Wording(
    ru="Мы не спрашиваем имён и адресов.\nМы не показываем истории тем, кому рассказчик не разрешил.\n"
    "От рассказа не зависит помощь и отношение.",
    en="We do not ask for names or addresses.\nWe do not show a story to anyone whom the teller did not allow.\n"
    "Help does not depend on what is told.",
)
INTRODUCTIONS = {
    ConsentBand.CHILD: Said(
        en="We want to know what has changed for you, good or bad. You decide what to tell. "
        "There are no wrong answers.",
        ty="Нам важно узнать, что у тебя изменилось: хорошее или плохое. Ты решаешь, о чём рассказать. "
        "Неправильных ответов нет.",
        vy="Нам важно узнать, что у вас изменилось: хорошее или плохое. Вы решаете, о чём рассказать. "
        "Неправильных ответов нет.",
    ),
    ConsentBand.TEENAGER: Said(
        en="We ask what change matters most to you, and why. Your story helps to change the programme. "
        "You choose what to tell and who may read it.",
        ty="Мы спрашиваем, какое изменение для тебя самое важное и почему. Твоя история помогает менять программу. "
        "Ты выбираешь, что рассказать и кому это читать.",
        vy="Мы спрашиваем, какое изменение для вас самое важное и почему. Ваша история помогает менять программу. "
        "Вы выбираете, что рассказать и кому это читать.",
    ),
    ConsentBand.YOUNG_ADULT: Said(
        en="We ask what change matters most to you, and why. Your story helps to change the programme. "
        "You choose what to tell and who may read it.",
        ty="Мы спрашиваем, какое изменение для тебя самое важное и почему. Твоя история помогает менять программу. "
        "Ты выбираешь, что рассказать и кому это читать.",
        vy="Мы спрашиваем, какое изменение для вас самое важное и почему. Ваша история помогает менять программу. "
        "Вы выбираете, что рассказать и кому это читать.",
    ),
    ConsentBand.ADULT: Said(
        en="We ask what change in the young people you see as the most significant, and why.",
        ty="Мы спрашиваем, какое изменение у подростков кажется вам самым важным и почему.",
        vy="Мы спрашиваем, какое изменение у подростков кажется вам самым важным и почему.",
    ),
}
WILL_NOT = {
    ConsentBand.CHILD: Said(
        en="We do not ask your name.\nWe do not show your story to your family or teachers.\n"
        "If somebody is in danger, we must tell an adult who can help.",
        ty="Мы не спрашиваем, как тебя зовут.\nМы не показываем историю твоей семье и учителям.\n"
        "Если кому-то грозит опасность, мы должны сказать взрослому, который поможет.",
        vy="Мы не спрашиваем, как вас зовут.\nМы не показываем историю вашей семье и учителям.\n"
        "Если кому-то грозит опасность, мы должны сказать взрослому, который поможет.",
    ),
    ConsentBand.ADULT: Said(
        en="We do not ask your name.\nWe do not use the story to judge anybody's work.\n"
        "If a child is in danger, we must act.",
        ty="Мы не спрашиваем вашего имени.\nПо историям мы не оцениваем ничью работу.\n"
        "Если ребёнку грозит опасность, мы обязаны действовать.",
        vy="Мы не спрашиваем вашего имени.\nПо историям мы не оцениваем ничью работу.\n"
        "Если ребёнку грозит опасность, мы обязаны действовать.",
    ),
}
DOMAINS: tuple[tuple[str, DomainKind, Wording, Wording], ...] = (
    (
        "myself", DomainKind.NORMAL, Wording(ru="Я и моя жизнь", en="Me and my life"),
        Wording(ru="Что изменилось в том, как я живу и что умею", en="What changed in how I live and what I can do"),
    ),
    (
        "people", DomainKind.NORMAL, Wording(ru="Люди вокруг", en="People around me"),
        Wording(ru="Что изменилось между мной и другими людьми", en="What changed between me and other people"),
    ),
    (
        "taking-part", DomainKind.NORMAL, Wording(ru="Участие и голос", en="Taking part and being heard"),
        Wording(ru="Что изменилось в том, как меня слышат", en="What changed in how I am heard"),
    ),
    (
        "any-other", DomainKind.ANY_OTHER, Wording(ru="Любое другое изменение", en="Any other change"),
        Wording(ru="Что-то совсем другое", en="Something quite different"),
    ),
    (
        "lessons", DomainKind.LESSONS, Wording(ru="Что стало хуже, уроки", en="What got worse, lessons"),
        Wording(ru="Что стало хуже или не получилось", en="What got worse or did not work"),
    ),
)  # fmt: skip
QUESTIONS = (
    FirstQuestion(
        code="because", family=QuestionFamily.STORY, kind=QuestionKind.ONE_OF,
        words=Said(
            en="Did this happen because of the programme?", ty="Это случилось благодаря программе?",
            vy="Это случилось благодаря программе?",
        ),
        options=(
            {"code": "yes", "ru": "Да", "en": "Yes"}, {"code": "partly", "ru": "Отчасти", "en": "Partly"},
            {"code": "no", "ru": "Нет, случилось бы и так", "en": "No, it would have happened anyway"},
            {"code": "unsure", "ru": "Трудно сказать", "en": "Hard to say"},
        ),
    ),
    FirstQuestion(
        code="since", family=QuestionFamily.STORY, kind=QuestionKind.ONE_OF,
        words=Said(en="When did it begin?", ty="Когда это началось?", vy="Когда это началось?"),
        options=(
            {"code": "weeks", "ru": "Несколько недель назад", "en": "A few weeks ago"},
            {"code": "half-year", "ru": "Примерно полгода назад", "en": "About half a year ago"},
            {"code": "year-plus", "ru": "Год назад или раньше", "en": "A year ago or more"},
            {"code": "unsure", "ru": "Не помню", "en": "I do not remember"},
        ),
    ),
    FirstQuestion(
        code="how-long", family=QuestionFamily.TELLER, kind=QuestionKind.ONE_OF,
        words=Said(
            en="How long have you been in the programme?", ty="Сколько времени ты в программе?",
            vy="Сколько времени вы в программе?",
        ),
        options=(
            {"code": "months", "ru": "Меньше полугода", "en": "Less than half a year"},
            {"code": "year", "ru": "До года", "en": "Up to a year"},
            {"code": "longer", "ru": "Больше года", "en": "More than a year"},
        ),
    ),
    FirstQuestion(
        code="gender", family=QuestionFamily.TELLER, kind=QuestionKind.ONE_OF,
        words=Said(en="You are", ty="Кто ты?", vy="Кто вы?"),
        options=(
            {"code": "girl", "ru": "Девочка, девушка", "en": "A girl or woman"},
            {"code": "boy", "ru": "Мальчик, юноша", "en": "A boy or man"},
        ),
    ),
)  # fmt: skip
UNDERSTANDING: tuple[Mapping[str, Said], ...] = (
    {
        "wording": Said(
            en="Who reads your story?",
            ty="Кто прочитает твою историю?",
            vy="Кто прочитает вашу историю?",
        ),
        "right": Said(
            en="A person of the programme, and those to whom I said yes",
            ty="Сотрудник программы и те, кому я разрешу",
            vy="Сотрудник программы и те, кому я разрешу",
        ),
        "wrong": Said(
            en="Everybody on the internet", ty="Все в интернете", vy="Все в интернете"
        ),
        "wrong_too": Said(
            en="My school and my parents", ty="Моя школа и мои родители", vy="Школа и мои родители"
        ),
        "explanation": Said(
            en="First one person of the programme reads it and takes out names. After that only those read it to whom you said yes.",
            ty="Сначала её прочитает один сотрудник программы и уберёт имена. Потом – только те, кому ты разрешишь.",
            vy="Сначала её прочитает один сотрудник программы и уберёт имена. Потом – только те, кому вы разрешите.",
        ),
    },
    {
        "wording": Said(
            en="Can you take your story back later?",
            ty="Можно ли потом забрать историю?",
            vy="Можно ли потом забрать историю?",
        ),
        "right": Said(
            en="Yes, on any day, with my code", ty="Да, в любой день, по моему коду", vy="Да, в любой день, по моему коду"
        ),
        "wrong": Said(
            en="No, not once it is sent", ty="Нет, после отправки уже нельзя", vy="Нет, после отправки уже нельзя"
        ),
        "wrong_too": Said(
            en="Yes, but I have to say why", ty="Да, но нужно объяснить почему", vy="Да, но нужно объяснить почему"
        ),
        "explanation": Said(
            en="You can, on any day, with the code that you get at the end. You need not say why.",
            ty="Можно, в любой день, по коду, который ты получишь в конце. Объяснять ничего не нужно.",
            vy="Можно, в любой день, по коду, который вы получите в конце. Объяснять ничего не нужно.",
        ),
    },
)  # fmt: skip

CONSENT: dict[Purpose, tuple[Said, Said, Wording]] = {
    Purpose.ANALYSIS: (
        Said(
            en="May we read your story together with the others and count what people tell about?",
            ty="Можно прочитать твою историю вместе с другими и посчитать, о чём рассказывают?",
            vy="Можно прочитать вашу историю вместе с другими и посчитать, о чём рассказывают?",
        ),
        Said(
            en="May your story be studied with the others and counted in the findings, without your name?",
            ty="Можно изучить твою историю вместе с другими и учесть в выводах, без имени?",
            vy="Можно изучить вашу историю вместе с другими и учесть в выводах, без имени?",
        ),
        Wording(
            ru="Сотрудник, который убирает имена\nСпециалист по оценке",
            en="The person who takes names out\nThe evaluator",
        ),
    ),
    Purpose.PANEL: (
        Said(
            en="May grown-ups from the programme sit together and talk about your story?",
            ty="Можно взрослым из программы собраться и поговорить о твоей истории?",
            vy="Можно взрослым из программы собраться и поговорить о вашей истории?",
        ),
        Said(
            en="May a panel of staff read your story and talk about it?",
            ty="Можно группе сотрудников прочитать и обсудить твою историю?",
            vy="Можно группе сотрудников прочитать и обсудить вашу историю?",
        ),
        Wording(ru="Несколько сотрудников, без имени автора", en="A few members of staff, without your name"),
    ),
    Purpose.YOUTH_PANEL: (
        Said(
            en="May some young people from the programme read your story?",
            ty="Можно нескольким ребятам из программы прочитать твою историю?",
            vy="Можно нескольким участникам программы прочитать вашу историю?",
        ),
        Said(
            en="May the youth panel read your story? Somebody might guess from details whose it is.",
            ty="Можно молодёжной группе прочитать твою историю? По мелочам кто-то может догадаться, чья она.",
            vy="Можно молодёжной группе прочитать вашу историю? По мелочам кто-то может догадаться, чья она.",
        ),
        Wording(
            ru="Несколько молодых людей, которые обещали не пересказывать\nВедущий",
            en="A few young people who promised not to pass it on\nA facilitator",
        ),
    ),
    Purpose.QUOTE: (
        Said(
            en="May we put one or two of your sentences in a report, without your name?",
            ty="Можно взять из твоей истории одно-два предложения в отчёт, без имени?",
            vy="Можно взять из вашей истории одно-два предложения в отчёт, без имени?",
        ),
        Said(
            en="May we quote a few sentences of your story in reports, without a name?",
            ty="Можно приводить несколько предложений из твоей истории в отчётах, без имени?",
            vy="Можно приводить несколько предложений из вашей истории в отчётах, без имени?",
        ),
        Wording(ru="Все, кто читает отчёты", en="Everybody who reads the reports"),
    ),
    Purpose.PUBLICATION: (
        Said(
            en="May we print your whole story with a name that you make up?",
            ty="Можно напечатать всю твою историю с придуманным именем?",
            vy="Можно напечатать всю вашу историю с придуманным именем?",
        ),
        Said(
            en="May we publish your whole story under a name that you choose?",
            ty="Можно опубликовать всю твою историю под именем, которое ты выберешь?",
            vy="Можно опубликовать всю вашу историю под именем, которое вы выберете?",
        ),
        Wording(ru="Кто угодно", en="Anybody"),
    ),
    Purpose.TRAINING: (
        Said(
            en="May people who learn to work with children read your story?",
            ty="Можно прочитать твою историю тем, кто учится работать с детьми?",
            vy="Можно прочитать вашу историю тем, кто учится работать с детьми?",
        ),
        Said(
            en="May we use your story, without names, to train colleagues?",
            ty="Можно использовать твою историю без имён, чтобы учить коллег?",
            vy="Можно использовать вашу историю без имён, чтобы учить коллег?",
        ),
        Wording(ru="Специалисты на учёбе", en="Practitioners in training"),
    ),
}


def introduction(band: ConsentBand, address_form: AddressForm) -> Wording:
    """Return what a new programme says of itself to an age group."""
    return INTRODUCTIONS[band].to(address_form)


def will_not(band: ConsentBand, address_form: AddressForm) -> Wording:
    """Return what a new programme promises an age group not to do."""
    return (WILL_NOT.get(band) or WILL_NOT[ConsentBand.CHILD]).to(address_form)


def consent_words(purpose: Purpose, band: ConsentBand, address_form: AddressForm) -> tuple[Wording, Wording]:
    """Return a new programme's question about one purpose and who will read; adults are always «вы»."""
    to_child, to_others, readers = CONSENT[purpose]
    form = AddressForm.VY if band is ConsentBand.ADULT else address_form
    return (to_child if band is ConsentBand.CHILD else to_others).to(form), readers
