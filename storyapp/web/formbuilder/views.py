"""All pages of this wing, so that one import registers them."""

from storyapp.web.formbuilder import building, checking, guide, preview, question, section, taking, versions, xlsform  # noqa: F401
