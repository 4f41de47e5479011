"""What one entry of the ledger of published figures holds: the figure, its source, its readings, its conflicts."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from scenarios.figure_operators import OperatorEntry
from scenarios.wording import Interval

Role = Literal["input", "calibrate", "plausibility_only", "held_out"]
STRICTNESS: tuple[Role, ...] = ("input", "calibrate", "plausibility_only", "held_out")
"""Roles from the freest use to the strictest; a derived figure takes the strictest of its parts."""

Scope = Literal["zone", "park", "district", "city", "project", "province", "nation"]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")]
Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]


def _as_interval(text: Any) -> Any:
    """Read an interval from its written form."""
    return Interval.parse(text) if isinstance(text, str) else text


IntervalText = Annotated[Interval, BeforeValidator(_as_interval)]


class Entry(BaseModel):
    """What every entry of the ledger has in common: no unknown key, and no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Period(Entry):
    """The months that a flow covers, or the day a stock was counted, and how sure that is.

    ``sure``: *stated* in the text; *inferred* from the date of the text and a word such as 今年; *bounded*, where only
    the limits ``start_latest`` and ``end_earliest`` are known; *unknown*. ``words`` is the text's own phrase for it.
    """

    start: Month | None = None
    end: Month | None = None
    as_of: Day | None = None
    start_latest: Month | None = None
    end_earliest: Month | None = None
    sure: Literal["stated", "inferred", "bounded", "unknown"]
    words: str | None = None

    def __str__(self) -> str:
        """Write the period in one word, such as ``2020-01..2020-12``."""
        if self.as_of is not None:
            return self.as_of
        return f"{self.start or ''}..{self.end or ''}"


class Wording(Entry):
    """The word beside a number, and the decimal place of the last digit that it counts in.

    ``written`` tells how a number is written that does not stand in the quote as itself: as the *sum* of numbers that
    do (6+8+3), or in other *words* (半年, 三分之一, 首个).
    """

    word: str
    digits: int = 0
    cap: float | None = None
    written: Literal["sum", "words"] | None = None


class Reading(Entry):
    """One of the few things that an ambiguous figure may mean, with the weight it is given."""

    name: str
    weight: float = Field(gt=0, le=1)
    meaning: str
    interval: IntervalText | None = None
    period: Period | None = None


class Repeat(Entry):
    """The same figure printed again in the same text."""

    line: int = Field(ge=1)
    quote: str


class Figure(Entry):
    """One quantitative statement: who says what of which zone, when, and what the wording supports."""

    id: Id
    about: str
    source: str = ""
    quote: str | None = None
    line: int | None = Field(default=None, ge=1)
    repeats: tuple[Repeat, ...] = ()
    zone: str
    scope: Scope
    stage_word: str | None = None
    indicator: str
    filter: str | None = None
    period: Period
    value: float
    unit: str
    wording: Wording | None = None
    interval: IntervalText
    comparator: str | None = None
    role: Role
    reason: str
    missing_output: str | None = None
    links: tuple[Id, ...] = ()
    primary: bool = True
    readings: tuple[Reading, ...] = ()
    note: str | None = None
    grade: Literal["checked", "judgement"] | None = None
    reference: str | None = None
    address: str | None = None
    expression: str | None = None
    operator: OperatorEntry | None = None

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return self.interval.low

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        return self.interval.high

    @property
    def low_closed(self) -> bool:
        """Whether the lower end belongs to the interval."""
        return self.interval.low_closed

    @property
    def high_closed(self) -> bool:
        """Whether the upper end belongs to the interval."""
        return self.interval.high_closed

    def as_json(self) -> dict[str, Any]:
        """Give the entry as one JSON object; an end without bound is null."""
        plain = self.model_dump(mode="json", exclude={"interval", "period"}, exclude_none=True)
        ends = {"low": self.low, "high": self.high}
        return {
            "quote": None,
            **plain,
            "period": str(self.period),
            "period_detail": self.period.model_dump(mode="json", exclude_none=True),
            **{name: end if math.isfinite(end) else None for name, end in ends.items()},
            "low_closed": self.low_closed,
            "high_closed": self.high_closed,
            "interval": str(self.interval),
            "readings": [
                {**reading.model_dump(mode="json", exclude={"interval"}, exclude_none=True)}
                | ({"interval": str(reading.interval)} if reading.interval else {})
                for reading in self.readings
            ],
        }


class Section(Entry):
    """A run of lines of a source and its topic; ``excluded`` topics are left out of the ledger."""

    lines: tuple[int, int]
    topic: str
    excluded: bool = False


class Source(Entry):
    """A text: where it comes from, when, and by what its bytes are known."""

    id: str
    file: str | None = None
    title: str
    publisher: str
    title_zh: str = ""
    """The title for a reader of Chinese, where it is not Chinese itself."""
    publisher_zh: str = ""
    date: Day | None = None
    date_bounds: tuple[Day, Day] | None = None
    date_note: str | None = None
    form: Literal["original", "reprint", "none"]
    script: Literal["simplified", "traditional", "none"] = "none"
    sha256: str | None = None
    note: str | None = None
    sections: tuple[Section, ...] = ()


class Conflict(Entry):
    """Figures that cannot all be true as read, and what is done about it."""

    id: str
    about: str
    figures: tuple[Id, ...]
    arithmetic: str
    treatment: str
