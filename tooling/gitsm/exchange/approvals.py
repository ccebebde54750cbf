"""The file of approvals that a forge fills: read strictly, or not at all."""

from typing import Final

from gitsm.change.approvals import Given, Statement
from gitsm.errors import BadStatementError
from gitsm.exchange.parts import parsed
from gitsm.load import json_reader
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
    try:
        said = parsed(content, MOST_BYTES, statements.Statement)
    except json_reader.NotPlainJsonError as error:
        raise BadStatementError(name, str(error)) from None
    authors = (said.author, *said.co_authors, *([said.last_pusher] if said.last_pusher else []))
    given = tuple(
        Given(one.by, one.at, one.state, plan_hash=one.plan_hash, head=one.head, source=one.id)
        for one in said.approvals
    )
    groups = {one.name: one.members for one in said.groups}
    return Statement(authors, given, draft=said.draft, closed=said.closed, groups=groups)
