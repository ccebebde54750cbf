"""Posts a verdict: one comment that is found again and edited in place, and a check.

What cannot be posted is told and changes nothing: the verdict is the gate's.
"""

import re
from collections.abc import Iterator
from typing import Final

from gitsm.errors import ForgeRefusedError, GitsmError
from gitsm.forge.actions import GitHubActions, Run
from gitsm.forge.checks import PIPELINES, check
from gitsm.forge.interface import Comment, Forge, OpenChange
from gitsm.forge.mark import is_ours, marker
from gitsm.forge.posted import Posted, why
from gitsm.forge.results import MOST_ZIP, Result, from_zip
from gitsm.forge.scanning import scanned
from gitsm.render.gate.markdown import MOST, comment

_GONE: Final = frozenset({404, 410})
_QUEUE: Final = re.compile(r"\Agh-readonly-queue/(?P<base>.{1,240})/pr-(?P<number>[0-9]{1,9})-[0-9a-f]{40}\Z", re.ASCII)
"""How GitHub names the branch of a place in its merge queue."""


def publish(forge: Forge, number: int, result: Result) -> tuple[Posted, ...]:
    """Post a verdict on a change; nothing that a forge does raises.

    Args:
        forge: where.
        number: the change, as the forge knows it; what the result says of it is not believed.
        result: what was judged.
    """
    try:
        change = forge.change(number)
    except GitsmError as error:
        return (Posted("verdict", "none", error.message),)
    about = result.about
    if change.head != about.head:
        said = f"{about.head[:10]} was judged, and {change.head[:10]} is the head now; its own run posts"
        return (Posted("verdict", "none", said),)
    if change.base != about.target:
        return (Posted("verdict", "off", _other(forge, change, result)),)
    return tuple(_each(forge, change, result))


def _other(forge: Forge, change: OpenChange, result: Result) -> str:
    """Say that a verdict is by the rules of another branch than the one that a change would go to."""
    return f"{forge.sigil}{change.number} goes into {change.base}, and this was judged for {result.about.target!r}"


def publish_run(forge: Forge, run: str, artifact: str) -> tuple[Posted, ...]:
    """Post what a workflow run of GitHub left; what it is about, GitHub says, not the artifact.

    Args:
        forge: where.
        run: the id of the run.
        artifact: the name of what it left.
    """
    if not isinstance(forge, GitHubActions):
        return (Posted("verdict", "none", "only GitHub keeps what a workflow run left"),)
    try:
        about = forge.run(run)
        result = from_zip(forge.artifact(run, artifact, MOST_ZIP))
        if about.event == "push":
            return (scanned(forge, about.head, f"refs/heads/{about.branch}", result),) if about.here else ()
        if about.event == "merge_group":
            return (_queued(forge, about, result),)
        changes = forge.changes_of_run(about)
    except GitsmError as error:
        return (Posted("verdict", "none", why(error)),)
    if not changes:
        return (Posted("verdict", "none", "no open pull request has the commit it judged as its head"),)
    posted = [one for change in changes for one in publish(forge, change.number, result)]
    return (*posted, *(scanned(forge, about.head, f"refs/pull/{one.number}/head", result) for one in changes))


def _queued(forge: GitHubActions, run: Run, result: Result) -> Posted:
    """Show the check that the merge queue waits for, beside the commit that would really be merged.

    Raises:
        ForgeRefusedError: when the forge says no.
        ForgeUnreachableError: when it does not answer.
    """
    place = _QUEUE.match(run.branch)
    if place is None or not run.here:
        return Posted("check", "none", f"{run.branch!r} is no place in a merge queue")
    change = forge.change(int(place["number"]))
    if change.base != place["base"] or result.about.target != change.base:
        return Posted("check", "none", _other(forge, change, result))
    if result.about.head != run.head:
        return Posted("check", "none", f"{result.about.head[:10]} was judged, and {run.head[:10]} is in the queue")
    return _show(forge, change, result)


def _each(forge: Forge, change: OpenChange, result: Result) -> Iterator[Posted]:
    first = marker(result.root)
    body = f"{first}\n{comment(result.told, most=MOST - len(first))}"
    try:
        yield Posted("comment", _stick(forge, change.number, result.root, body))
    except GitsmError as error:
        yield Posted("comment", "none", why(error))
    try:
        yield _show(forge, change, result)
    except GitsmError as error:
        yield Posted("check", "none", why(error))


def _show(forge: Forge, change: OpenChange, result: Result) -> Posted:
    """Show the check, where what was looked at is still the head.

    Raises:
        ForgeRefusedError: when the forge says no.
        ForgeUnreachableError: when it does not answer.
    """
    url = change.url if change.url.startswith("https://") else ""
    edits = any(path.startswith(PIPELINES) for path in forge.files(change.number))
    now = forge.change(change.number).head
    if now != change.head:
        # The files are those of whatever is the head by now, and might hide that this one edits the pipeline.
        return Posted("check", "none", f"{now[:10]} was pushed meanwhile; its own run posts")
    forge.show(check(result, url, edits_pipeline=edits, name=_name(change)))
    return Posted("check", "created")


def _name(change: OpenChange) -> str:
    """Name the check: it stands beside a commit, which may be asked into several branches, each with its own answer."""
    return "gitsm" if change.main else f"gitsm into {change.base}"[:100]


def _stick(forge: Forge, number: int, key: str, body: str) -> str:
    """Write our one comment: edited where it is, left alone where it says the same, new where there is none.

    Two runs may do so at once. Each looks again after it has written a new one; the oldest stays, and whoever wrote a
    later one takes it back.
    """
    me = forge.me()
    ours = _ours(forge, number, key, me)
    if ours:
        first = ours[0]
        for extra in ours[1:]:
            _drop(forge, number, extra)
        if _same(first.body, body):
            return "unchanged"
        try:
            forge.edit_comment(number, first.id, body)
        except ForgeRefusedError as error:
            if error.status not in _GONE:
                raise  # it was removed meanwhile, else
        else:
            return "edited"
    try:
        made = forge.add_comment(number, body)
    except GitsmError:
        # The forge may have taken it and failed to say so.
        if not any(_same(one.body, body) for one in _ours(forge, number, key, me)):
            raise
        return "created"
    # Whose token it is, an app's may not ask; what it has just written says so.
    older = [one for one in _ours(forge, number, key, made.author) if int(one.id) < int(made.id)]
    if older:
        forge.edit_comment(number, older[0].id, body)
        _drop(forge, number, made)
    return "created"


def _ours(forge: Forge, number: int, key: str, me: str) -> list[Comment]:
    found = [one for one in forge.comments(number) if one.author == me and is_ours(one.body, key)]
    return sorted(found, key=lambda one: int(one.id))


def _drop(forge: Forge, number: int, comment: Comment) -> None:
    try:
        forge.drop_comment(number, comment.id)
    except ForgeRefusedError as error:
        if error.status not in _GONE:
            raise


def _same(one: str, other: str) -> bool:
    """Compare two bodies; forges end lines in their own way and cut white space."""
    return [line.rstrip() for line in one.strip().splitlines()] == [
        line.rstrip() for line in other.strip().splitlines()
    ]
