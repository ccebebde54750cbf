"""How often announced work is found behind an incident of a real status page: `python -m tests.benchmarks.causes`."""

import sys
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import yaml

from gitsm.exchange.foreign import read
from gitsm.exchange.mapping import Imported, convert
from gitsm.exchange.mapping_file import MappingFile
from gitsm.graph.estate import Memory
from gitsm.graph.wiring import Wiring
from gitsm.operations.causes import Cause, causes
from gitsm.operations.upstream import upstream
from gitsm.policy import Policies
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas import KINDS
from gitsm_schemas.operations import Incident
from tests.benchmarks.answers import QUESTIONS, RUNBOOKS

READ = QUESTIONS.with_name("jenkins-causes.yaml")
ISSUES = RUNBOOKS.parents[1] / "jenkins-status" / "issues"


def imported(folder: Path = ISSUES) -> list[Imported]:
    """Import every post as an incident or a change."""
    raw = files("gitsm.exchange").joinpath("profiles", "cstate-events.yaml").read_bytes()
    rules = MappingFile.model_validate(next(iter(read("mapping.yaml", raw))).plain())
    found = [convert(rules, path.name, read(path.name, path.read_bytes())) for path in sorted(folder.glob("*.md"))]
    return [one for each in found for one in each if isinstance(one, Imported)]


def snapshot(records: list[Imported]) -> Snapshot:
    """Put the records beside a service for every name they give."""
    named = {ref for one in records for _, _, ref in one.named}
    entries = [
        Entry(one.ref, f"{one.ref}.yaml", "", KINDS[one.kind].model_validate(one.data), one.data) for one in records
    ]
    entries += [
        Entry(ref, f"{ref}.yaml", "", None, {"kind": "service", "id": ref.partition(":")[2], "name": ref})
        for ref in named
    ]
    return Snapshot.of(entries)


def ranked(found: Snapshot) -> Iterator[tuple[str, Incident, tuple[Cause, ...]]]:
    """Rank the changes that may be behind each incident."""
    wiring, policies = Wiring(Memory.of(found)), Policies.of([])
    for entry, incident in found.records(Incident):
        needs = upstream(wiring, incident.services)
        told = causes(found, policies, entry.ref, incident, needs)
        yield entry.ref, incident, tuple(one for one in told if one.sort == "change")


def read_by_hand() -> list[dict[str, str]]:
    """List what the posts themselves say was behind the incidents."""
    found: list[dict[str, str]] = yaml.safe_load(READ.read_text("utf-8"))
    return found


def main() -> None:
    """Print each incident with the change ranked first, and how many have one that was being carried out."""
    told = list(ranked(snapshot(imported())))
    with_one = [(ref, incident, one[0]) for ref, incident, one in told if one]
    during = [one for one in with_one if one[2].score == 1.0]
    lines = [f"{one.score:.2f}  {ref[9:]}  <-  {one.ref[7:]}  {one.reasons[0]}" for ref, _, one in with_one]
    lines.append(
        f"{len(with_one)} of {len(told)} incidents have a change in the week before; for {len(during)} it was under way"
    )
    tally = Counter(one["behind"] for one in read_by_hand())
    lines.append(", ".join(f"{word} {count}" for word, count in sorted(tally.items())) + " of those read by hand")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
