"""A programme with an evaluator at the desk."""

import pytest

from storyapp.rules.people import Role
from storyapp.services.tagging import Place
from tests import builders


@pytest.fixture
def programme(app):
    return builders.a_programme()


@pytest.fixture
def evaluator(programme):
    return builders.an_account(Role.EVALUATOR, programme=programme)


@pytest.fixture
def theme(programme):
    return builders.a_theme(programme)


@pytest.fixture
def desk(client, evaluator):
    """A browser at the coding desk."""
    builders.sign_in(client, evaluator)
    return client


@pytest.fixture(params=["client", "russian"])
def either(request, evaluator):
    """A browser at the coding desk, in each language."""
    browser = request.getfixturevalue(request.param)
    builders.sign_in(browser, evaluator)
    return browser


@pytest.fixture
def place(programme):
    """Where a story is, for the services."""
    return lambda story: Place(programme_id=programme.id, public_id=story.public_id)
