"""The log apart bears several writers at once."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from storyapp.gateways import audit_log
from storyapp.rules.audit_chain import Link

N = 300


def write(path: Path, organisation_id: int) -> None:
    """Write as one process does, a line after each act."""
    for sequence in range(1, N + 1):
        audit_log.add(path, [Link(organisation_id=organisation_id, sequence=sequence, hash="c" * 64)])


def test_several_processes_tear_no_line_of_each_other(tmp_path):
    path = tmp_path / "elsewhere" / "audit.log"
    with ProcessPoolExecutor(max_workers=4) as processes:
        list(processes.map(write, [path] * 4, range(1, 5)))

    links = list(audit_log.read(path))

    assert len(links) == 4 * N
    assert {link.hash for link in links} == {"c" * 64}
