"""What a form was answered with, checked against what it asks; every mistake at once."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from gitsm_schemas.catalogue import FormField
from gitsm_schemas.notation import NotationError
from gitsm_schemas.scalars import day

LONGEST: Final = {"text": 300, "textarea": 20_000, "number": 40, "date": 10, "select": 300}
"""Characters of an answer, by the type of its field."""
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")
_TICK: Final = re.compile(r"[-*] \[(?P<mark>[ xX])\] (?P<option>.+)")
_EMPTY: Final = frozenset({"", "_No response_"})
"""What a forge writes where nothing was answered."""
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Controls, marks that turn a line around, halves of characters, line ends no editor shows."""

Answer = str | int | float | bool | list[str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an answer is not taken: the field, or the heading, it is about, what is wrong, and what to do."""

    field: str
    why: str
    remedy: str


class _WrongError(Exception):
    """An answer that does not fit its field."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why)
        self.why = why
        self.remedy = remedy


def checked(
    fields: Sequence[FormField], given: Sequence[tuple[str, Any]], *, by_label: bool
) -> tuple[dict[str, Answer], tuple[Refusal, ...]]:
    """Check answers against the fields of a form, strictly: nothing missing, nothing more, nothing of another type.

    Args:
        fields: what the form asks.
        given: each answer with the label or id of its field, in the order they came.
        by_label: whether a forge's form was filled in, which names fields by their labels and answers in text.

    Returns:
        The answers by the field's id, in the order of the form, and what is wrong.
    """
    known = {(one.label if by_label else one.id): one for one in fields}
    refused = [*_unknown(known, [name for name, _ in given])]
    values = dict(given)
    found: dict[str, Answer] = {}
    for name, one in known.items():
        try:
            value = _answer(one, values.get(name), by_label=by_label)
        except _WrongError as wrong:
            refused.append(Refusal(one.id, wrong.why, wrong.remedy))
            continue
        if value is not None:
            found[one.id] = value
        elif one.required:
            refused.append(Refusal(one.id, "it is not answered", f"answer {one.label}"))
    return found, tuple(refused)


def _unknown(known: Collection[str], names: Sequence[str]) -> Iterator[Refusal]:
    for name in dict.fromkeys(names):
        if name not in known:
            near = get_close_matches(name, known, n=1)
            remedy = f"did you mean {near[0]}?" if near else f"the form asks for {', '.join(known) or 'nothing'}"
            yield Refusal(name[:80], "the form does not ask for it", remedy)
        elif names.count(name) > 1:
            yield Refusal(name, "it is answered twice", "answer it once; a text must not repeat a heading of the form")


def _answer(field: FormField, value: Any, *, by_label: bool) -> Answer | None:  # noqa: ANN401  # a stranger's
    if value is None or (isinstance(value, str) and value.strip() in _EMPTY):
        return None
    if field.type in {"checkbox", "multiselect"}:
        ticked = _ticked(field, value) if by_label else value
        return _yes(field, ticked, by_label=by_label) if field.type == "checkbox" else _chosen(field, ticked)
    if field.type == "number" and not by_label and isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if field.type == "select" and by_label and str(value).lstrip().startswith("- ["):
        chosen = _ticked(field, value)
        if len(chosen) > 1:
            raise _WrongError("more than one option is ticked", "tick one")
        return chosen[0] if chosen else None
    if not isinstance(value, str):
        raise _WrongError(f"{field.type} is text, and this is {type(value).__name__}", "answer it with a text")
    return _of_text(field, inert(value.strip(), many_lines=field.type == "textarea", most=LONGEST[field.type]))


def inert(text: str, *, many_lines: bool, most: int) -> str:
    """Check that a text is only a text: visible characters, one line or many, not too long.

    Markup, mentions and template syntax are characters like others here: whoever shows them escapes them.

    Raises:
        _WrongError: for anything else.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > most:
        raise _WrongError(f"it has {len(text)} characters, {most} at most", "say it shorter, or link to it")
    allowed = "\n\t" if many_lines else ""
    odd = next((char for char in text if char not in allowed and unicodedata.category(char) in _HIDDEN), None)
    if odd == "\n":
        raise _WrongError("it has several lines", "write one line")
    if odd is not None:
        raise _WrongError(f"it holds a character that cannot be seen, U+{ord(odd):04X}", "type it again")
    return text


def _of_text(field: FormField, text: str) -> Answer:
    if field.type == "number":
        if not _NUMBER.fullmatch(text):
            raise _WrongError("it is no number", "write digits, and a point before decimals")
        return float(text) if "." in text else int(text)
    if field.type == "date":
        try:
            return day(text).isoformat()
        except (ValueError, NotationError):
            raise _WrongError("it is no day", "write it like 2026-11-30") from None
    if field.type == "select" and text not in field.options:
        raise _WrongError("it is no option", f"choose one of {', '.join(field.options)}")
    return text


def _ticked(field: FormField, value: Any) -> list[str]:  # noqa: ANN401  # a stranger's
    if not isinstance(value, str):
        raise _WrongError("it is no list of boxes", "fill in the form")
    if len(value) > LONGEST["textarea"]:
        raise _WrongError("it is too long", "fill in the form")
    found: list[str] = []
    offered = field.options or (field.label,)
    for line in filter(None, (line.strip() for line in value.replace("\r\n", "\n").split("\n"))):
        match = _TICK.fullmatch(line)
        if match is None or match["option"] not in offered:
            raise _WrongError("it holds something else than the form's boxes", f"tick {' or '.join(offered)}")
        if match["mark"] != " ":
            found.append(match["option"])
    return found


def _yes(field: FormField, value: Any, *, by_label: bool) -> bool | None:  # noqa: ANN401  # a stranger's
    answer = bool(value) if by_label else value
    if not isinstance(answer, bool):
        raise _WrongError("it is neither yes nor no", "answer true or false")
    return None if field.required and not answer else answer


def _chosen(field: FormField, value: Any) -> list[str] | None:  # noqa: ANN401  # a stranger's
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _WrongError("it is no list of options", f"choose of {', '.join(field.options)}")
    wrong = [one for one in value if one not in field.options]
    if wrong or len(set(value)) < len(value):
        raise _WrongError("it is no choice of the options", f"choose each of {', '.join(field.options)} once at most")
    return list(value) or None


def unfit(fields: Sequence[FormField], answers: Mapping[str, Any]) -> tuple[Refusal, ...]:
    """Tell what is wrong with the answers of a record."""
    plain = [(name, list(value) if isinstance(value, tuple) else value) for name, value in answers.items()]
    return checked(fields, plain, by_label=False)[1]
