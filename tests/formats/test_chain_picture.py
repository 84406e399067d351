"""The chain of results as a picture."""

from xml.etree import ElementTree

from storyapp.formats.chain_picture import ChainNode, chain_picture

SVG = "{http://www.w3.org/2000/svg}"


def draw(**columns):
    return ElementTree.fromstring(chain_picture(columns, title="Chain", description="Below in words"))


def test_every_step_is_a_line_and_every_item_a_box():
    picture = draw(
        needs=[ChainNode(key="n", text="Nobody to talk to", leads_to=("a",))],
        activities=[ChainNode(key="a", text="A club", leads_to=("r", "s"))],
        results=[ChainNode(key="r", text="Trust"), ChainNode(key="s", text="Friends", said="for 2")],
    )

    assert len(picture.findall(f".//{SVG}path")) == 3
    assert len(picture.findall(f".//{SVG}rect[@class='node']")) == 4
    assert "for 2" in "".join(picture.itertext())


def test_a_step_to_something_that_is_gone_is_no_line_and_words_cannot_break_the_picture():
    picture = draw(needs=[ChainNode(key="n", text="<script>&", leads_to=("gone",))])

    assert picture.findall(f".//{SVG}path") == []
    assert "<script>&" in "".join(picture.itertext())
