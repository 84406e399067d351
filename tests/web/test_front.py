"""The front hall."""


def test_the_first_page_opens_in_english(client):
    client.get("/")

    assert client.h1 == "Stories of change"


def test_the_server_says_that_it_is_well(client):
    client.get("/health")

    assert client.response.text == "ok\n"


def test_a_page_that_does_not_exist_is_a_kind_page(client):
    client.get("/nowhere", status=404)

    assert client.h1 == "There is no such page"


def test_whoever_has_a_code_for_finishing_later_finds_the_way_from_the_first_page_and_from_the_receipts(client):
    client.get("/")
    assert client.link("code for finishing later") == "/telling/resume"

    client.get("/my-story")
    assert client.link("code for finishing later") == "/telling/resume"
