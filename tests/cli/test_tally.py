"""`storyapp tally`: published ballots counted again, without a house."""

import json

import pytest
from click.testing import CliRunner

from storyapp.cli import commands

OPTIONS = ["a", "b"]


def tally(method, text, *more):
    return CliRunner().invoke(commands, ["tally", "--method", method, *more, "-"], input=text)


def test_an_outcome_is_printed_as_json():
    told = tally("borda", json.dumps({"options": OPTIONS, "ballots": [{"ranking": [["b"], ["a"]]}]}))

    assert told.exit_code == 0
    assert json.loads(told.output)["winners"] == ["b"]


def test_a_file_is_read_by_its_name(tmp_path):
    path = tmp_path / "ballots.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"options": ["ё"], "ballots": [{"choices": ["ё"]}]}).encode())

    told = CliRunner().invoke(commands, ["tally", "--method", "majority", str(path)])

    assert json.loads(told.output)["scores"] == {"ё": 1}


@pytest.mark.parametrize(
    ("method", "text", "words"),
    [
        ("coin", "{}", "There is no method"),
        ("borda", "", "The file is empty"),
        ("borda", "{", "not JSON: look at line 1, at its sign number 2"),
        ("borda", "\xff", "save it again in the encoding UTF-8"),
        ("borda", "[" * 100_000, "too deep inside each other"),
        ("borda", '{"options": ["a"], "ballots": [{"ranking": [["a"]], "count": NaN}]}', "cannot be counted"),
        ("scoring", '{"options": ["a"], "ballots": [{"scores": {"a": ' + "9" * 5000 + "}}]}", "cannot be counted"),
        ("borda", '{"options": ["a"], "ballots": [{}]}', "Ballot 1 is empty"),
        ("borda", '{"options": ["a"], "ballots": [{"ranking": [["a"], ["a"]]}]}', "names “a” twice"),
        ("borda", '{"options": ["a"], "ballots": [{"ranking": [["b"]]}]}', "names “b”, which is not among"),
        ("scoring", '{"options": ["a"], "ballots": [{"scores": {"a": 1, "a": 2}}]}', "“a” stands twice"),
    ],
)
def test_what_cannot_be_counted_ends_with_two_and_a_sentence(method, text, words):
    told = tally(method, text.encode("latin-1") if text == "\xff" else text)

    assert told.exit_code == 2
    assert words in told.stderr
    assert "Traceback" not in told.output and "Error" not in told.output


@pytest.mark.parametrize(
    ("text", "words"), [('{"options": ["a"], "ballots": [{}]}', "Бюллетень 1 пуст"), ("{", "строку 1, знак 2")]
)
def test_it_complains_in_russian_too(text, words):
    told = tally("borda", text, "--language", "ru")

    assert words in told.stderr


def test_a_file_that_windows_wrote_is_read_too():
    text = '{"options": ["ё"], "ballots": [{"choices": ["ё"]}]}'

    assert json.loads(tally("majority", text.encode("utf-16")).output)["winners"] == ["ё"]
