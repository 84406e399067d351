"""What can be seen of a practice from here, in a sentence each."""

from storyapp.rules.practice import Sign
from storyapp.words.speech import mark

SIGNS: dict[Sign, str] = {
    Sign.RESULT_SUPPORTED: mark("A story supports an intended result, and a person confirmed it."),
    Sign.AGAINST_TOLD: mark("What speaks against a result is coded too."),
    Sign.CHECKED_TRUE: mark("A story was verified with others: it happened like this."),
    Sign.RESULT_COUNTED: mark("It was counted how many others reached a result."),
    Sign.OVER_PERIODS: mark("Stories of more than one period support a result."),
    Sign.STORIES_TOLD: mark("Five stories or more may be counted."),
    Sign.WORSE_ASKED: mark("What got worse is asked for too."),
    Sign.CHOSEN_WITH_REASONS: mark("A panel has chosen and said why."),
    Sign.TELLERS_ANSWERED: mark("At least half of the tellers whose stories were read have an answer."),
    Sign.CHECKED: mark("A story was verified, whatever came of it."),
    Sign.READ_TWICE: mark("Somebody coded stories a second time, without seeing what the first had said."),
    Sign.OTHERS_COUNTED: mark("It was counted how many others had the change of a story."),
    Sign.YOUNG_CHOSE: mark("Young people chose on a panel of their own."),
}
