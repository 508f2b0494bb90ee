"""Sums about pay. Pure, and exact: minor units are whole numbers, everything else a fraction, never a float.

An amount is held in ISO 4217 minor units beside its currency; a rate says for which period it is paid, or for
how many pieces. Rates become comparable by stated hours: so many a year, spread over 52 weeks, 12 months and
260 working days.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from portal.web.currencies import currency_digits

PERIODS = ("hour", "day", "week", "month", "year", "piece")
HOURS_PER_YEAR = 2080
# A sum of a million such amounts still fits a 64-bit column.
MOST_MINOR = 999_999_999_999
MOST_MINUTES = 24 * 60

_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_SPACES = str.maketrans(
    {"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{RIGHT SINGLE QUOTATION MARK}": "'"}
)
_ARABIC = str.maketrans({"\N{ARABIC DECIMAL SEPARATOR}": ".", "\N{ARABIC THOUSANDS SEPARATOR}": ","})
_CLOCK = re.compile(r"(\d{1,3})\s*(?::|h|H)\s*(\d{1,2})?\s*(?:m|min)?")


class MoneyError(ValueError):
    """What was typed is not an amount or a time. `code` says why; the form says it in words.

    Codes: number, negative, decimals, ambiguous, large; for times also clock.
    """

    def __init__(self, code: str, digits: int = 0) -> None:
        super().__init__(code)
        self.code, self.digits = code, digits


def _plain_digits(text: str) -> str:
    """The text with digits of any script as 0 to 9."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def parse_decimal(text: str, digits: int) -> Fraction:
    """A number from 0 as somebody types it, with at most so many decimals: "12,50", "1.250,00", "1 250".

    The last of two different marks is the decimal mark, and a mark that stands twice groups thousands.
    One mark with three digits behind it could be either: where decimals are possible it is refused as
    ambiguous rather than taken for a thousand times more. Raises MoneyError.
    """
    text = _plain_digits(text.translate(_SPACES).translate(_ARABIC)).strip()
    if re.fullmatch(r"[-\N{MINUS SIGN}]\s*[\d.,' ]*\d[\d.,' ]*", text):
        raise MoneyError("negative")
    if not re.fullmatch(r"\d[\d.,' ]*|[.,]\d+", text):
        raise MoneyError("number")
    if re.search(r"[ ']", text):
        if not re.fullmatch(r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d*)?", text):
            raise MoneyError("number")
        text = re.sub(r"[ ']", "", text)
    whole, decimals = _split(text, digits)
    if len(decimals) > digits:
        raise MoneyError("decimals", digits)
    if len(whole) > 18:
        raise MoneyError("large")
    return Fraction(int(whole or "0")) + Fraction(int(decimals or "0"), 10 ** len(decimals))


def _split(text: str, digits: int) -> tuple[str, str]:
    """(digits before the decimal mark, digits after it)."""
    marks = re.findall(r"[.,]", text)
    if not marks:
        return text, ""
    before, _mark, after = text.rpartition(marks[-1])
    if len(set(marks)) == 2:
        if marks[-1] in before or not _GROUPED.fullmatch(before):
            raise MoneyError("number")
        return re.sub(r"[.,]", "", before), after
    if len(marks) > 1:
        if not _GROUPED.fullmatch(text):
            raise MoneyError("number")
        return re.sub(r"[.,]", "", text), ""
    looks_grouped = _GROUPED.fullmatch(text) is not None and not text.startswith("0")
    if looks_grouped and digits == 0:
        return before + after, ""
    if looks_grouped:
        # Three decimals are a common way to write dinars; elsewhere nobody can tell.
        if digits == 3:
            return before, after
        raise MoneyError("ambiguous", digits)
    return before, after


def parse_amount(text: str, currency: str) -> int:
    """The minor units of an amount typed in major units: "12,50", "USD" is 1250. Raises MoneyError."""
    digits = currency_digits(currency)
    minor = parse_decimal(text, digits) * 10**digits
    if minor > MOST_MINOR:
        raise MoneyError("large")
    return int(minor)


def parse_minutes(text: str) -> int:
    """Whole minutes, 0 to 1,440, from "90", "1:30", "1 h 30" or "2h". Raises MoneyError."""
    text = _plain_digits(text).strip()
    if re.fullmatch(r"[-\N{MINUS SIGN}]\s*[\d:.]+", text):
        raise MoneyError("negative")
    if found := _CLOCK.fullmatch(text):
        minutes = int(found[2] or 0)
        if minutes > 59:
            raise MoneyError("clock")
        total = int(found[1]) * 60 + minutes
    elif found := re.fullmatch(r"(\d{1,9})\s*(?:m|min|minutes)?", text):
        total = int(found[1])
    else:
        raise MoneyError("large" if re.fullmatch(r"\d+", text) else "clock")
    if total > MOST_MINUTES:
        raise MoneyError("large")
    return total


def hours_in(period: str, hours_per_year: int | Fraction = HOURS_PER_YEAR) -> Fraction:
    """How many hours a period holds. Raises ValueError for pieces, which take as long as they take."""
    parts = {"day": 260, "week": 52, "month": 12, "year": 1}
    if period == "hour":
        return Fraction(1)
    if period not in parts:
        raise ValueError(f"{period!r} has no fixed hours")
    return Fraction(hours_per_year) / parts[period]


def convert(amount: int | Fraction, period: str, to: str, hours_per_year: int | Fraction = HOURS_PER_YEAR) -> Fraction:
    """The same pay for another period, unrounded."""
    return Fraction(amount) / hours_in(period, hours_per_year) * hours_in(to, hours_per_year)


def piece_hourly(amount: int | Fraction, per_items: int, pieces: int, minutes: int) -> Fraction | None:
    """What piece pay comes to in an hour at the pace of `pieces` in `minutes`; None without time to go by."""
    if minutes == 0 or per_items == 0:
        return None
    return Fraction(amount) / per_items * pieces * 60 / minutes


def effective_hourly(received_minor: int, expenses_minor: int, minutes: int) -> Fraction | None:
    """(money received - expenses) / (paid + unpaid time), in minor units an hour, unrounded.

    None when no time was logged: nothing can be divided by no hours. Below 0 when the expenses were higher.
    """
    if minutes == 0:
        return None
    return Fraction((received_minor - expenses_minor) * 60, minutes)


def round_minor(value: Fraction | None) -> int | None:
    """The nearest whole minor unit, halves away from zero; None stays None."""
    if value is None:
        return None
    sign = -1 if value < 0 else 1
    return sign * int(abs(value) + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Rate:
    """Pay as advertised, in minor units: one amount or a range, for a period or for `per_items` pieces."""

    low_minor: int
    high_minor: int | None
    currency: str
    period: str
    per_items: int | None = None

    @property
    def ends(self) -> tuple[int, ...]:
        """The one amount, or both ends of the range."""
        if self.high_minor is None or self.high_minor == self.low_minor:
            return (self.low_minor,)
        return (self.low_minor, self.high_minor)

    def hourly(
        self, *, hours_per_year: int = HOURS_PER_YEAR, pieces: int = 0, minutes: int = 0
    ) -> tuple[int, ...] | None:
        """The rate an hour in whole minor units; None for piece pay without a pace to go by."""
        if self.period == "piece":
            found = [piece_hourly(end, self.per_items or 1, pieces, minutes) if pieces else None for end in self.ends]
        else:
            found = [convert(end, self.period, "hour", hours_per_year) for end in self.ends]
        return None if None in found else tuple(round_minor(one) for one in found)

    def due(self, *, minutes: int, pieces: int, hours_per_year: int = HOURS_PER_YEAR) -> tuple[int, ...] | None:
        """What this rate comes to for so much work, in whole minor units; None where that is not known."""
        if self.period == "piece":
            found = [Fraction(end) * pieces / (self.per_items or 1) for end in self.ends] if pieces else None
        else:
            found = [convert(end, self.period, "hour", hours_per_year) * minutes / 60 for end in self.ends]
        return tuple(round_minor(one) for one in found) if found and minutes + pieces else None
