"""Wakes whoever does the jobs: at once (tests), a local worker, or Celery; only row ids leave the house."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Protocol

log = logging.getLogger(__name__)
TASK_NAME = "storyapp.do_job"


class Tasks(Protocol):
    """Somebody who can be told that job rows are waiting."""

    def wake(self, job_ids: Iterable[int]) -> None:
        """Tell that these rows were committed; must never raise and never block."""


class Inline:
    """Does each job at once, in this process; for tests and the shell."""

    def __init__(self) -> None:
        self.do_job: Callable[[int], None] | None = None
        self._own = threading.local()

    def wake(self, job_ids: Iterable[int]) -> None:
        """Do the jobs now; those that a job asks for are done after it."""
        waiting: deque[int] | None = getattr(self._own, "waiting", None)
        if waiting is not None:
            waiting.extend(job_ids)
            return
        self._own.waiting = waiting = deque(job_ids)
        try:
            while waiting:
                if self.do_job is not None:
                    self.do_job(waiting.popleft())
                else:
                    waiting.clear()
        finally:
            self._own.waiting = None


class Local:
    """A worker beside the server looks at the table by itself; nothing to tell."""

    def wake(self, job_ids: Iterable[int]) -> None:
        """Do nothing: the rows are the message."""


class Celery:
    """Publishes row ids from a thread of its own, since a dead broker blocks for seconds; a sweep finds the rest."""

    def __init__(self, broker_url: str, queue: str) -> None:
        self.app = celery_app(broker_url, queue)

    def wake(self, job_ids: Iterable[int]) -> None:
        """Publish the ids in the background."""
        ids = list(job_ids)
        if ids:
            threading.Thread(target=self._publish, args=(ids,), daemon=True).start()

    def _publish(self, job_ids: list[int]) -> None:
        for job_id in job_ids:
            try:
                self.app.send_task(TASK_NAME, args=[job_id])
            except Exception as error:  # the sweep picks these rows up
                log.warning("broker did not take job ids: %s", type(error).__name__)
                return


def celery_app(broker_url: str, queue: str) -> Any:
    """Build the Celery application; needs the extra `celery`."""
    from celery import Celery as CeleryApp

    app = CeleryApp("storyapp", broker=broker_url)
    app.conf.update(
        task_default_queue=queue,
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"visibility_timeout": 600, "socket_timeout": 5, "socket_connect_timeout": 5},
        task_publish_retry_policy={"max_retries": 1},
    )
    return app
