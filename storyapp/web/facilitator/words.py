"""What this wing calls kinds of masks and acts on a story."""

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
ACTS = {
    "story.told": mark("was told"),
    "story.imported": mark("was imported"),
    "story.read": mark("read it"),
    "story.screening-read": mark("read it for screening"),
    "story.screened": mark("confirmed the text"),
    "story.original-opened": mark("opened the original"),
    "consent.guardian-recorded": mark("recorded a guardian's paper"),
    "consent.recorded": mark("recorded consent from paper"),
    "consent.granted": mark("consent was given"),
    "consent.withdrawn": mark("consent was taken back"),
}
REASONS = {
    "SCREENING_DOUBT": mark("The confirmed text raises a doubt"),
    "TELLER_ASKED": mark("The teller asked for it"),
    "QUALITY_CHECK": mark("To check how well texts are covered"),
    "LEGAL_DUTY": mark("A duty by law"),
}
