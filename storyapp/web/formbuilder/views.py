"""All pages of this wing, so that one import registers them."""

from storyapp.web.formbuilder import building, question, section  # noqa: F401
