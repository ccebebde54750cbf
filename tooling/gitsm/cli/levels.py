"""What service levels are worked out from: a tree, what happened, and the graph as it stood then."""

from typing import TYPE_CHECKING

from gitsm.cli.options import Context
from gitsm.errors import NotAPeriodError

if TYPE_CHECKING:
    from pathlib import Path

    from gitsm.exchange.mapping import Imported
    from gitsm.load.records import Loaded
    from gitsm.policy import Policies
    from gitsm.service_level.cases import Case
    from gitsm.service_level.happened import Happened
    from gitsm.service_level.periods import Days
    from gitsm.service_level.portfolio import Portfolio
    from gitsm.service_level.spells import History
    from gitsm.snapshot import Snapshot


def levels(context: Context, known: "Loaded | None" = None) -> "tuple[Portfolio, Happened, Policies]":
    """Read a tree, unless it is known, and what happened to what is in it."""
    from gitsm.operations.cases import happened
    from gitsm.policy import Policies
    from gitsm.service_level.portfolio import Portfolio
    from gitsm.service_level.spells import History

    loaded = known or context.load()
    if loaded.findings:
        context.say(f"{len(loaded.findings)} mistakes in records are left out; gitsm check says which")
    portfolio = Portfolio.of(loaded.snapshot)
    policies = Policies.of_tree(loaded.snapshot)
    graphs = _history(context, loaded.snapshot) or History.still(portfolio.wiring)
    return portfolio, happened(loaded.snapshot, graphs, context.as_of, policies), policies


def _history(context: Context, snapshot: "Snapshot") -> "History | None":
    """Find the graph of the times in which something was down; None outside of git, and where nothing was."""
    from gitsm.inquiry.past import history
    from gitsm_schemas.operations import Outage

    start = context.start_of_history
    if start is None:
        return None
    return history(context.repository, start, (one for _, one in snapshot.records(Outage)), context.as_of)


def tickets(
    context: Context, snapshot: "Snapshot", policies: "Policies", paths: "tuple[Path, ...]", mapping: str | None
) -> "tuple[Case, ...]":
    """Read the tickets of another tool as incidents and requests; what cannot be read as one is counted and told."""
    from gitsm.cli.brought import aliases_of, mapping_file
    from gitsm.errors import UnreadableSourceError, UsageError
    from gitsm.exchange.foreign import read
    from gitsm.exchange.mapping import Imported, convert

    if mapping is None:
        raise UsageError(
            "say by which mapping file tickets are read", "--map FILE, or --map servicenow-incident, servicenow-request"
        )
    rules, names = mapping_file(mapping), aliases_of(snapshot)
    found: list[Case] = []
    left_out = 0
    for path in paths:
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise UnreadableSourceError(str(path), 1, (error.strerror or "it cannot be read").lower()) from None
        for one in convert(rules, path.name, read(path.name, raw), names, matrix=policies.priority_matrix):
            cases = _cases(one, snapshot, policies) if isinstance(one, Imported) else None
            found += cases or ()
            left_out += cases is None
    if left_out:
        context.say(f"{left_out} tickets say too little to be measured by, and are left out")
    return tuple(found)


def _cases(one: "Imported", snapshot: "Snapshot", policies: "Policies") -> "tuple[Case, ...] | None":
    """Read one ticket; none where it was canceled or refused, None where it says too little."""
    from pydantic import ValidationError

    from gitsm.operations.cases import incidents, requests
    from gitsm_schemas.operations import Incident
    from gitsm_schemas.requests import Request

    try:
        if one.kind == "incident":
            return tuple(incidents((Incident.model_validate(one.data),), policies.priority_matrix))
        request = Request.model_validate(one.data) if one.kind == "request" else None
    except ValidationError:
        return None
    if request is None or snapshot.record(request.offering) is None:
        return None
    return tuple(requests((request,), snapshot, policies.priority_matrix))


def asked(text: str | None) -> "Days | None":
    """Read --period.

    Raises:
        NotAPeriodError: when it is none.
    """
    from gitsm.service_level.periods import days

    if text is None:
        return None
    found = days(text)
    if found is None:
        raise NotAPeriodError(text)
    return found
