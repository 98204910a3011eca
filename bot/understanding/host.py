"""Where the model runs: in this process, or in a Rasa server that serves the same artefact."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from http.client import HTTPException
from typing import Any, Protocol

from bot.understanding.classifier import Classifier, Ranking
from bot.understanding.errors import ModelUnavailable
from bot.understanding.labels import LABELS
from bot.understanding.normalize import normalise

TIMEOUT_S = 0.5
REST_S = 5.0


class Host(Protocol):
    """Whatever ranks the labels for a text. Raises ModelUnavailable when it cannot."""

    def rank(self, text: str) -> Ranking:
        """Every label with its confidence."""


class InProcess:
    """The model in this process."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier
        self.name = classifier.card.name

    def rank(self, text: str) -> Ranking:
        """Every label with its confidence, in 2 to 3 ms."""
        return self._classifier.rank(text)


class NoModel:
    """Stands where no model could be loaded: the rules then work alone, and every request says why."""

    def __init__(self, why: str) -> None:
        self.why = why

    def rank(self, text: str) -> Ranking:
        """Raises ModelUnavailable."""
        raise ModelUnavailable(self.why)


class RasaServer:
    """The model in a Rasa server. When that does not answer well in time, `instead` does, and it is left alone for 5 s.

    `url` may end in the server's `?token=`. With `model` only that version's answers count: while a server still serves
    another one, `instead` speaks. `missed` counts the texts that it did not answer, and `why` says what the last was.
    Only normalised text, without digits, is sent.
    """

    def __init__(self, url: str, instead: Host, model: str | None = None, timeout_s: float = TIMEOUT_S) -> None:
        address, _, query = url.partition("?")
        self._address = f"{address.rstrip('/')}/model/parse" + (f"?{query}" if query else "")
        self._instead = instead
        self._model = model
        self._timeout_s = timeout_s
        self._rests_until = 0.0
        self._counting = threading.Lock()
        self.missed = 0
        self.why = ""

    def rank(self, text: str) -> Ranking:
        """The server's ranking, or that of `instead`."""
        if time.monotonic() >= self._rests_until:
            try:
                return self.ask(text)
            except (OSError, ValueError, KeyError, TypeError, HTTPException) as error:
                self._rests_until = time.monotonic() + REST_S
                self.why = str(error) or type(error).__name__
        with self._counting:
            self.missed += 1
        return self._instead.rank(text)

    def ask(self, text: str) -> Ranking:
        """The server's own ranking. Raises OSError, HTTPException, ValueError, KeyError or TypeError without one."""
        body = json.dumps({"text": normalise(text)}).encode("utf-8")
        request = urllib.request.Request(self._address, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=self._timeout_s) as answer:
            ranking = _ranking(json.load(answer))
        if self._model not in (None, ranking.model):
            raise ValueError(f"it serves {ranking.model}, and not {self._model}")
        return ranking


def in_process() -> Host:
    """The committed model in this process, or what stands for it where it cannot be loaded."""
    try:
        return InProcess(Classifier.load())
    except ModelUnavailable as error:
        return NoModel(str(error))


def choose(url: str | None) -> Host:
    """The host that the settings ask for: a Rasa server at `url`, backed by this process, or this process alone."""
    here = in_process()
    return RasaServer(url, here, here.name if isinstance(here, InProcess) else None) if url else here


def up(url: str, model: str, timeout_s: float = TIMEOUT_S) -> bool:
    """Whether a Rasa server answers in time with this very model."""
    try:
        RasaServer(url, NoModel("not asked"), model, timeout_s).ask("hello")
    except (OSError, ValueError, KeyError, TypeError, HTTPException):
        return False
    return True


def _ranking(answer: Any) -> Ranking:
    """Rasa's answer, to which our component adds `sheepdog`. Raises when it is not from our model."""
    ours = answer["sheepdog"]
    intents = tuple((str(found["name"]), float(found["confidence"])) for found in answer["intent_ranking"])
    if sorted(label for label, _ in intents) != sorted(LABELS):
        raise ValueError("it serves other labels")
    if not all(0.0 <= chance <= 1.0 for _, chance in intents):
        raise ValueError("its confidences are none")
    sure = float(ours["lang_confidence"])
    return Ranking(intents, float(ours["in_scope"]), str(ours["lang"]), sure, str(ours["model"]))
