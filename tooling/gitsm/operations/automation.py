"""What fulfils a request: the edits its offering describes, with the answers in their blanks.

No text is ever put together: a blank stands where a value stands, and takes a value of a known type. Whatever an answer
says, it is one text in one field, which the strict reader and every rule judge afterwards like anything else.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from gitsm.operations.answers import Answer, Refusal
from gitsm.operations.fulfilment import Step
from gitsm_schemas.catalogue import Blank, RecordEdit, RequestOffering, as_blank
from gitsm_schemas.changes import ChangeModel
from gitsm_schemas.scalars import ID_PATTERN

_ID: Final = re.compile(ID_PATTERN)
_LEAST: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to happen to one record.

    Attributes:
        ref: the record, `kind:id`.
        new: whether it is made.
        folder: where it is kept, if it is made and the offering says so.
        set: what it says afterwards, by key.
        add: what is added to its lists: the keys that lead there, with dots between, and the item.
    """

    ref: str
    new: bool
    folder: str | None
    set: Mapping[str, Any]
    add: tuple[tuple[str, Any], ...]


class _UnfitError(Exception):
    """An answer that does not fit its blank."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field
        self.why = why


def wanted(
    offering: RequestOffering, answers: Mapping[str, Answer], given: Mapping[str, str]
) -> tuple[tuple[Wanted, ...], tuple[Refusal, ...]]:
    """Fill the blanks of an offering's edits.

    Args:
        offering: what was asked for.
        answers: by the field's id; they were checked.
        given: what is known besides: `request`, `requester` and `today`.

    Returns:
        The edits, and why they cannot be made of these answers.
    """
    try:
        return tuple(_wanted(offering.edits, answers, given)), ()
    except _UnfitError as unfit:
        return (), (Refusal(unfit.field, unfit.why, "use letters, digits and spaces, two of them at least"),)


def _wanted(edits: Sequence[RecordEdit], answers: Mapping[str, Answer], given: Mapping[str, str]) -> Iterator[Wanted]:
    for edit in edits:
        ref = (edit.record or "") if edit.id is None else f"{edit.new}:{_value(edit.id, answers, given)}"
        yield Wanted(
            ref,
            edit.new is not None,
            edit.folder,
            {key: filled(value, answers, given) for key, value in edit.set.items()},
            tuple((one.to, filled(one.value, answers, given)) for one in edit.add),
        )


def filled(value: Any, answers: Mapping[str, Answer], given: Mapping[str, str]) -> Any:  # noqa: ANN401  # any of YAML
    """Put answers into the blanks of a template's value; everything else stays as it is."""
    blank = as_blank(value)
    if blank is not None:
        return _value(blank, answers, given)
    if isinstance(value, Mapping):
        return {key: filled(item, answers, given) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [filled(item, answers, given) for item in value]
    return value


def _value(blank: Blank, answers: Mapping[str, Answer], given: Mapping[str, str]) -> Answer:
    if blank.given is not None:
        value: Answer = given[blank.given]
    else:
        # A box that is not ticked is answered with no.
        value = answers.get(blank.answer or "", False)
    if blank.as_ == "id":
        return _name(blank, str(value))
    if blank.as_ == "lines":
        return [line.strip() for line in str(value).split("\n") if line.strip()]
    return value


def _name(blank: Blank, text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    name = f"{blank.prefix or ''}{words}"
    if len(words) < 2 or not _ID.fullmatch(name.rpartition(":")[2]):  # noqa: PLR2004  # as an id asks
        raise _UnfitError(blank.answer or str(blank.given), "it gives no id")
    return name


def standard_change(  # noqa: PLR0913  # what a change says
    request: str,
    offering: RequestOffering,
    model: ChangeModel,
    edits: Sequence[Wanted],
    *,
    assignee: str,
    start: datetime,
    steps: Sequence[Step],
) -> dict[str, Any]:
    """Write the change that fulfils a request; not a word of it is a stranger's.

    Args:
        request: the request's id.
        offering: what was asked for.
        model: the change model it follows.
        edits: what it consists of.
        assignee: who does it.
        start: when the request was made, with an offset.
        steps: how it is fulfilled.
    """
    what = offering.name or offering.id
    last = max((step.due for step in steps), default=start)
    end = max(last.astimezone(start.tzinfo), start + _LEAST)
    preset = dict(model.preset)
    told = "".join(f"{number}. {step.name}\n" for number, step in enumerate(steps, 1))
    return {
        "kind": "change",
        "id": f"chg{request.removeprefix('req')}",
        "title": f"{what} for {request}",
        "type": model.type,
        "model": model.id,
        "reason": preset.get("reason", f"It fulfils request:{request}.\n"),
        "affected": [_affected(edit.ref) for edit in edits],
        "planned": {"start": _moment(start), "end": _moment(end)},
        "assignee": assignee,
        "implementation_plan": preset.get("implementation_plan", told or "Merge this pull request.\n"),
        "test_plan": preset.get("test_plan", "Ask whoever asked for it.\n"),
        "backout_plan": {"steps": preset.get("backout_plan", "Revert this pull request.\n"), "tested": False},
    }


def _affected(ref: str) -> dict[str, str]:
    kind, _, name = ref.partition(":")
    return {"ci": name} if kind == "ci" else {"service": ref}


def _moment(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()
