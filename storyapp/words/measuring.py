"""Names of what is measured and by what."""

from enum import Enum

from storyapp.rules.instruments import Facet, InstrumentMethod, InstrumentPurpose
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
}
