"""How many questions in users' words find their runbook among the first three: `python -m tests.benchmarks.answers`."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from gitsm.exchange.articles import Shelf, article
from gitsm.exchange.mapping import Imported
from gitsm.operations.search import Library
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas.knowledge import KnowledgeArticle

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions" / "gitlab-runbooks.yaml"
RUNBOOKS = (
    Path(os.environ.get("GITSM_SHARED_DATA", HERE.parents[1] / ".." / "shared" / "data"))
    / "gitlab-service-catalogue"
    / "runbooks"
)
FIRST = 3


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, the runbook it wants, and at which place it came; None where it is not among the first hundred."""

    ask: str
    runbook: str
    place: int | None


def library(folder: Path) -> tuple[Library, dict[str, str]]:
    """Import a folder of runbooks and make it ready to be asked; also the file of each article."""
    shelf = Shelf("team:desk", date(2024, 12, 18), lambda folder: (f"service:{folder}", "team:desk"))
    found = [
        one
        for path in sorted(folder.rglob("*.md"))
        if isinstance(one := article(path.relative_to(folder).as_posix(), path.read_bytes(), shelf), Imported)
    ]
    entries = [
        Entry(one.ref, str(one.data["source"]["path"]), "", KnowledgeArticle.model_validate(one.data), one.data)
        for one in found
    ]
    return Library(Snapshot.of(entries)), {one.ref: one.data["source"]["path"] for one in found}


def answered(folder: Path = RUNBOOKS) -> Iterator[Answered]:
    """Ask every question."""
    shelf, paths = library(folder)
    for one in yaml.safe_load(QUESTIONS.read_text("utf-8")):
        places = [paths[found.ref] for found in shelf.suggest(one["ask"], 100)]
        place = places.index(one["runbook"]) + 1 if one["runbook"] in places else None
        yield Answered(one["ask"], one["runbook"], place)


def main() -> None:
    """Print the place of each answer, and how many are among the first three."""
    told = list(answered())
    lines = [f"{one.place or '-':>3}  {one.runbook:<45} {one.ask}" for one in told]
    hits = sum(one.place is not None and one.place <= FIRST for one in told)
    sys.stdout.write("\n".join([*lines, f"{hits} of {len(told)} among the first {FIRST}"]) + "\n")


if __name__ == "__main__":
    main()
