"""Pages of this wing."""

from storyapp.web.admin import ages, audit, consent, kept, organisation, people, programme, things  # noqa: F401
