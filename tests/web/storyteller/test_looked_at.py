"""The bench looks at telling as Lighthouse sees it: at every page, as it is met."""

from bench.lighthouse import pages_of_telling
from storyapp.web.storyteller.steps import STEPS


def test_the_bench_comes_to_every_page_of_telling(app):
    seen = {}
    for name, path, cookies in pages_of_telling(app):
        answer = app.test_client(use_cookies=False).get(path, headers={"Cookie": cookies})
        assert answer.status_code == 200, (name, answer.status_code, answer.location)
        seen[name] = answer.text

    steps = {step.name for step in STEPS}
    assert steps - {"explained", "guardian", "read_back"} <= seen.keys()
    assert {f"{name} (10 to 13)" for name in steps - {"read_back"}} <= seen.keys()
    assert "read_back (written down)" in seen and "data-triad" in "".join(seen.values())
    assert 'type="file"' in seen["my story: attachments"] and "easy.css" in seen["matters (10 to 13)"]
