"""What people call the kinds of signals of harm."""

from storyapp.words.speech import mark

SIGNALS = {
    "suicide": mark("Thoughts of suicide"),
    "self_harm": mark("Self-harm"),
    "violence": mark("Violence"),
    "bullying": mark("Bullying"),
    "sexual_abuse": mark("Sexual abuse"),
    "neglect": mark("Neglect"),
    "exploitation": mark("Exploitation"),
    "substance": mark("Drugs or alcohol"),
    "running_away": mark("Running away"),
    "help_request": mark("Asks for help"),
    "reader": mark("A reader is worried"),
}
