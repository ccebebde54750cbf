"""What an import did, for people and programs."""

from collections import Counter
from dataclasses import dataclass

from gitsm.exchange.mapping import Imported, Skipped
from gitsm.exchange.plan import Step
from gitsm.render import escape
from gitsm.render.terminal import paint, printable


@dataclass(frozen=True, slots=True)
class Report:
    """The steps of an import, what was read, and what was left out."""

    steps: tuple[Step, ...]
    records: tuple[Imported, ...]
    skipped: tuple[Skipped, ...]
    dry_run: bool
    pruned: bool

    @property
    def unresolved(self) -> int:
        """How many references lead nowhere."""
        return sum("ref" in one for record in self.records for one in record.data["source"].get("remarks", ()))


def text(report: Report) -> str:
    """Count what was done, then list what was left out, each with the line of its source."""
    counts = Counter(step.action for step in report.steps)
    said = ", ".join(f"{counts[action]} {action}" for action in ("created", "updated", "unchanged") if counts[action])
    if counts["gone"]:
        said += f", {counts['gone']} {'removed' if report.pruned else 'gone from the source and kept'}"
    lines = [paint(("Would be: " if report.dry_run else "") + (said or "nothing to import") + ".", "strong")]
    for record in report.records:
        where = printable(record.data["source"]["path"])
        lines += [f"  {where}:{line}: {printable(record.ref)}: {printable(what)}" for line, what in record.remarks]
    lines += [f"  {printable(one.path)}: {printable(one.ref)} is gone" for one in report.steps if one.action == "gone"]
    lines += [f"  {printable(one.path)}:{one.line}: skipped: {printable(one.why)}" for one in report.skipped]
    return "\n".join(lines) + "\n"


def json(report: Report) -> str:
    """Write what was done."""
    return escape.json(
        {
            "schema": "gitsm/import/v1",
            "dry_run": report.dry_run,
            "steps": [{"ref": step.ref, "action": _action(step, report), "path": step.path} for step in report.steps],
            "remarks": [
                {"ref": record.ref, "path": record.data["source"]["path"], "line": line, "what": what}
                for record in report.records
                for line, what in record.remarks
            ],
            "skipped": [{"path": one.path, "line": one.line, "why": one.why} for one in report.skipped],
        }
    )


def _action(step: Step, report: Report) -> str:
    return "removed" if step.action == "gone" and report.pruned else step.action
