"""What this wing calls kinds of masks."""

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
