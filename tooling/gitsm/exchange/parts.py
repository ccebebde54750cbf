"""What parts of a result are made of: forms and lengths that hold before a word of a stranger is used."""

from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints, ValidationError

from gitsm.load import json_reader

M = TypeVar("M", bound=BaseModel)

Oid = Annotated[str, StringConstraints(pattern=r"^(?:[0-9a-f]{40}|[0-9a-f]{64})$")]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_:.-]{0,200}$")]
Ref = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}:[a-z0-9][a-z0-9_-]{1,62}$")]


def _cut(most: int) -> BeforeValidator:
    """Keep the beginning of a text or a list; what is beyond is not shown, and keeps nothing else from being shown."""
    return BeforeValidator(lambda value: value[:most] if isinstance(value, str | list) else value)


Said = Annotated[str, _cut(10_000)]
"""What is shown is cut shorter still; only a text that nobody wrote by hand is longer."""
Many = _cut(1_000_000)
"""Of what there is one of for each record, or each value of one."""
Few = _cut(10_000)
"""Of what people read one by one; what is computed of it may take its time."""
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1)] | Literal["unknown"]
Level = Literal["error", "warning", "note"]


def _inside(path: str) -> str:
    if path.startswith("/") or ".." in path.split("/"):
        message = "it leads out of the repository"
        raise ValueError(message)
    return path


Inside = Annotated[str, StringConstraints(min_length=1, max_length=1000), AfterValidator(_inside)]
"""The name of a file or folder, from the top of its repository or catalogue."""


class Part(BaseModel, frozen=True, strict=True, extra="ignore", allow_inf_nan=False):
    """An object of a result; keys that a newer gitsm writes are passed over."""


def parsed(content: bytes, most: int, model: type[M]) -> M:
    """Read JSON that a stranger may have written, by a model of what it has to be.

    Args:
        content: what was handed in.
        most: how many bytes are read at most.
        model: what it has to be.

    Raises:
        NotPlainJsonError: when it is no plain JSON, or anything in it is not as it has to be.
    """
    try:
        return model.model_validate(json_reader.read(content, most))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "/".join(map(str, first["loc"])) or "the file"
        raise json_reader.NotPlainJsonError(f"{where}: {first['msg'].lower()}") from None


def share(value: float | str) -> Decimal | None:
    """Take a share of time as gitsm computes with it; None where it is not known."""
    return None if isinstance(value, str) else Decimal(str(value))
