"""Open changes to measure with: many branches of a generated repository, each with a few edits of its own."""

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.generate import SEED, _commit, _git
from tests.benchmarks.organisation import Organisation

_BASE: Final = "refs/heads/main"


def branch_out(folder: Path, records: int, count: int, seed: int = SEED) -> None:
    """Add branches `open/0000` and so on to a repository that `generate` made.

    Of ten branches four bring CIs to another version, two describe one, two move one to other ground, one adds a CI and
    one plans work on one.

    Args:
        folder: the repository.
        records: its size, as it was made.
        count: how many branches.
        seed: the same gives the same branches, byte for byte.
    """
    made = Organisation(records, seed)
    chance = random.Random(f"{seed}/branches")
    script = b"".join(
        _commit(f"refs/heads/open/{number:04d}", "Some edits", 2, dict(_edits(made, chance, number)), _BASE)
        for number in range(count)
    )
    _git(folder, "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", stdin=script)


def _edits(made: Organisation, chance: random.Random, number: int) -> Iterator[tuple[str, str]]:
    cis = [ref for ref in made.records if ref.startswith("ci:")]
    sort = number % 10
    for ref in chance.sample(cis, 1 + number % 3):
        fields = made.records[ref]
        if sort < 4:
            fields = fields | {"version": f"{chance.randrange(20, 30)}.0.{number}"}
        elif sort < 6:
            fields = fields | {"description": f"Looked at by branch {number}."}
        elif sort < 8:
            fields = _moved(made, fields, chance)
        elif sort == 8:
            name = f"new-{number}-{fields['id']}"[:60]
            yield f"cmdb/new/{name}.yaml", made.text({**_bare(fields), "id": name, "depends_on": [ref]})
            continue
        else:
            yield _planned(made, ref, number, chance)
            return
        yield made.paths[ref], made.text(fields)


def _bare(fields: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("kind", "id", "owner", "environment", "criticality", "lifecycle")
    return {**{key: fields[key] for key in kept}, "name": "New", "class": "application"}


def _moved(made: Organisation, fields: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    """Hang a CI on what another of its class hangs on."""
    alike = [each for ref, each in made.records.items() if ref.startswith("ci:") and each["class"] == fields["class"]]
    other = chance.choice(alike)
    keys = [key for key in ("hosted_on", "runs_on", "powered_by") if key in fields and key in other]
    return {**fields, **{key: other[key] for key in keys}} if keys else {**fields, "availability": "98%"}


def _planned(made: Organisation, ref: str, number: int, chance: random.Random) -> tuple[str, str]:
    day, hour = chance.randrange(1, 28), chance.randrange(0, 20)
    name = f"chg-2026-12-{day:02d}-work-{number}"
    fields = {
        "kind": "change",
        "id": name,
        "title": "Work",
        "type": "normal",
        "reason": "It is old.",
        "affected": [{"ci": ref.partition(":")[2]}],
        "planned": {"start": f"2026-12-{day:02d}T{hour:02d}:00:00Z", "end": f"2026-12-{day:02d}T{hour + 3:02d}:00:00Z"},
        "assignee": chance.choice(("amara", "jonas-b", "mei")),
        "implementation_plan": "Do it.",
        "test_plan": "Look.",
        "backout_plan": {"steps": "Undo it.", "tested": True},
    }
    return f"changes/{name}.yaml", made.text(fields)
