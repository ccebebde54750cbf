"""Values of records: what makes two the same, and how they read in YAML."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gitsm_schemas.record import Part
from gitsm_schemas.scalars import Duration


def canonical(value: Any, names: Mapping[str, str]) -> object:  # noqa: ANN401, PLR0911  # one line a type
    """Bring a value to a form in which equal means the same; nothing, an empty list and a default are the same.

    Args:
        value: a value of a validated record, or plain data.
        names: references that were renamed, old to new.
    """
    if isinstance(value, Part):
        fields = {name: canonical(getattr(value, name), names) for name in type(value).model_fields}
        return tuple(sorted((name, item) for name, item in fields.items() if item is not None))
    if isinstance(value, Mapping):
        items = {name: canonical(item, names) for name, item in value.items()}
        return tuple(sorted((name, item) for name, item in items.items() if item is not None)) or None
    if isinstance(value, tuple | list):
        found = [canonical(item, names) for item in value]
        ordered = found if order_matters(value) else sorted(found, key=repr)
        return ("list", *ordered) if ordered else None
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, Duration):
        return ("duration", value.working_days, value.seconds)
    if isinstance(value, bool):
        return ("bool", value)
    return value


def order_matters(items: tuple[Any, ...] | list[Any]) -> bool:
    """Tell whether the order of a list means something: where the first rule that matches counts, or time goes on."""
    return any(type(item).__name__ in {"RiskRule", "FormField", "TimelineItem", "Task"} for item in items)


def identity(item: Any, names: Mapping[str, str]) -> str:  # noqa: ANN401  # any item of a list
    """Name an item of a list by what it is, so that its place does not matter."""
    if isinstance(item, str):
        return names.get(item, item)
    if isinstance(item, Part):
        if hasattr(item, "any_of"):
            return "+".join(sorted(names.get(member, member) for member in item.any_of))
        if hasattr(item, "metric"):
            priority = getattr(item, "priority", None)
            applies = "+".join(getattr(item, "applies_to", ()))
            return ".".join(filter(None, (item.metric, f"p{priority}" if priority else "", applies)))
        for key in ("id", "target", "ref", "name", "rule", "title", "at", "action", "day", "change", "below"):
            value = getattr(item, key, None)
            if value is not None and not callable(value):
                return names.get(str(value), str(value))
    return str(plain(item))


def matched(
    before: tuple[Any, ...], after: tuple[Any, ...], names: Mapping[str, str]
) -> Iterator[tuple[str, Any | None, Any | None]]:
    """Match the items of two lists by identity: (name, before, after), None for one that is missing."""
    old, new = named(before, names), named(after, {})
    for name in sorted({*old, *new}):
        yield name.replace("~", "~0").replace("/", "~1"), old.get(name), new.get(name)


def named(items: tuple[Any, ...], names: Mapping[str, str]) -> dict[str, Any]:
    """Name the items of a list, each by what it is; of several alike the later ones get a number."""
    found: dict[str, Any] = {}
    for item in items:
        name = identity(item, names)
        number = 2
        unique = name
        while unique in found:
            unique, number = f"{name}#{number}", number + 1
        found[unique] = item
    return found


def plain(value: Any) -> Any:  # noqa: ANN401  # any value of a record
    """Write a value as it reads in YAML, fit for JSON."""
    if isinstance(value, Part):
        fields = {info.alias or name: getattr(value, name) for name, info in type(value).model_fields.items()}
        return {name: plain(item) for name, item in fields.items() if item is not None and item not in ((), {})}
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return f"{(value * 100).normalize():f}%"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Duration) else value
