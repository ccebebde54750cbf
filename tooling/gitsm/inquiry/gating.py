"""What the gate is told: two commits, the merge of both, what is wrong with it, and the plans people have looked at."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from gitsm.change.approvals import NOTHING_SAID, Seen, Statement
from gitsm.change.gate import judge
from gitsm.change.hearing import Case, look, policy_version
from gitsm.change.impact import assess
from gitsm.change.open_changes import Contention
from gitsm.change.requirements import DECIDING
from gitsm.change.touched import touched, with_excluded
from gitsm.change.verdict import Compared, Verdict
from gitsm.diagnostics import Finding
from gitsm.diff.compare import compare
from gitsm.errors import CannotJudgeError, GitsmError
from gitsm.graph.estate import Memory
from gitsm.inquiry.balance import budgets
from gitsm.inquiry.checking import Judged
from gitsm.inquiry.rivals import Named, open_changes
from gitsm.inquiry.signed import with_signatures
from gitsm.load.records import Loaded, load
from gitsm.policy import Policies
from gitsm.rules import World, judge_subjects
from gitsm.rules import judge as apply_rules
from gitsm.snapshot import Snapshot
from gitsm.sources import ROOTS
from gitsm.sources.names import is_record
from gitsm.sources.plumbing import OID, Repo
from gitsm.sources.repository import Commit, Repository
from gitsm.sources.revision import Revision, revision

MOST_LOOKED_AT: Final = 50
"""Commits that approvals name; each is merged and compared."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the gate is asked.

    Attributes:
        repository: where both commits are.
        base: the target branch's tip.
        head: what is to be merged.
        name: what people call the target branch.
        statement: who made the change, and what people said.
        expected: the plan that was reviewed, hex.
        now: an aware time.
        open_changes: a pattern of refs, or what a forge listed; None: other open changes are not looked at.
        policies: policies to try instead of the target branch's; None: its own.
        reviewed: the pieces of the plan that was reviewed: name, before, after; empty where only its hash is known.
        signed: whether what the change's own signed commits say is heard, too.
        whole: whether the statement names everybody who made the change; where it may not, signatures have to.
    """

    repository: Repository
    base: Commit
    head: Commit
    name: str
    now: datetime
    statement: Statement = NOTHING_SAID
    expected: str | None = None
    open_changes: str | Sequence[Named] | None = None
    policies: Policies | None = None
    reviewed: tuple[tuple[str, Any, Any], ...] = ()
    signed: bool = False
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Tree:
    """A tree, loaded."""

    source: Revision
    loaded: Loaded


def verdict(question: Question) -> Verdict:
    """Judge what would be merged, by the target branch's own rules.

    Raises:
        CannotJudgeError: when these cannot be read.
        GitsmError: when there is nothing to judge: no common history, a conflict, an object that is gone.
    """
    with merged(question.repository, question.base, question.head) as (repo, tree):
        return judge(_case(question, repo, tree))


@contextmanager
def merged(repository: Repository, base: Commit, head: Commit) -> Iterator[tuple[Repo, str]]:
    """Merge in memory, unless there is nothing to merge; a fast-forward is the head, and what is merged is the base.

    Yields:
        A repository that sees the tree, and the tree's id.
    """
    fork = repository.merge_base(base.oid, head.oid)
    if fork in {base.oid, head.oid}:
        yield repository.repo, (head if fork == base.oid else base).tree
        return
    with repository.merged(base, head) as found:
        yield found


def _case(question: Question, repo: Repo, tree: str) -> Case:
    repository, base = question.repository, question.base
    before = _tree(repository.repo, base.tree, repository.prefix)
    _sound(before.loaded, question.name)
    after = _tree(repo, tree, repository.prefix, before.loaded)
    said = _heard(question, before.loaded.snapshot)
    edits = compare(before.loaded.snapshot, after.loaded.snapshot)
    policies = Policies.of_tree(before.loaded.snapshot)
    estates = (Memory.of(before.loaded.snapshot), Memory.of(after.loaded.snapshot))
    impact = assess(*estates, touched(edits, after.loaded.snapshot))
    everything = with_excluded(edits, after.loaded.snapshot)
    return Case(
        compared=Compared(
            base.oid, question.head.oid, tree, policy_version(before.loaded.snapshot), _outside(question, repo, tree)
        ),
        before=before.loaded.snapshot,
        after=after.loaded.snapshot,
        edits=edits,
        findings=_findings(question, before, after, policies),
        impact=impact,
        unexcluded=assess(*estates, everything) if everything is not None else None,
        statement=said,
        seen=_seen(question, said, before),
        spent=budgets(
            before.loaded.snapshot,
            repository,
            base.oid,
            question.now,
            {*impact.sources, *(one.ref for one in impact.affected)},
        ),
        rivals=_rivals(question, before.loaded.snapshot, after.loaded.snapshot),
        expected=question.expected,
        policies=question.policies,
        reviewed=question.reviewed,
        now=question.now,
    )


def _rivals(question: Question, tip: Snapshot, after: Snapshot) -> Contention | None:
    if question.open_changes is None:
        return None
    return open_changes(
        question.repository,
        question.base,
        question.head,
        question.open_changes,
        tip=tip,
        after=after,
        as_of=question.now.astimezone(UTC).date(),
    )


def _tree(repo: Repo, tree: str, prefix: str, like: Loaded | None = None) -> _Tree:
    source = revision(repo, tree, tree, prefix)
    return _Tree(source, load(source, like))


def _sound(tip: Loaded, name: str) -> None:
    """Refuse to judge by rules that cannot be read: unknown is never none."""
    known = {entry.path: entry for entry in (*tip.snapshot, *tip.snapshot.duplicates)}
    for finding in tip.findings:
        entry = known.get(finding.spot.path)
        if entry is None or (entry.record is None and entry.kind in DECIDING):
            raise CannotJudgeError(finding.spot.path, name, finding.message)


def _findings(question: Question, before: _Tree, after: _Tree, policies: Policies) -> tuple[Finding, ...]:
    """List what is wrong with the merge and has to do with the change, each with its place."""
    today, repository, base = question.now.astimezone(UTC).date(), question.repository, question.base.oid
    old, new = before.loaded, after.loaded
    second = apply_rules(new.snapshot, today, new.findings, policies)
    # Most is in order: what was wrong before is asked only of what is wrong now.
    suspects = {one.subject for one in second if one.subject is not None}
    first = (*old.findings, *judge_subjects(World.of(old.snapshot, today, policies), suspects))
    # The history of the merge would be that of both.
    known = Judged(before.source, old, first).recalling(repository, [base], today, policies)
    judged = Judged(after.source, new, second).recalling(repository, [base, question.head.oid], today, policies)
    return judged.since(known).report(".", today).findings


def _outside(question: Question, repo: Repo, tree: str) -> int:
    """Count the files that differ and hold no record."""
    if question.base.tree == tree:
        return 0
    output = repo.git("diff-tree", "-r", "-z", "--name-only", "--no-renames", question.base.tree, tree)
    roots = tuple(f"{question.repository.prefix}{root}/".encode() for root in ROOTS)
    return sum(bool(path) and not (path.startswith(roots) and is_record(path)) for path in output.split(b"\0"))


def _heard(question: Question, tip: Snapshot) -> Statement:
    """Hear what is said of the change: by a forge, and where that is asked by its own signed commits."""
    if not question.signed:
        return question.statement
    ends = question.base, question.head
    said, now = question.statement, question.now
    return with_signatures(question.repository, *ends, said, now, whole=question.whole, tip=tip)


def _seen(question: Question, said: Statement, before: _Tree) -> Mapping[str, Seen]:
    """Look at each commit that an approval names, as it would be merged now; what cannot be looked at is left out."""
    heads = dict.fromkeys(one.head for one in said.given if one.head is not None)
    found: dict[str, Seen] = {}
    for head in list(heads)[:MOST_LOOKED_AT]:
        if not OID.match(head):
            continue
        try:
            commit = question.repository.resolve(head)
            with merged(question.repository, question.base, commit) as (repo, tree):
                after = _tree(repo, tree, question.repository.prefix, before.loaded).loaded.snapshot
        except GitsmError:
            continue
        found[head] = look(compare(before.loaded.snapshot, after), before.loaded.snapshot, after)
    return found
