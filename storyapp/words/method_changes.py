"""What the log of changes of the method says: which part, what became of it."""

from storyapp.rules.method_changes import Detail, MethodPart, WhatChanged
from storyapp.words.speech import language, mark, quoted, say

PARTS: dict[MethodPart, str] = {
    MethodPart.DOMAINS: mark("Domains of change"),
    MethodPart.QUESTIONS: mark("Questions of the form"),
    MethodPart.PANELS: mark("Selection panels"),
    MethodPart.COLLECTING: mark("Ways of collecting"),
    MethodPart.MODULE: mark("Language module"),
}
BECAME: dict[WhatChanged, str] = {
    WhatChanged.ADDED: mark("New: %(name)s"),
    WhatChanged.REWORDED: mark("Changed: %(name)s"),
    WhatChanged.PUT_ASIDE: mark("Put aside: %(name)s"),
    WhatChanged.BROUGHT_BACK: mark("In use again: %(name)s"),
    WhatChanged.PUBLISHED: mark("Version %(name)s of the form"),
    WhatChanged.FOUNDED: mark("Founded: %(name)s"),
    WhatChanged.ENDED: mark("Does not sit any more: %(name)s"),
    WhatChanged.OTHER_SAY: mark("Another kind or say: %(name)s"),
    WhatChanged.JOINED: mark("Somebody joined: %(name)s"),
    WhatChanged.LEFT: mark("Somebody left: %(name)s"),
}
THRESHOLD = mark("From which score on it is suggested: %(name)s")


def detail_words(detail: Detail, part: MethodPart) -> str:
    """Say one thing that was changed."""
    name = detail.name.say(language())
    if detail.what is WhatChanged.SAID:
        return name
    if part is MethodPart.MODULE:
        return say(THRESHOLD, name=quoted(name))
    return say(BECAME[detail.what], name=name if detail.what is WhatChanged.PUBLISHED else quoted(name))
