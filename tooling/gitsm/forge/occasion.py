"""What a pipeline runs for: a change, a place in the merge queue, or a push; from an event that may lack or lie.

Whoever opened the pull request has written parts of the event. Only ids of commits, numbers and the target's name are
taken from it, each by its form; what they stand for is asked of git.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gitsm.errors import NoForgeError
from gitsm.forge.connection import kind
from gitsm.forge.shapes import OID
from gitsm.load import json_reader

MOST_BYTES: Final = 20_000_000
_BRANCH: Final = re.compile(r"\A[A-Za-z0-9_][A-Za-z0-9_./+-]{0,240}\Z", re.ASCII)
_QUEUED: Final = re.compile(r"/pr-([0-9]{1,9})-[0-9a-f]{40}\Z", re.ASCII)
_LACKS: Final = "give BASE and HEAD on the command line"


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a pipeline runs.

    Attributes:
        number: the change; None for a push.
        bases: revisions that may name the target's tip, the best first.
        head: the commit that would be merged or was pushed, hex.
        target: the target branch's name; empty where nobody says.
    """

    number: int | None
    bases: tuple[str, ...]
    head: str
    target: str = ""


def occasion(env: Mapping[str, str], event: bytes | None) -> Occasion:
    """Read why this pipeline runs.

    Args:
        env: the environment.
        event: the payload of the event; None where the forge writes none.

    Raises:
        NoForgeError: when it says nothing that can be judged.
    """
    if kind(env) == "gitlab":
        return _gitlab(env)
    data = _payload(event)
    if "merge_group" in data:
        return _queued(data["merge_group"])
    if "pull_request" in data:
        return _pulled(data["pull_request"])
    if data.get("before") is not None and data.get("after") is not None:
        return Occasion(None, (_oid(data, "before"),), _oid(data, "after"))
    raise NoForgeError("what to judge: the event is no pull request, merge group or push", _LACKS)


def _payload(event: bytes | None) -> Mapping[str, Any]:
    if event is None:
        raise NoForgeError("what happened: there is no event", _LACKS)
    try:
        data = json_reader.read(event, MOST_BYTES)
    except json_reader.NotPlainJsonError as error:
        raise NoForgeError(f"what happened: of the event, {error}", _LACKS) from None
    if not isinstance(data, Mapping):
        raise NoForgeError("what happened: the event is no object", _LACKS)
    return data


def _pulled(pull: object) -> Occasion:
    target = _at(pull, "base", "ref")
    tip, head, number = _oid(pull, "base", "sha"), _oid(pull, "head", "sha"), _at(pull, "number")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 10**9:
        raise NoForgeError("which pull request it is: the event has no number", _LACKS)
    if not isinstance(target, str) or not _BRANCH.match(target):
        raise NoForgeError("what it would be merged into: the event names no branch", _LACKS)
    # The branch may have moved on since the event was written: what this clone fetched is newer.
    return Occasion(number, (f"refs/remotes/origin/{target}", tip), head, target)


def _queued(group: object) -> Occasion:
    place, target = _at(group, "head_ref"), _at(group, "base_ref")
    found = _QUEUED.search(place) if isinstance(place, str) else None
    name = target.removeprefix("refs/heads/") if isinstance(target, str) else ""
    return Occasion(
        int(found[1]) if found else None,
        (_oid(group, "base_sha"),),
        _oid(group, "head_sha"),
        name if _BRANCH.match(name) else "",
    )


def _gitlab(env: Mapping[str, str]) -> Occasion:
    number = env.get("CI_MERGE_REQUEST_IID", "")
    head = env.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or env.get("CI_COMMIT_SHA", "")
    if not OID.match(head):
        raise NoForgeError("which commit to judge", "set CI_COMMIT_SHA, as GitLab's pipelines do")
    if not re.fullmatch(r"[1-9][0-9]{0,8}", number):
        before = env.get("CI_COMMIT_BEFORE_SHA", "")
        return Occasion(None, (before,) if OID.match(before) else (), head)
    target = env.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "")
    if not _BRANCH.match(target):
        raise NoForgeError("what it would be merged into", "set CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
    tips = (env.get("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", ""), env.get("CI_MERGE_REQUEST_DIFF_BASE_SHA", ""))
    return Occasion(
        int(number), (f"refs/remotes/origin/{target}", *(tip for tip in tips if OID.match(tip))), head, target
    )


def _at(value: object, *keys: str) -> object:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _oid(value: object, *keys: str) -> str:
    found = _at(value, *keys)
    if isinstance(found, str) and OID.match(found):
        return found
    raise NoForgeError(f"which commits to judge: the event has no {'.'.join(keys)}", _LACKS)
