"""Wake-ups: they stand for one another, never raise, and a job that is asked to stop ends between two rows."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from bot import queue, valkey
from bot.settings import queue_url
from tests.processes import env_of, until

HOME = Path("unused")
WORK = """
import sys
from bot import logs, queue
logs.configure("info")
queue.Worker(queue.connect(sys.argv[1])).work(logging_level="WARNING")
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with valkey.running(tmp_path_factory.mktemp("queue")) as address:
        yield address


@pytest.fixture
def client(url: str) -> Iterator[redis.Redis]:
    with queue.connect(url) as connected:
        connected.flushall()
        yield connected


@pytest.fixture
def worker(url: str, client: redis.Redis) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-P", "-c", WORK, url], env=env_of(HOME))
    yield process
    process.kill()
    process.wait()


@pytest.fixture(autouse=True)
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "_rest_until", 0.0)


def put(client: redis.Redis, job: str, file: Path) -> None:
    queue.queue(client).enqueue_call(f"tests.bot.jobs_for_workers.{job}", args=(str(file),), result_ttl=0)


def test_one_waiting_wake_up_stands_for_all(client: redis.Redis) -> None:
    assert all(queue.wake(client, "drain") for _ in range(50))
    assert queue.queue(client).count == 1
    assert queue.wake(client, "sweep")
    assert [job.func_name for job in queue.queue(client).jobs] == ["bot.jobs.sweep", "bot.jobs.drain"]


def test_a_wake_up_that_was_lost_is_made_up_for_after_its_flag_ends(client: redis.Redis) -> None:
    queue.wake(client, "drain", flag_ms=50)
    queue.queue(client).empty()
    until(lambda: queue.wake(client, "drain", flag_ms=50) and queue.queue(client).count == 1)


def test_a_list_that_nobody_works_off_stops_growing(client: redis.Redis) -> None:
    for _ in range(queue.LONG_QUEUE + 20):
        client.delete("sheepdog:waking:drain")
        assert queue.wake(client, "drain")
    assert queue.queue(client).count == queue.LONG_QUEUE


def test_no_queue_is_no_error(tmp_path: Path) -> None:
    with queue.connect(queue_url(tmp_path)) as nobody:
        assert not queue.wake(nobody, "drain")


def test_after_a_failure_the_queue_is_left_alone_for_a_second(client: redis.Redis, tmp_path: Path) -> None:
    with queue.connect(queue_url(tmp_path)) as nobody:
        queue.wake(nobody, "drain")
    assert not queue.wake(client, "drain")
    assert queue.queue(client).count == 0


def test_the_worker_clears_the_flag_before_it_looks(
    client: redis.Redis, worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    client.set("sheepdog:waking:linger", 1)
    put(client, "linger", tmp_path / "file")
    until((tmp_path / "file").exists)
    assert not client.exists("sheepdog:waking:linger")
    assert worker.poll() is None


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_a_job_ends_between_two_rows_when_its_worker_stops_or_is_killed(
    sign: signal.Signals, client: redis.Redis, worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    if sign == signal.SIGKILL and sys.platform != "linux":
        pytest.skip("only Linux tells a process that its parent is gone; elsewhere the job runs to its end")
    file = tmp_path / "file"
    put(client, "linger", file)
    until(lambda: file.exists() and file.read_text() == "began")
    worker.send_signal(sign)
    worker.wait(20)
    until(lambda: file.read_text() == "asked to stop")


def test_a_worker_outlives_the_queue_server(tmp_path: Path) -> None:
    with valkey.running(tmp_path) as url:
        process = subprocess.Popen([sys.executable, "-P", "-c", WORK, url], env=env_of(HOME))
        with queue.connect(url) as client:
            until(lambda: len(queue.workers_seen(client)) == 1)
    try:
        with valkey.running(tmp_path) as url, queue.connect(url) as client:
            put(client, "note", tmp_path / "file")
            until((tmp_path / "file").exists)
            assert process.poll() is None
    finally:
        process.kill()
        process.wait()


def test_a_job_that_fails_leaves_no_patients_words_in_the_log(url: str, client: redis.Redis, tmp_path: Path) -> None:
    put(client, "fail", tmp_path / "file")
    burst = WORK.replace("work(", "work(burst=True, ")
    env = env_of(HOME)
    done = subprocess.run([sys.executable, "-P", "-c", burst, url], env=env, stderr=subprocess.PIPE, text=True)
    assert (tmp_path / "file").exists() and done.returncode == 0
    assert "jobs_for_workers.py" in done.stderr, "where it failed is said"
    assert "Dana" not in done.stderr and "Traceback" not in done.stderr
    job = queue.queue(client).fetch_job(queue.queue(client).failed_job_registry.get_job_ids()[0])
    result = job and job.latest_result()
    assert result and result.exc_string == "see the worker's log", "nor does Redis keep it"


def test_the_timers_sign_of_life(client: redis.Redis) -> None:
    assert not queue.timer_lives(client)
    queue.timer_seen(client)
    assert queue.timer_lives(client)
