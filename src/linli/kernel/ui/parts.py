"""What the shared parts are drawn from: small frozen values that a page fills and a template reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from . import words

Kind = Literal["info", "soon", "late", "off", "ok"]


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the left column, the bottom tabs or the place switcher. icon `plus` is drawn filled.

    more: the count is "at least".
    """

    label: str
    url: str
    icon: str = ""
    count: int | None = None
    current: bool = False
    more: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One of the three to five words of a matter's way. state: done, now or empty (still ahead)."""

    word: str
    state: Literal["done", "now", ""] = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A stored photo: address of the small picture, of the whole one, and what it shows in words."""

    url: str
    alt: str
    full_url: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A recording or a document. told: its length in words; played: a browser can play it; words: what is said in it."""

    url: str
    name: str
    told: str = ""
    voice: bool = False
    played: bool = False
    words: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of a timeline, newest first in its list.

    inner: only staff see it (a lock is drawn). now: the state the matter is in. inset: a boxed remark below.
    undo_url: where this step can still be taken back. unseen: why photos that belong here are not shown.
    """

    at: datetime
    verb: str
    text: str = ""
    who: str = ""
    unit: str = ""
    inner: bool = False
    now: bool = False
    photos: Sequence[Photo] = ()
    files: Sequence[Attachment] = ()
    inset: str = ""
    undo_url: str = ""
    unseen: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """What a clock badge needs; a row with the same names serves as well (see clocks.clock_face).

    over, still: working time past the limit, and whether none is running now. closed_at: the matter is over.
    """

    due_at: datetime | None
    held: str | bool = False
    provisional: bool = False
    over: timedelta | None = None
    day_seconds: int = words.DAY
    still: bool = False
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TwoClocks:
    """Head of a matter: what is left of this stage, and the time since the resident spoke.

    left: what is left in words, where working time is meant; empty: by the wall clock.
    total: what lasting() takes, working days as a number or a timedelta. counts: 0 / 1 / 0 with its label.
    """

    stage: str
    clock: Clock
    total: timedelta | float
    since: datetime
    since_word: str = ""
    counts: Sequence[int] = ()
    counts_label: str = ""
    counts_note: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter in a list. panel_url: address of the side panel's content (empty: no panel).

    total: as TwoClocks.total. mark: a short badge after the title, such as 2人报. urgent: words of danger were said.
    """

    key: str
    url: str
    title: str
    clock: Clock
    place: str = ""
    source: str = ""
    stage: str = ""
    holder: str = ""
    unit: str = ""
    total: timedelta | float | None = None
    mark: str = ""
    urgent: bool = False
    panel_url: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person with the number masked. unmask_url: where a reason is asked before the number is shown."""

    name: str
    phone: str = ""
    unmask_url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Banner:
    """A notice in the page flow. lead: the bold beginning. url, link: one way on."""

    kind: Kind
    text: str
    lead: str = ""
    url: str = ""
    link: str = ""

    @property
    def icon(self) -> str:
        """Each kind has its fixed icon."""
        return {"info": "info", "soon": "clock", "late": "warn", "off": "offline", "ok": "done"}[self.kind]


@dataclass(frozen=True, slots=True)
class Undo:
    """What was just done, and the address whose POST takes it back."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class View:
    """A tab over a list with its count. kind: late or soon colour the count. more: the count is "at least"."""

    label: str
    url: str
    count: int | None = None
    current: bool = False
    kind: Literal["", "late", "soon"] = ""
    more: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """One filter of a list: a select whose first, empty choice carries the label."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    value: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """Keyset paging: addresses before and after, and one sentence such as 第1–10件，共46件."""

    words: str = ""
    prev_url: str = ""
    next_url: str = ""
    export_url: str = ""
    export_word: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """An empty place: one sentence, and the next useful step."""

    icon: str
    text: str
    hint: str = ""
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """A long piece of work. poll_url: asked every 2 s for this same part until done equals total."""

    label: str
    done: int
    total: int
    left: timedelta | None = None
    faults: int = 0
    faults_url: str = ""
    poll_url: str = ""

    @property
    def running(self) -> bool:
        """True until every row is through."""
        return self.done < self.total

    @property
    def fraction(self) -> str:
        """6,240 / 20,000"""
        return f"{self.done:,} / {self.total:,}"


@dataclass(frozen=True, slots=True)
class Fig:
    """A rate with its fraction; under `least` answers there is no rate.

    part, whole: numerator and denominator. what: the noun after them. out: how many were left out, in words.
    change: points against the same days before, None when not known.
    """

    name: str
    part: int
    whole: int
    what: str
    out: str = ""
    change: float | None = None
    change_word: str = ""
    url: str = ""
    least: int = 10

    @property
    def enough(self) -> bool:
        """Whether there are answers enough for a rate."""
        return self.whole >= self.least

    @property
    def rate(self) -> str:
        """91.3, in per cent; 100 without a decimal."""
        tenths = round(self.part * 1000 / self.whole)
        return "100" if tenths == 1000 else f"{tenths / 10:.1f}"

    @property
    def moved(self) -> str:
        """+2.4 or −0.6."""
        return "" if self.change is None else f"{self.change:+.1f}".replace("-", "−")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a plain table; figures stand to the right."""

    label: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is more than text: a link, or a badge of a kind."""

    text: str
    url: str = ""
    kind: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table for lists without side panel. The first cell of a row names it."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | int | Cell]]

    @property
    def lines(self) -> Iterator[Iterator[tuple[Column, str | int | Cell]]]:
        """Rows with the column beside each cell."""
        return (zip(self.columns, row, strict=True) for row in self.rows)
