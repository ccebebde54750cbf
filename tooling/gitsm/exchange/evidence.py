"""What the gate decided, kept: a file whose name is the hash of what stands in it (security.md §6)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from gitsm import __version__
from gitsm.change.approvals import Statement
from gitsm.errors import BadStatementError
from gitsm.exchange.approvals import read as read_statement
from gitsm.load import json_reader

SCHEMA: Final = "gitsm/evidence/v1"
MOST_BYTES: Final = 16 << 20


@dataclass(frozen=True, slots=True)
class Evidence:
    """One decision, as it was kept.

    Attributes:
        digest: the hash of the file, hex.
        verdict: the verdict in the shape that `gitsm gate --format json` writes.
        statement: who made the change, and what people said.
    """

    digest: str
    verdict: dict[str, Any]
    statement: Statement

    @property
    def plan_hash(self) -> str:
        """The plan that was decided on, hex."""
        return str(self.verdict["plan_hash"])

    @property
    def as_of(self) -> datetime:
        """When it was decided."""
        return datetime.fromisoformat(str(self.verdict["as_of"]))


def written(verdict: dict[str, object], statement: Statement) -> tuple[str, bytes]:
    """Write a decision down; the same decision gives the same bytes.

    Returns:
        The name of its file, and what stands in it.
    """
    said = {"schema": SCHEMA, "gitsm": __version__, "verdict": verdict, "statement": _statement(statement)}
    content = json.dumps(said, ensure_ascii=True, indent=2, sort_keys=True).encode() + b"\n"
    return f"{sha256(content).hexdigest()}.json", content


def _statement(said: Statement) -> dict[str, object] | None:
    """Write a statement as the file of approvals that it was read from; None where nobody is known."""
    if not said.authors:
        return None
    author, *others = said.authors
    groups = [{"name": name, "members": list(people)} for name, people in sorted(said.groups.items())]
    return {
        "schema": "gitsm/approvals/v1",
        "author": author,
        "co_authors": others,
        "draft": said.draft,
        "closed": said.closed,
        **({"groups": groups} if groups else {}),
        "approvals": [
            {key: value for key, value in (
                ("by", one.by), ("at", one.at.isoformat()), ("state", one.word), ("head", one.head),
                ("plan_hash", one.plan_hash), ("id", one.source)) if value is not None}
            for one in said.given
        ],
    }  # fmt: skip


def found(folder: Path) -> Iterator[Evidence]:
    """Read every decision that is kept in a folder, in the order of their names.

    Raises:
        BadStatementError: when one of them is not what its name says, or no evidence at all.
    """
    for path in sorted(folder.glob("*.json")):
        yield read(path.read_bytes()[: MOST_BYTES + 1], path.name)


def read(content: bytes, name: str) -> Evidence:
    """Read a decision.

    Raises:
        BadStatementError: when it was altered, or is no evidence.
    """
    digest = sha256(content).hexdigest()
    if name != f"{digest}.json":
        raise BadStatementError(name, "it was altered: its name is not the hash of what stands in it")
    try:
        data = json_reader.read(content, MOST_BYTES)
        verdict, statement = data["verdict"], data["statement"]
        known = Evidence(digest, verdict, _read(statement, name))
        _ = known.plan_hash, known.as_of
    except (ValueError, KeyError, TypeError) as error:
        raise BadStatementError(name, f"it is no evidence: {error}") from None
    return known


def _read(said: Any, name: str) -> Statement:  # noqa: ANN401  # JSON
    return Statement() if said is None else read_statement(json.dumps(said).encode(), name)


def latest(kept: Iterable[Evidence]) -> dict[str, Evidence]:
    """By plan, the decision that was made last."""
    return {one.plan_hash: one for one in sorted(kept, key=lambda one: (one.as_of, one.digest))}
