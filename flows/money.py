"""US dollars as whole cents. No floats in, no floats out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Money:
    """An amount in whole US cents; negative is a credit."""

    cents: int

    def __post_init__(self) -> None:
        if type(self.cents) is not int:
            raise TypeError(f"Money is made of whole cents, not {self.cents!r}")

    def split(self, parts: int) -> tuple[Money, ...]:
        """Equal parts that add up exactly and differ by at most a cent, larger first (decision 17)."""
        each, odd = divmod(self.cents, parts)
        return tuple(Money(each + (i < odd)) for i in range(parts))

    def __add__(self, other: Money) -> Money:
        return Money(self.cents + other.cents)

    def __sub__(self, other: Money) -> Money:
        return Money(self.cents - other.cents)

    def __neg__(self) -> Money:
        return Money(-self.cents)

    def __bool__(self) -> bool:
        return self.cents > 0

    def __str__(self) -> str:
        sign = "-" if self.cents < 0 else ""
        return f"{sign}${abs(self.cents) // 100:,}.{abs(self.cents) % 100:02}"


ZERO = Money(0)


def total(amounts: tuple[Money, ...] | list[Money]) -> Money:
    """The sum of amounts; zero for none."""
    return Money(sum(amount.cents for amount in amounts))
