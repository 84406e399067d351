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
        ("borda", "", "not JSON"),
        ("borda", "{", "not JSON"),
        ("borda", "\xff", "not JSON"),
        ("borda", "[" * 100_000, "not JSON"),
        ("borda", '{"options": ["a"], "ballots": [{"ranking": [["a"]], "count": NaN}]}', "not JSON"),
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
    assert "Traceback" not in told.output


def test_it_complains_in_russian_too():
    told = tally("borda", '{"options": ["a"], "ballots": [{}]}', "--language", "ru")

    assert "Бюллетень 1 пуст" in told.stderr
