"""Browsers of those who stand on two sides of a story: somebody of the staff, and its teller."""

from flask import Flask

from storyapp.data.tables.people import Account
from storyapp.data.tables.stories import Story
from tests.builders import a_new_code, sign_in
from tests.pages import PageClient


def open_as(app: Flask, account: Account, language: str = "en") -> PageClient:
    """Return a browser in which somebody of the staff is signed in."""
    client = PageClient(app, language=language)
    sign_in(client, account)
    return client


def come_back(app: Flask, story: Story, language: str) -> PageClient:
    """Return a browser in which the teller has come back with a new code."""
    teller = PageClient(app, language=language)
    teller.get("/my-story")
    teller.submit({"code": a_new_code(story)})
    return teller
