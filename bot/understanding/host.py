"""Where the model runs: in this process, or in a Rasa server that serves the same artefact."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from typing import Any, Protocol

from bot.understanding.artefact import ModelUnavailable
from bot.understanding.classifier import Classifier, Ranking
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

    `missed` counts the texts that it did not answer. Only normalised text, without digits, is sent.
    """

    def __init__(self, url: str, instead: Host, token: str | None = None, timeout_s: float = TIMEOUT_S) -> None:
        query = f"?token={token}" if token else ""
        self._address = f"{url.rstrip('/')}/model/parse{query}"
        self._instead = instead
        self._timeout_s = timeout_s
        self._rests_until = 0.0
        self._counting = threading.Lock()
        self.missed = 0

    def rank(self, text: str) -> Ranking:
        """The server's ranking, or that of `instead`."""
        if time.monotonic() >= self._rests_until:
            try:
                return _ranking(self._ask(normalise(text)))
            except (OSError, ValueError, KeyError, TypeError):
                self._rests_until = time.monotonic() + REST_S
        with self._counting:
            self.missed += 1
        return self._instead.rank(text)

    def _ask(self, text: str) -> Any:
        body = json.dumps({"text": text}).encode("utf-8")
        request = urllib.request.Request(self._address, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=self._timeout_s) as answer:
            return json.load(answer)


def in_process() -> Host:
    """The committed model in this process, or what stands for it where it cannot be loaded."""
    try:
        return InProcess(Classifier.load())
    except ModelUnavailable as error:
        return NoModel(str(error))


def choose(url: str | None, token: str | None = None) -> Host:
    """The host that the settings ask for: a Rasa server at `url`, backed by this process, or this process alone."""
    return RasaServer(url, in_process(), token) if url else in_process()


def _ranking(answer: Any) -> Ranking:
    """Rasa's answer, to which our component adds `sheepdog`. Raises when it is not from our model."""
    ours = answer["sheepdog"]
    intents = tuple((str(found["name"]), float(found["confidence"])) for found in answer["intent_ranking"])
    if sorted(label for label, _ in intents) != sorted(LABELS):
        raise ValueError("the Rasa server serves other labels")
    sure = float(ours["lang_confidence"])
    return Ranking(intents, float(ours["in_scope"]), str(ours["lang"]), sure, str(ours["model"]))
