"""All pages of this wing, so that one import registers them."""

from storyapp.web.formbuilder import building, question, section, versions  # noqa: F401
