"""Findings as JSON, and back."""

from collections.abc import Iterable
from typing import Any, Final

from gitsm.diagnostics import Finding, Place, Related, Severity, Spot
from gitsm.errors import DamagedCacheError

_PLACE: Final = 4


def packed(findings: Iterable[Finding]) -> list[Any]:
    """Write findings as plain lists."""
    return [
        [
            one.rule,
            int(one.severity),
            one.message,
            _spot(one.spot),
            _place(one.place),
            one.hint,
            [[each.message, _spot(each.spot), _place(each.place)] for each in one.related],
            one.subject,
        ]
        for one in findings
    ]


def _spot(spot: Spot) -> list[Any]:
    return [spot.path, spot.pointer, spot.at_key, spot.words]


def _place(place: Place | None) -> list[Any] | None:
    return [place.path, place.line, place.column, place.end_line, place.end_column] if place else None


def unpacked(lists: object) -> tuple[Finding, ...]:
    """Read findings that `packed` wrote.

    Raises:
        DamagedCacheError: when they are anything else.
    """
    try:
        return tuple(_finding(each) for each in _list(lists))
    except (ValueError, TypeError):
        raise DamagedCacheError from None


def _finding(written: object) -> Finding:
    rule, severity, message, spot, place, hint, related, subject = _list(written)
    return Finding(
        _text(rule),
        Severity(severity),
        _text(message),
        _read_spot(spot),
        _read_place(place),
        None if hint is None else _text(hint),
        tuple(_related(each) for each in _list(related)),
        None if subject is None else _text(subject),
    )


def _related(written: object) -> Related:
    message, spot, place = _list(written)
    return Related(_text(message), _read_spot(spot), _read_place(place))


def _read_spot(written: object) -> Spot:
    path, pointer, at_key, words = _list(written)
    if not isinstance(at_key, bool):
        raise TypeError
    return Spot(_text(path), _text(pointer), at_key, _text(words))


def _read_place(written: object) -> Place | None:
    if written is None:
        return None
    path, *numbers = _list(written)
    if len(numbers) != _PLACE or not all(type(number) is int for number in numbers):
        raise TypeError
    return Place(_text(path), *numbers)


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
