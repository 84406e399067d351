"""Names of what is measured and by what."""

from enum import Enum

from storyapp.rules.chain import Break, ChainKind, ChainStep
from storyapp.rules.instruments import Facet, InstrumentMethod, InstrumentPurpose
from storyapp.rules.monitoring import Frequency, PlanStanding
from storyapp.rules.practice import PracticeKind
from storyapp.words.speech import mark

MEASURING_LABELS: dict[Enum, str] = {
    InstrumentMethod.STORIES: mark("Stories"),
    InstrumentMethod.SURVEY: mark("Questionnaire"),
    InstrumentMethod.SCALE: mark("Tested scale"),
    InstrumentMethod.INTERVIEW: mark("Talk with one person"),
    InstrumentMethod.GROUP_TALK: mark("Talk in a group"),
    InstrumentMethod.OBSERVATION: mark("Observation"),
    InstrumentMethod.RECORDS: mark("Records and documents"),
    InstrumentMethod.CREATIVE: mark("Drawing, cards, a wheel"),
    InstrumentPurpose.NEEDS: mark("What people need"),
    InstrumentPurpose.FEEDBACK: mark("How people find the help"),
    InstrumentPurpose.PROCESS: mark("How the work goes"),
    InstrumentPurpose.CHANGE: mark("What has changed for people"),
    InstrumentPurpose.LASTING: mark("Whether it lasts"),
    Facet.GROUP: mark("Target group"),
    Facet.PRACTICE: mark("Kind of practice"),
    Facet.PURPOSE: mark("What you want to know"),
    Facet.METHOD: mark("In which way"),
    Facet.RESULT: mark("Social result"),
    PracticeKind.MENTORING: mark("Mentoring"),
    PracticeKind.FAMILY_SUPPORT: mark("Support of families"),
    PracticeKind.FOSTER_CARE: mark("Foster and adoptive families"),
    PracticeKind.CARE_LEAVERS: mark("Support of care leavers"),
    PracticeKind.CRISIS_CENTRE: mark("Crisis centre, place to stay"),
    PracticeKind.INCLUSION: mark("Inclusion of children with disabilities"),
    PracticeKind.LEISURE: mark("Camps, clubs, leisure"),
    PracticeKind.COUNSELLING: mark("Psychological help"),
    Frequency.ONCE: mark("Once"),
    Frequency.MONTHLY: mark("Every month"),
    Frequency.QUARTERLY: mark("Every three months"),
    Frequency.HALF_YEARLY: mark("Every half year"),
    Frequency.YEARLY: mark("Every year"),
    PlanStanding.LATE: mark("Late"),
    PlanStanding.SOON: mark("Due within two weeks"),
    PlanStanding.LATER: mark("Has time"),
    PlanStanding.OVER: mark("All collected"),
    ChainKind.NEED: mark("Needs"),
    ChainKind.ACTIVITY: mark("Activities"),
    ChainKind.OUTPUT: mark("Outputs"),
    ChainKind.ASSUMPTION: mark("What we assume"),
    ChainStep.NEED: mark("What is needed, and by whom"),
    ChainStep.ACTIVITIES: mark("What you do"),
    ChainStep.OUTPUTS: mark("What comes of it at once"),
    ChainStep.NEAR: mark("What changes soon"),
    ChainStep.FAR: mark("What changes later"),
    ChainStep.ASSUMPTIONS: mark("What you assume"),
    Break.ACTIVITY_WITHOUT_RESULT: mark("Activities that lead to no result"),
    Break.OUTPUT_WITHOUT_RESULT: mark("Outputs that lead to no result"),
    Break.RESULT_FROM_NOTHING: mark("Results that nothing leads to"),
    Break.RESULT_WITHOUT_INDICATOR: mark("Results without an indicator"),
}

MEASURING_MESSAGES: dict[str, str] = {
    "amount.unclear": mark("Please write a number, as 12 or 1 250,50."),
    "amount.not-whole": mark("Please write a whole number that is not below nought."),
    "plan.no-value-no-note": mark("Please write the value, or write into the note why there is none."),
    "setup.two-levels": mark(
        "Groups stand on two levels only: choose one that stands at the top, and that this one is not above of."
    ),
    "plan.not-yet": mark("This day is still to come."),
    "plan.nothing-due": mark("Nothing is due on this line any more; somebody has written the value down."),
    "cost.no-expense": mark("Please write the expense of the year; it is more than nought."),
    "cost.most-below": mark("With a part of what is shared the expense cannot be smaller."),
    "cost.year": mark("Please write a year from 1990 to %(latest)s."),
    "cost.nobody-counted": mark("Please count families, or children and young people, or both."),
    "cost.no-source": mark("Please say where the numbers can be looked up."),
    "cost.twice": mark("This result has its cost of this year already. Change that one."),
}
