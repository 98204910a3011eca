"""Waking workers through RQ. The database is the truth: a wake-up that is lost, doubled or late does no harm."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
import time
from types import FrameType
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq import Worker as RqWorker
from rq.job import Job
from rq.serializers import JSONSerializer

from bot import children

NAME = "sheepdog"
JOB_LIMIT_S = 120
MONITORED_EVERY_S = 5
FLAG_MS = 1000
REST_S = 1.0
ENOUGH_S = 0.1
LONG_QUEUE = 64

log = logging.getLogger("sheepdog.queue")
_stop = threading.Event()
_rest_until = 0.0


def connect(url: str) -> redis.Redis:
    """A client for `url` (redis://, rediss:// or unix://) that fails within half a second and never tries again."""
    return redis.Redis.from_url(
        url, socket_connect_timeout=0.5, socket_timeout=0.5, retry=Retry(NoBackoff(), 0), health_check_interval=30
    )


def queue(client: redis.Redis) -> Queue:
    """The one queue that wakes workers; its jobs carry JSON, never pickles."""
    return Queue(NAME, connection=client, serializer=JSONSerializer)


def wake(client: redis.Redis, name: str, flag_ms: int = FLAG_MS) -> bool:
    """Asks a worker to run `bot.jobs.<name>()` soon. False when the queue is away: the sweep will find the work.

    One waiting wake-up stands for all that come before a worker takes it; the worker clears the flag before it
    looks, so rows committed before this call are always looked at. Never raises. After a failure it rests for a
    second, so that a queue that hangs does not slow every webhook.
    """
    global _rest_until
    if time.monotonic() < _rest_until:
        return False
    try:
        if client.set(_flag(name), 1, nx=True, px=flag_ms):
            _put(client, name)
        return True
    except redis.RedisError as error:
        _rest_until = time.monotonic() + REST_S
        log.warning("queue away", extra={"job": name, "error": type(error).__name__})
        return False


class Waker:
    """Wakes workers for one process, ten times a second at most for the same job.

    A drain goes on looking for six tenths of a second after its last work (bot/jobs.py), so a text that is accepted
    within a tenth of the wake-up before it needs none of its own; a drain that was cut short is what the sweep is for.
    """

    def __init__(self, client: redis.Redis) -> None:
        self.client = client
        self._last: dict[str, float] = {}

    def __call__(self, name: str) -> None:
        """Asks for the job, unless it was asked for a moment ago."""
        moment = time.monotonic()
        if moment - self._last.get(name, float("-inf")) >= ENOUGH_S and wake(self.client, name):
            self._last[name] = moment


def _put(client: redis.Redis, name: str) -> None:
    """A list that nobody works off stops growing: what is in it is enough to wake everybody."""
    target = queue(client)
    if target.count < LONG_QUEUE:
        target.enqueue_call(
            f"bot.jobs.{name}",
            timeout=JOB_LIMIT_S,
            result_ttl=0,
            failure_ttl=3600,
            description=name,
            at_front=name != "drain",
        )


def _flag(name: str) -> str:
    return f"{NAME}:waking:{name}"


def stopping() -> bool:
    """Whether this job was asked to stop: long jobs look between two rows and end early, leaving nothing half done."""
    return _stop.is_set()


class Worker(RqWorker):
    """An RQ worker whose leases are short, that never waits long for Redis, and whose jobs end when asked."""

    max_connection_wait_time = 2

    def __init__(self, client: redis.Redis) -> None:
        super().__init__(
            [queue(client)],
            connection=client,
            serializer=JSONSerializer,
            default_result_ttl=0,
            worker_ttl=30,
            maintenance_interval=15,
            job_monitoring_interval=MONITORED_EVERY_S,
            log_job_description=False,
        )

    def get_heartbeat_ttl(self, job: Job, working_time: float = 0.0) -> int:
        """Seconds after which a job whose worker fell silent counts as abandoned; RQ's own figure is over a minute."""
        return MONITORED_EVERY_S + 10

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Clears the job's flag first: whatever is committed from now on brings a wake-up of its own."""
        self.connection.delete(_flag(str(job.func_name).rpartition(".")[2]))
        super().execute_job(job, queue)

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """Runs in the forked process: if the worker is killed, the job is told to end rather than left behind."""
        parent = os.getppid()
        signal.signal(signal.SIGTERM, _ask_to_stop)
        children.die_with_parent(parent)
        super().main_work_horse(job, queue)

    def setup_work_horse_signals(self) -> None:
        """As RQ's, but SIGTERM asks the job to stop between two rows."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, _ask_to_stop)

    def handle_warm_shutdown_request(self) -> None:
        """A worker that is asked to stop passes that on to the job it waits for."""
        super().handle_warm_shutdown_request()
        if self.horse_pid:
            os.kill(self.horse_pid, signal.SIGTERM)

    def handle_exception(self, job: Job, *exc_info: Any) -> None:
        """Logs where a job failed; what the exception says may quote a patient, and is left out by bot/logs.py."""
        log.error("job failed", exc_info=exc_info, extra={"job": job.description})
        super().handle_exception(job, *exc_info)

    def handle_job_failure(self, job: Job, queue: Queue, *rest: Any, **more: Any) -> None:
        """Keeps the exception's text, which RQ would store for an hour, out of Redis."""
        super().handle_job_failure(job, queue, *rest, **{**more, "exc_string": "see the worker's log"})

    @property
    def stopped(self) -> bool:
        """Whether the worker ended because it was asked to, not because Redis went away."""
        return self._shutdown_requested_date is not None


def _ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
    _stop.set()


def workers_seen(client: redis.Redis) -> list[dict[str, Any]]:
    """The workers that Redis knows: name, pid, host, state. One that was killed is listed for up to 90 s more."""
    return [
        {"name": w.name, "pid": w.pid, "host": w.hostname, "state": str(w.get_state())}
        for w in RqWorker.all(connection=client, queue=queue(client))
    ]


def timer_seen(client: redis.Redis) -> None:
    """The timer's sign of life, for the doctor; lasts ten seconds."""
    with contextlib.suppress(redis.RedisError):
        client.set(f"{NAME}:timer", os.getpid(), px=10_000)


def timer_lives(client: redis.Redis) -> bool:
    """Whether a timer gave a sign of life in the last ten seconds."""
    return client.exists(f"{NAME}:timer") == 1
