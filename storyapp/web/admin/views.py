"""Pages of this wing."""

from storyapp.web.admin import audit, consent, organisation, people, programme, things  # noqa: F401
