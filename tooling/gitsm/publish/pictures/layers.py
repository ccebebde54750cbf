"""Places for the boxes of a picture, in columns; neighbours come to lie beside each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

WIDTH: Final = 172
HEIGHT: Final = 46
HIGHER: Final = 61
"""With a name of two lines."""
ACROSS: Final = 44
BETWEEN: Final = 12
MARGIN: Final = 4
SWEEPS: Final = 4


class Box(NamedTuple):
    """Where a box lies: the upper left corner, and how high it is."""

    x: float
    y: float
    height: float = HEIGHT

    @property
    def left(self) -> tuple[float, float]:
        """The middle of its left side."""
        return self.x, self.y + self.height / 2

    @property
    def right(self) -> tuple[float, float]:
        """The middle of its right side."""
        return self.x + WIDTH, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes, and how large the picture is."""

    boxes: Mapping[str, Box]
    width: float
    height: float


def layout(columns: Sequence[Sequence[str]], edges: Sequence[tuple[str, str]], high: float = HEIGHT) -> Layout:
    """Place boxes, so high, in columns, each as near as can be to the mean place of what it is joined to."""
    beside: dict[str, list[str]] = {}
    for one, other in edges:
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    ordered = [sorted(column) for column in columns if column]
    for sweep in range(SWEEPS):
        places = _places(ordered)
        for index in range(len(ordered)) if sweep % 2 == 0 else reversed(range(len(ordered))):
            ordered[index] = sorted(ordered[index], key=lambda node: (_mean(node, beside, places), node))
            places |= _places(ordered[index : index + 1])
    tallest = max((len(column) for column in ordered), default=0)
    height = tallest * (high + BETWEEN) - BETWEEN + 2 * MARGIN
    boxes = {}
    for number, column in enumerate(ordered):
        top = (height - (len(column) * (high + BETWEEN) - BETWEEN)) / 2
        for row, node in enumerate(column):
            boxes[node] = Box(MARGIN + number * (WIDTH + ACROSS), top + row * (high + BETWEEN), high)
    width = len(ordered) * (WIDTH + ACROSS) - ACROSS + 2 * MARGIN
    return Layout(boxes, width, height)


def _places(columns: Sequence[Sequence[str]]) -> dict[str, float]:
    return {node: row - (len(column) - 1) / 2 for column in columns for row, node in enumerate(column)}


def _mean(node: str, beside: Mapping[str, Sequence[str]], places: Mapping[str, float]) -> float:
    known = [places[other] for other in beside.get(node, ()) if other in places]
    return sum(known) / len(known) if known else places.get(node, 0)


def curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Draw a line from the right side of one box to the left side of another."""
    (x1, y1), (x2, y2) = start, end
    bend = max(abs(x2 - x1) / 2, 24)
    return f"M{_n(x1)} {_n(y1)}C{_n(x1 + bend)} {_n(y1)} {_n(x2 - bend)} {_n(y2)} {_n(x2)} {_n(y2)}"


def around(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Draw a line beside a column, from one box of it to another."""
    (x, y1), (_, y2) = start, end
    aside = _n(x + ACROSS * 0.8)
    return f"M{_n(x)} {_n(y1)}C{aside} {_n(y1)} {aside} {_n(y2)} {_n(x + 1)} {_n(y2)}"


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
