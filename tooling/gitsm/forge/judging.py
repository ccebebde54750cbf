"""What the judging job of a pipeline does: asks the gate, and writes down what it said, for whoever posts it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from gitsm.change.approvals import Statement
from gitsm.change.verdict import Verdict
from gitsm.errors import GitsmError, NoForgeError, UnknownRevisionError
from gitsm.forge.occasion import Occasion
from gitsm.inquiry.checking import judged
from gitsm.inquiry.gating import Question, verdict
from gitsm.inquiry.rivals import Named
from gitsm.render import escape
from gitsm.render.findings import FORMATS
from gitsm.render.gate import face as gate_face
from gitsm.render.impact import Judgement
from gitsm.render.impact import face as impact_face
from gitsm.report import Report
from gitsm.sources.branches import forks
from gitsm.sources.plumbing import OID
from gitsm.sources.repository import Commit, Repository
from gitsm.sources.revision import revision

ALLOWED, REFUSED, UNJUDGED = 0, 1, 2
_REPORTS: Final = {
    "check.json": "json",
    "check.sarif": "sarif",
    "codequality.json": "gitlab",
    "junit.xml": "junit",
}
"""By file, the format of its findings."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the judging job found.

    Attributes:
        status: how the job ends: 0 allowed, 1 refused, 2 cannot be judged, which is no yes.
        files: what it leaves, by name.
        log: what people read in its log, coloured.
        report: the findings.
        notes: what was not done, and why.
    """

    status: int
    files: Mapping[str, str]
    log: str
    report: Report
    notes: tuple[str, ...]


def ends(repository: Repository, why: Occasion) -> tuple[Commit | None, Commit]:
    """Find the two commits in this clone; None for a target that is not in it.

    Raises:
        UnknownRevisionError: when the head is not in it.
    """
    head = repository.resolve(why.head)
    for name in why.bases:
        try:
            return repository.resolve(name), head
        except GitsmError:
            continue
    return None, head


def at_hand(
    repository: Repository, base: Commit, changes: Iterable[Named]
) -> tuple[tuple[Named, ...], tuple[str, ...]]:
    """Split open changes into those this clone can look at, and the names of the rest.

    A stranger's change without common history, or one that was not fetched, must not stop everybody else's.
    """
    known = tuple(one for one in changes if OID.match(one.head))
    asked = "".join(f"{one.head}\n" for one in known).encode()
    said = repository.repo.git("cat-file", "--batch-check=%(objecttype)", stdin=asked).split(b"\n") if known else []
    here = tuple(one for one, kind in zip(known, said, strict=False) if kind == b"commit")
    left = forks(repository.repo, base.oid, [one.head for one in here]) if here else {}
    usable = tuple(one for one in here if left.get(one.head) is not None)
    return usable, tuple(sorted(one.name for one in known if one not in usable))


def judge(  # noqa: PLR0913  # what is judged, and what is known of it
    repository: Repository,
    why: Occasion,
    statement: Statement,
    now: datetime,
    *,
    whole: bool = True,
    notes: Iterable[str] = (),
    changes: Iterable[Named] | None = None,
) -> Outcome:
    """Judge what a pipeline runs for.

    Args:
        repository: a clone that has both commits.
        why: the occasion.
        statement: who made it, and what people said, as the forge has it; its own signed commits are heard, too.
        now: an aware time.
        whole: whether the statement names everybody who made it.
        notes: what could not be asked, in sentences.
        changes: what else is open; None where nobody knows.

    Raises:
        UnknownRevisionError: when this clone lacks the head.
        NoForgeError: when a change's target is not in it.
    """
    base, head = ends(repository, why)
    if why.number is not None and base is None:
        raise NoForgeError("what it would be merged into: this clone lacks the target", "fetch-depth: 0 fetches it")
    said = list(notes)
    found: Verdict | None = None
    if why.number is not None and base is not None:
        try:
            others = None
            if changes is not None:
                others, missing = at_hand(repository, base, changes)
                said += [f"not looked at, because this clone lacks them: {', '.join(missing)}"] if missing else []
            name = why.target or base.short
            asked = Question(repository, base, head, name, now, statement, open_changes=others, signed=True)
            found = verdict(replace(asked, whole=whole))
        except UnknownRevisionError:
            raise
        except GitsmError as error:
            said.append(error.message + (f"; {error.hint}" if error.hint else ""))
    report = _report(repository, base, head, found, now)
    if why.number is None:
        status = REFUSED if report.fails else ALLOWED
    else:
        status = UNJUDGED if found is None else ALLOWED if found.allowed else REFUSED
    about: dict[str, Any] = {
        "schema": "gitsm/judged/v1",
        "number": why.number,
        "target": why.target,
        "base": base.oid if base else head.oid,
        "head": head.oid,
        "status": status,
        "notes": said,
    }
    files = {"about.json": escape.json(about), **{name: FORMATS[key](report) for name, key in _REPORTS.items()}}
    if found is not None:
        files["gate.json"] = gate_face("json")(found)
        files["impact.json"] = impact_face("json")(Judgement(about["base"], head.oid, found.impact))
    log = gate_face("text")(found) if found is not None else FORMATS["text"](report)
    return Outcome(status, files, log, report, tuple(said))


def _report(repository: Repository, base: Commit | None, head: Commit, found: Verdict | None, now: datetime) -> Report:
    """Report what is wrong with the would-be merge; where there is none to look at, with the head itself."""
    today = now.astimezone(UTC).date()
    root = repository.prefix.rstrip("/") or "."
    source = revision(repository.repo, head.tree, head.short, repository.prefix)
    if found is not None:
        return Report(root, found.compared.tree, today, len(source.blobs), found.findings)
    tree = judged(source, today).recalling(repository, [head.oid], today)
    if base is not None:
        before = judged(revision(repository.repo, base.tree, base.short, repository.prefix), today)
        tree = tree.since(before.recalling(repository, [base.oid], today))
    return tree.report(root, today)
