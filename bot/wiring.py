"""Builds what a process needs, once: web, workers, commands and tests all begin here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot import queue
from bot.channels import Channel
from bot.channels.fake import FakeChannel
from bot.channels.twilio_sms import TwilioSms
from bot.channels.web_chat import WebChat
from bot.clock import Clock, RealClock, TurnedClock
from bot.payments import Provider
from bot.payments.stripe_checkout import StripeCheckout
from bot.payments.test_till import TestTill
from bot.settings import Settings
from bot.understanding import Host, choose
from bot.understanding.classifier import Ranking
from bot.words import Words
from storage.crypt import Keyring
from storage.db import Database


class Later:
    """The intent model, loaded when it is first asked: the web server never needs it."""

    def __init__(self, url: str | None) -> None:
        self._url = url
        self._host: Host | None = None

    def ready(self) -> Host:
        """Loads it now, such as before a worker forks."""
        if self._host is None:
            self._host = choose(self._url)
        return self._host

    def rank(self, text: str) -> Ranking:
        """Every label with its confidence. Raises ModelUnavailable."""
        return self.ready().rank(text)


@dataclass(frozen=True)
class App:
    """One process's parts. Everything that acts takes it as its first argument."""

    settings: Settings
    db: Database
    clock: Clock
    hear: Host
    words: Words
    channels: Mapping[str, Channel]
    payments: Mapping[str, Provider]
    waker: queue.Waker | None = field(default=None, repr=False)

    def now(self) -> datetime:
        """This moment, in UTC, by the clock that all processes share."""
        return self.clock.now()

    def wake(self, name: str) -> None:
        """Asks a worker to run `bot.jobs.<name>`; lost wake-ups are found by the sweep."""
        if self.waker is not None:
            self.waker(name)


def build(settings: Settings, clock: Clock | None = None, hear: Host | None = None,
          channels: Mapping[str, Channel] | None = None, waker: queue.Waker | None = None) -> App:  # fmt: skip
    """The parts for these settings; what is given stands in for what would be built."""
    keyring = Keyring.of(settings.secret_key, settings.data_keys)
    db = Database(settings.database_url, keyring)
    return App(
        settings=settings,
        db=db,
        clock=clock or (TurnedClock(db) if settings.demo else RealClock()),
        hear=hear or Later(settings.nlu_url),
        words=Words(),
        channels=channels or {"twilio_sms": TwilioSms(settings), "web_chat": WebChat(), "fake": FakeChannel()},
        payments=_payments(settings),
        waker=waker,
    )


def _payments(settings: Settings) -> Mapping[str, Provider]:
    """Stripe, or in a demo the test till, unless the demo is told where a Stripe is."""
    provider = TestTill(settings) if settings.demo and not settings.stripe_url else StripeCheckout(settings)
    return {provider.name: provider}


def build_served(settings: Settings) -> App:
    """As `build`, for a process that wakes workers."""
    return build(settings, waker=queue.Waker(queue.connect(settings.queue_url)))
