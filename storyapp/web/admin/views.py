"""Pages of this wing."""

from storyapp.web.admin import ages, audit, consent, kept, method_changes, organisation, people, programme, things  # noqa: F401
