"""What each method is called, when it serves, how it goes, what it keeps, and what it does with ties."""

from storyapp.rules.rounds import Method
from storyapp.rules.wording import Wording

W, M = Wording, Method

NAMES: dict[Method, Wording] = {
    M.MAJORITY: W(en="Majority", ru="Большинство голосов"),
    M.ITERATIVE: W(en="Iterative voting", ru="Итеративное голосование"),
    M.CONSENSUS: W(en="Consensus", ru="Консенсус"),
    M.SCORING: W(en="Scoring, by the mean", ru="Балльная оценка, по среднему"),
    M.MEDIAN: W(en="Scoring, by the median", ru="Балльная оценка, по медиане"),
    M.SCORING_THEN_VOTE: W(en="Scoring, then a vote", ru="Балльная оценка, затем голосование"),
    M.SECRET: W(en="Secret ballot", ru="Тайное голосование"),
    M.SHORTLIST: W(en="Shortlist, then a vote", ru="Короткий список, затем голосование"),
    M.BORDA: W(en="Ranking, by points (Borda)", ru="Ранжирование, по очкам (Борда)"),
    M.RUNOFF: W(en="Ranking, by instant run-off", ru="Ранжирование, с поочерёдным выбыванием"),
    M.SCHULZE: W(en="Ranking, by pairs won (Schulze)", ru="Ранжирование, по победам в парах (Шульце)"),
    M.PAIRWISE: W(en="Pairwise comparison", ru="Парное сравнение"),
}

WHEN: dict[Method, Wording] = {
    M.MAJORITY: W(
        en="When time is short, or stories are few and the talk was good.",
        ru="Когда мало времени или историй немного и их уже хорошо обсудили.",
    ),
    M.ITERATIVE: W(
        en="When the talk matters most: the panel meets, and is ready to change its mind.",
        ru="Когда важнее всего разговор: группа собралась и готова менять мнение.",
    ),
    M.CONSENSUS: W(
        en="For a small panel that has time, and wants a choice that everybody can stand behind.",
        ru="Для небольшой группы, у которой есть время и которой нужен выбор, близкий каждому.",
    ),
    M.SCORING: W(
        en="When people read at home and each story should be judged on its own.",
        ru="Когда читают дома и каждую историю нужно оценить саму по себе.",
    ),
    M.MEDIAN: W(
        en="Like scoring by the mean, where one very high or low score should not decide.",
        ru="Как оценка по среднему, но когда одна крайняя оценка не должна решать исход.",
    ),
    M.SCORING_THEN_VOTE: W(
        en="When people read at home, but the choice should fall together after a talk.",
        ru="Когда читают дома, а выбирать хотят вместе, после обсуждения.",
    ),
    M.SECRET: W(
        en="When people might not dare to differ aloud: staff and young people together, or a delicate subject.",
        ru="Когда вслух возразить трудно: взрослые и молодые вместе или деликатная тема.",
    ),
    M.SHORTLIST: W(
        en="For a long list: more than ten stories come down to a number that can be talked about.",
        ru="Для длинного списка: больше десяти историй сокращаются до числа, которое можно обсудить.",
    ),
    M.BORDA: W(
        en="For three to ten stories, when a choice liked fairly well by all is better than one loved by some.",
        ru="Для трёх – десяти историй, когда выбор, неплохой для всех, лучше, чем любимый лишь частью группы.",
    ),
    M.RUNOFF: W(
        en="For three to ten stories, when first places should count and no vote for a small favourite be lost.",
        ru="Для трёх – десяти историй, когда важны первые места, а голос за редкого фаворита не должен пропасть.",
    ),
    M.SCHULZE: W(
        en="For three to ten stories, when the one that would win against each other story should be found.",
        ru="Для трёх – десяти историй, когда нужно найти ту, что победила бы каждую другую один на один.",
    ),
    M.PAIRWISE: W(
        en="For many stories and many readers with little time: each compares two at a time, as often as they can.",
        ru="Для многих историй и многих занятых читателей: каждый сравнивает по две, сколько успевает.",
    ),
}

HOW: dict[Method, Wording] = {
    M.MAJORITY: W(
        en="One vote each; most votes win. A tie chooses none: talk again, or name two stories.",
        ru="У каждого один голос; выбирается история с наибольшим числом голосов. "
        "При равенстве не выбирается ни одна: обсудите ещё раз или назовите две истории.",
    ),
    M.ITERATIVE: W(
        en="Vote, say your reasons, vote again towards agreement. The last turn counts.",
        ru="Голосование, обсуждение причин и новое голосование – шаг за шагом к согласию. Учитывается последний тур.",
    ),
    M.CONSENSUS: W(
        en="Each states a choice and why; talk; state again. A story is chosen when nobody stands elsewhere.",
        ru="Каждый называет свой выбор и причину; обсуждение; снова каждый. История выбрана, когда "
        "никто не настаивает на другой.",
    ),
    M.SCORING: W(
        en="Each scores each story. The highest mean wins; how far the scores lie apart is shown beside it.",
        ru="Каждый ставит балл каждой истории. Выбирается наибольшее среднее; рядом показан разброс.",
    ),
    M.MEDIAN: W(
        en="Each scores each story. The highest median wins: half of the scores lie above it, half below.",
        ru="Каждый ставит балл каждой истории. Выбирается наибольшая медиана: половина оценок не ниже её, "
        "половина не выше.",
    ),
    M.SCORING_THEN_VOTE: W(
        en="First each scores each story. The panel talks about the order that came out, then votes; the vote decides.",
        ru="Сначала каждый ставит баллы. Группа обсуждает получившийся порядок и голосует; решает голосование.",
    ),
    M.SECRET: W(
        en="One vote each with a reason, without a name; all are opened together. Most votes win.",
        ru="У каждого один голос с обоснованием, без имени; все открываются вместе. Решает большинство.",
    ),
    M.SHORTLIST: W(
        en="Yes, maybe or no to each story. Those with half of the voices or more stay; then the panel votes on them.",
        ru="«Да», «может быть» или «нет» каждой истории. Остаются набравшие не меньше половины; по ним голосуют.",
    ),
    M.BORDA: W(
        en="Each puts the stories in order. A story gains a point for every story below it on a ballot, "
        "and loses one for every story above it. Most points win.",
        ru="Каждый расставляет истории по порядку. История получает очко за каждую, что стоит ниже неё, "
        "и теряет очко за каждую, что выше. Побеждает наибольшая сумма.",
    ),
    M.RUNOFF: W(
        en="Each puts the stories in order. The story with fewest first places leaves and its ballots go on to "
        "their next story, until one has more than half.",
        ru="Каждый расставляет истории по порядку. История с наименьшим числом первых мест выбывает, её голоса "
        "переходят следующей, пока у одной не окажется больше половины.",
    ),
    M.SCHULZE: W(
        en="Each puts the stories in order. Every two stories are compared over all ballots; the story wins "
        "that no other beats, not even by a chain of comparisons.",
        ru="Каждый расставляет истории по порядку. Каждые две сравниваются по всем бюллетеням; побеждает та, "
        "которую не обходит никакая другая, даже через цепочку сравнений.",
    ),
    M.PAIRWISE: W(
        en="Two stories at a time: which matters more? From all answers a scale of strength is worked out, "
        "with its error.",
        ru="По две истории: какая важнее? Из всех ответов вычисляется шкала силы и её погрешность.",
    ),
}

_VOTES = W(
    en="Every vote with its reason, abstentions, who was absent, the tie.",
    ru="Каждый голос с обоснованием, воздержавшиеся, отсутствовавшие, равенство голосов.",
)
_ORDERS = W(
    en="Every order with its reason, and how many prefer each story to each other.",
    ru="Каждый порядок с обоснованием и таблица: сколько человек предпочли одну историю другой.",
)
_SCORES = W(
    en="Every score with its reasons; mean, median, lowest and highest of each story.",
    ru="Каждый балл с обоснованием; среднее, медиана, наименьший и наибольший балл каждой истории.",
)
KEEPS: dict[Method, Wording] = {
    M.MAJORITY: _VOTES,
    M.ITERATIVE: W(
        en="Every turn with its votes and reasons, who changed their mind, how many turns agreement took.",
        ru="Каждый тур с голосами и обоснованиями, кто изменил мнение, сколько туров ушло на согласие.",
    ),
    M.CONSENSUS: W(
        en="Every statement of every turn, and the views that stayed apart.",
        ru="Высказывания каждого тура и мнения, которые не сошлись.",
    ),
    M.SCORING: _SCORES,
    M.MEDIAN: _SCORES,
    M.SCORING_THEN_VOTE: W(
        en="Both stages: every score, and every vote with its reason.",
        ru="Оба этапа: каждый балл и каждый голос с обоснованием.",
    ),
    M.SECRET: W(
        en="Votes and reasons without names; who took part is kept apart from them.",
        ru="Голоса и обоснования без имён; кто участвовал, хранится отдельно.",
    ),
    M.SHORTLIST: W(
        en="Yes, maybe and no for each story, the threshold, and the votes after it.",
        ru="«Да», «может быть» и «нет» каждой истории, порог и последующие голоса.",
    ),
    M.BORDA: _ORDERS,
    M.RUNOFF: _ORDERS,
    M.SCHULZE: _ORDERS,
    M.PAIRWISE: W(
        en="Every comparison with its reason, the strengths with their errors, and how reliable the order is.",
        ru="Каждое сравнение с обоснованием, сила историй с погрешностью и надёжность порядка.",
    ),
}

_TIE = W(
    en="Most votes win. Equal votes are a tie: none is chosen, all that share the lead are named.",
    ru="Побеждает наибольшее число голосов. При равенстве не выбирается ни одна: названы все, кто впереди.",
)
_UNSCORED = W(
    en="A story is judged by those who scored it. Equal values are a tie, and all of them are named.",
    ru="Историю оценивают те, кто поставил ей балл. Равные значения – ничья, названы все.",
)
RULES: dict[Method, Wording] = {
    M.MAJORITY: _TIE,
    M.ITERATIVE: W(
        en="Only the last turn counts. " + _TIE.en,
        ru="Считается только последний тур. " + _TIE.ru,
    ),
    M.CONSENSUS: W(
        en="Chosen when every vote is for one story; whoever abstains stands aside. Otherwise there is no agreement "
        "and nobody leads.",
        ru="Выбрана, если все голоса за одну историю; воздержавшийся не мешает. Иначе согласия нет и никто не впереди.",
    ),
    M.SCORING: _UNSCORED,
    M.MEDIAN: W(
        en=_UNSCORED.en + " Between two middle scores the median lies half-way.",
        ru=_UNSCORED.ru + " Между двумя средними баллами медиана лежит посередине.",
    ),
    M.SCORING_THEN_VOTE: W(
        en="The vote decides, the scores only prepare it. " + _TIE.en,
        ru="Решает голосование, баллы его только готовят. " + _TIE.ru,
    ),
    M.SECRET: _TIE,
    M.SHORTLIST: W(
        en="Yes counts as one voice, maybe as half. On the shortlist is every story with at least half of the voices "
        "of those who judged it. In the vote after it equal votes are a tie, and all that lead are named.",
        ru="«Да» – один голос, «может быть» – половина. В списке все истории, у которых не меньше половины голосов "
        "тех, кто их оценил. Равенство в последующем голосовании – ничья, названы все, кто впереди.",
    ),
    M.BORDA: W(
        en="Points are comparisons won less comparisons lost on all ballots. Stories side by side neither win nor "
        "lose against each other; stories that a ballot leaves out stand last on it, side by side. Equal points are "
        "a tie, and all of them are named.",
        ru="Очки – выигранные сравнения минус проигранные по всем бюллетеням. Стоящие рядом друг у друга не выигрывают; "
        "неназванные стоят рядом на последнем месте. Равные очки – ничья, названы все.",
    ),
    M.RUNOFF: W(
        en="Several first places on a ballot share it equally. All that stand last together leave together, unless "
        "nobody else is left: then it is a tie and all of them are named. A ballot with no story left on it rests.",
        ru="Несколько первых мест делят бюллетень поровну. Все, кто последние с равным числом, выбывают вместе; если "
        "больше никого нет, это ничья и названы все. Бюллетень, на котором никого не осталось, больше не считается.",
    ),
    M.SCHULZE: W(
        en="A majority is as strong as the ballots behind it (winning votes). Stories side by side, and those that a "
        "ballot leaves out and so puts last together, have no preference among them. Several that nobody beats "
        "are a tie, and all of them are named.",
        ru="Сила большинства – число бюллетеней за него. Между стоящими рядом, а также между неназванными, которые "
        "стоят рядом в конце, предпочтения нет. Если никто не обходит сразу нескольких, это ничья, названы все.",
    ),
    M.PAIRWISE: W(
        en="Strengths are the likeliest by Bradley and Terry, with a middle of nought. Where some only won or only "
        "lost, each is given half a win and half a loss against an average story. Strengths that agree to six "
        "places are a tie, and all of them are named.",
        ru="Сила – наиболее правдоподобная по Брэдли и Терри, середина – ноль. Если кто-то только выигрывал или только "
        "проигрывал, каждой добавлены полпобеды и полпоражения против средней истории. Равенство до шестого "
        "знака – ничья, названы все.",
    ),
}

_N_VOTES, _POINTS = W(en="votes", ru="голоса"), W(en="points", ru="очки")
UNITS: dict[Method, Wording] = {
    M.MAJORITY: _N_VOTES,
    M.ITERATIVE: _N_VOTES,
    M.CONSENSUS: _N_VOTES,
    M.SCORING: W(en="mean score", ru="средний балл"),
    M.MEDIAN: W(en="median score", ru="медиана баллов"),
    M.SCORING_THEN_VOTE: _N_VOTES,
    M.SECRET: _N_VOTES,
    M.SHORTLIST: _N_VOTES,
    M.BORDA: _POINTS,
    M.RUNOFF: W(en="votes when last counted", ru="голоса при последнем подсчёте"),
    M.SCHULZE: W(en="stories beaten", ru="скольких обходит"),
    M.PAIRWISE: W(en="strength", ru="сила"),
}
