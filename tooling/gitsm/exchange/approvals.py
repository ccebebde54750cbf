"""The file of approvals that a forge fills: read strictly, or not at all."""

import json
from typing import Any, Final, NoReturn

from pydantic import ValidationError

from gitsm.change.approvals import Given, Statement
from gitsm.errors import BadStatementError
from gitsm_schemas import statements

MOST_BYTES: Final = 1 << 20


def read(content: bytes, name: str) -> Statement:
    """Read a file of approvals.

    Args:
        content: what stands in it.
        name: the file, for messages.

    Raises:
        BadStatementError: when it is too large, no JSON, or anything in it is not as it has to be.
    """
    if len(content) > MOST_BYTES:
        raise BadStatementError(name, f"it has {len(content)} bytes, {MOST_BYTES} at most are read")
    try:
        data = json.loads(content.decode(), object_pairs_hook=_once, parse_constant=_no_number)
        said = statements.Statement.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "/".join(map(str, first["loc"])) or "the file"
        raise BadStatementError(name, f"{where}: {first['msg'].lower()}") from None
    except (ValueError, RecursionError) as error:
        raise BadStatementError(name, f"it is no JSON: {str(error).partition(chr(10))[0]}") from None
    authors = (said.author, *said.co_authors, *([said.last_pusher] if said.last_pusher else []))
    given = tuple(
        Given(one.by, one.at, one.state, plan_hash=one.plan_hash, head=one.head, source=one.id)
        for one in said.approvals
    )
    return Statement(authors, given, draft=said.draft, closed=said.closed)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "a key stands twice"
        raise ValueError(message)
    return found


def _no_number(text: str) -> NoReturn:
    message = f"{text} is no number"
    raise ValueError(message)
