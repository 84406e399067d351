"""What this wing calls kinds of masks and uses of a story."""

from storyapp.words.speech import mark

MASK_KINDS = {
    "person": mark("Name"),
    "school": mark("School"),
    "organisation": mark("Organisation"),
    "place": mark("Place"),
    "address": mark("Address"),
    "phone": mark("Phone"),
    "mail": mark("E-mail address"),
    "handle": mark("Name in a network"),
    "document": mark("Document"),
    "birth_date": mark("Date of birth"),
}
OUTPUTS = {
    "report": mark("Report"),
    "round": mark("Selection round"),
    "feedback": mark("Feedback"),
    "export": mark("Export"),
}
USES = {
    "counted": mark("counted in it"),
    "quoted": mark("quoted in it"),
    "published": mark("printed in it"),
    "chosen": mark("chosen in it"),
    "chosen-by-youth": mark("chosen in it by young people"),
    "read": mark("read in it"),
}
