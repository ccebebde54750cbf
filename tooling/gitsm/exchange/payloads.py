"""A form that somebody sent in: GitHub's or GitLab's event, or plain JSON. Nothing of it is believed."""

# Read are the form's name, the answers, the handle, the time and the issue's number. Names, mail addresses and whatever
# else a forge tells of a person are never looked at.

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from gitsm.errors import UnreadableSourceError
from gitsm.load import json_reader
from gitsm.operations.submissions import Submission
from gitsm_schemas.notation import NotationError
from gitsm_schemas.scalars import instant

MOST_BYTES: Final = 1 << 20
_FORM: Final = re.compile(r"(?P<sort>request|incident):(?P<id>[a-z0-9][a-z0-9-]{1,62})")
_TITLE: Final = re.compile(r"\[(request|incident):([a-z0-9][a-z0-9-]{1,62})\]")
_HIDDEN: Final = re.compile(r"\A\s*<!-- gitsm form: (request|incident):([a-z0-9][a-z0-9-]{1,62}) -->")
_COMMENT: Final = re.compile(r"<!--[^<>]{0,500}-->")
_COMMAND: Final = re.compile(r"\A/label ~\"(?:request|incident):[a-z0-9-]{2,63}\"\s*\Z")
_HEADING: Final = re.compile(r"### (?P<label>.{1,300})")
_HANDLE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}", re.ASCII)
_PROJECT: Final = re.compile(r"[A-Za-z0-9_.-]{1,100}(?:/[A-Za-z0-9_.-]{1,100}){1,5}", re.ASCII)


def read(name: str, raw: bytes) -> Submission:
    """Read a payload.

    Args:
        name: the file, for messages.
        raw: its content: the event of a GitHub or GitLab issue, or {form, answers, by, at}.

    Raises:
        UnreadableSourceError: when it is too large, no JSON, or does not say what it must.
    """
    try:
        data = json_reader.read(raw, MOST_BYTES)
    except json_reader.NotPlainJsonError as error:
        raise UnreadableSourceError(name, error.line or 1, error.reason) from None
    if not isinstance(data, dict):
        raise UnreadableSourceError(name, 1, "it is no JSON object")
    try:
        if isinstance(data.get("issue"), dict):
            return _github(data)
        if isinstance(data.get("object_attributes"), dict):
            return _gitlab(data)
        return _plain(data)
    except _SaysNotError as error:
        raise UnreadableSourceError(name, 1, str(error)) from None


class _SaysNotError(Exception):
    """A payload that does not say what it must."""


def _github(data: Mapping[str, Any]) -> Submission:
    issue = data["issue"]
    if "pull_request" in issue:
        message = "it is a pull request, and no issue"
        raise _SaysNotError(message)
    labels = [one.get("name") for one in _list(issue, "labels") if isinstance(one, dict)]
    body = _text(issue, "body")
    sort, form = _form(labels, _text(issue, "title"), body)
    project = _of(data.get("repository"), "full_name")
    return Submission(
        sort, form, tuple(_sections(body)), True, _handle(_of(issue.get("user"), "login")),  # noqa: FBT003  # a label
        _at(issue.get("created_at")), ("github", _place(project, issue.get("number"))),
    )  # fmt: skip


def _gitlab(data: Mapping[str, Any]) -> Submission:
    issue = data["object_attributes"]
    labels = [one.get("title") for one in _list(data, "labels") if isinstance(one, dict)]
    body = _text(issue, "description")
    sort, form = _form(labels, _text(issue, "title"), body)
    project = _of(data.get("project"), "path_with_namespace")
    when = issue.get("created_at")
    if isinstance(when, str):  # 2026-11-20 08:15:00 UTC, in older versions
        when = when.replace(" UTC", "Z")
    return Submission(
        sort, form, tuple(_sections(body)), True, _handle(_of(data.get("user"), "username")),  # noqa: FBT003  # a label
        _at(when), ("gitlab", _place(project, issue.get("iid"))),
    )  # fmt: skip


def _plain(data: Mapping[str, Any]) -> Submission:
    more = data.keys() - {"form", "answers", "by", "at"}
    match = _FORM.fullmatch(data["form"]) if isinstance(data.get("form"), str) else None
    answers = data.get("answers")
    if more or match is None or not isinstance(answers, dict):
        message = "it says neither an issue nor form (request:ID or incident:SERVICE), answers, by and at"
        raise _SaysNotError(message)
    when = None if "at" not in data else _at(data["at"])
    return Submission(match["sort"], match["id"], tuple(answers.items()), False, _handle(data.get("by")), when, None)  # noqa: FBT003  # a label


def _form(labels: list[Any], title: str, body: str) -> tuple[str, str]:
    """Find out which form was filled in: by its label, else by its title or first line; all that say it must agree."""
    said: set[tuple[str, str]]
    said = {(match[1], match[2]) for label in labels if isinstance(label, str) if (match := _FORM.fullmatch(label))}
    said |= {(match[1], match[2]) for match in (_TITLE.match(title), _HIDDEN.match(body)) if match}
    if len(said) != 1:
        message = "it does not say which form it is" if not said else "its label, title and text say different forms"
        raise _SaysNotError(message)
    return next(iter(said))


def _sections(body: str) -> Iterator[tuple[str, str]]:
    """Split an issue's text at its headings; what stands before the first is told as an answer to nothing."""
    label, lines = "", list[str]()
    for line in _COMMENT.sub("", body.replace("\r\n", "\n")).split("\n"):
        heading = _HEADING.fullmatch(line)
        if heading is None:
            lines.append(line)
            continue
        if label or "".join(lines).strip():
            yield label or "text before the first heading", "\n".join(lines).strip()
        label, lines = heading["label"].strip(), []
    while lines and (not lines[-1].strip() or _COMMAND.match(lines[-1])):
        lines.pop()
    if label or lines:
        yield label or "text before the first heading", "\n".join(lines).strip()


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key)
    return value if isinstance(value, list) else []


def _of(data: object, key: str) -> object:
    return data.get(key) if isinstance(data, dict) else None


def _handle(value: object) -> str:
    if isinstance(value, str) and _HANDLE.fullmatch(value):
        return value
    message = "it does not say by whose handle it was sent"
    raise _SaysNotError(message)


def _at(value: object) -> datetime:
    try:
        return instant(value)
    except (ValueError, NotationError):
        message = "it does not say when it was sent, with an offset"
        raise _SaysNotError(message) from None


def _place(project: object, number: object) -> str:
    if (
        isinstance(project, str)
        and _PROJECT.fullmatch(project)
        and isinstance(number, int)
        and not isinstance(number, bool)
        and 0 < number < 1 << 40
    ):
        return f"{project}#{number}"
    message = "it does not say which issue of which repository it is"
    raise _SaysNotError(message)
