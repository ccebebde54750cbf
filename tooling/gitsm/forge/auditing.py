"""What was pushed to the default branch, held against what the forge knows of the changes that brought it.

The gate has said yes before a merge; this asks once more, of every commit that is there: a direct push, a merge past
the rules and an approval that came too late are found, whoever was allowed to do them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from gitsm.change.verdict import Verdict
from gitsm.errors import GitsmError, UnknownRevisionError
from gitsm.exchange import evidence
from gitsm.forge.groups import groups
from gitsm.forge.interface import Forge, OpenChange
from gitsm.forge.statements import statement
from gitsm.improvement.audit import Audit
from gitsm.inquiry.auditing import Stretch, audit
from gitsm.inquiry.gating import Question, verdict
from gitsm.inquiry.signed import with_signatures, wordless
from gitsm.render.audit.audited import FORMATS
from gitsm.render.gate.json import shape
from gitsm.sources.repository import Commit, Repository

MOST: Final = 200
"""Commits of one push; whoever pushes more audits them by `gitsm audit`."""


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit found.

    Attributes:
        audit: every commit that was pushed.
        files: what it leaves, by name: the audit, and each decision as evidence.
        notes: what could not be asked, in sentences.
    """

    audit: Audit
    files: Mapping[str, str]
    notes: tuple[str, ...]


def brought(forge: Forge, stretch: Stretch) -> Iterator[tuple[Commit, Commit, OpenChange]]:
    """List the commits that were pushed, each with the one before it and a change that brought it.

    Raises:
        UnknownRevisionError: when the stretch is not one line: the branch was rewritten.
        ForgeRefusedError: when the forge says no.
        ForgeUnreachableError: when it does not answer.
    """
    for before, after in list(stretch.steps())[:MOST]:
        for change in forge.brought(after.oid):
            yield before, after, change


def audited(forge: Forge, stretch: Stretch) -> Audited:
    """Judge every commit of a push again, by what was said of its change until it was merged.

    Args:
        forge: what it is asked of; a commit that it cannot tell of is one that nobody decided on.
        stretch: what was pushed.

    Raises:
        UnknownRevisionError: when the stretch is not one line: the branch was rewritten.
    """
    kept: dict[str, evidence.Evidence] = {}
    files: dict[str, str] = {}
    notes: list[str] = []
    try:
        for before, after, change in brought(forge, stretch):
            try:
                found, content = _decision(forge, stretch, before, after, change)
            except GitsmError as error:
                notes.append(f"{forge.sigil}{change.number} cannot be judged again: {error.message}")
                continue
            if found.allowed or found.plan_hash not in kept:
                name = f"{sha256(content).hexdigest()}.json"
                kept[found.plan_hash] = evidence.read(content, name)
                files[f"evidence/{name}"] = content.decode()
    except GitsmError as error:
        notes.append(f"which changes brought what was pushed is not known: {error.message}")
    result = audit(stretch, kept, shape)
    return Audited(result, {**files, "audit.json": FORMATS["json"](result)}, tuple(notes))


def _decision(
    forge: Forge, stretch: Stretch, before: Commit, after: Commit, change: OpenChange
) -> tuple[Verdict, bytes]:
    there = stretch.repository
    now = change.at or after.at
    head = _head(there, change, after)
    stated = statement(forge, change.number, groups(there, before), wordless(there, before, head))
    said = with_signatures(there, before, head, stated.heard, now, whole=stated.whole)
    found = verdict(Question(there, before, after, before.short, now, said))
    return found, evidence.written(shape(found), said)[1]


def _head(repository: Repository, change: OpenChange, after: Commit) -> Commit:
    """Find the commits that people looked at and signed; where they were squashed, those are in no history of main."""
    try:
        return repository.resolve(change.head)
    except UnknownRevisionError:
        return after
