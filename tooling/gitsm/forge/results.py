"""What a judging job left, read as what it is: text of a stranger, who may have run anything there.

Size, form and length are held before a word of it is used; what is shown of it is escaped again. Nothing here decides
what may be merged: the gate's own exit status does, and the rules of the forge.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, Literal, TypeVar

from pydantic import BaseModel, Field

from gitsm.errors import BadResultError
from gitsm.exchange.found import Found
from gitsm.exchange.impacts import Reach
from gitsm.exchange.parts import Oid, Part, Said, parsed
from gitsm.exchange.verdicts import Gate
from gitsm.load import json_reader
from gitsm.render.gate.told import Told

MOST_BYTES: Final = 50_000_000
"""Of one file; a hundred thousand records hit are half of it."""
MOST_ZIP: Final = 20_000_000
M = TypeVar("M", bound=BaseModel)


class About(Part):
    """What was judged, and where."""

    schema_: Literal["gitsm/judged/v1"] = Field(alias="schema")
    number: Annotated[int, Field(ge=1, le=10**9)] | None
    target: Said = ""
    base: Oid
    head: Oid
    status: Annotated[int, Field(ge=0, le=255)]
    notes: Annotated[list[Said], Field(max_length=50)]


class Result(BaseModel, frozen=True):
    """Everything a judging job left; what could not be judged is missing."""

    about: About
    gate: Gate | None = None
    reach: Reach | None = None
    found: Found | None = None

    @property
    def allowed(self) -> bool:
        """Whether the gate says yes, of the very commits that were judged, and ended as it does then."""
        return (
            self.about.status == 0
            and self.gate is not None
            and self.gate.allowed
            and (self.gate.base, self.gate.head) == (self.about.base, self.about.head)
        )

    @property
    def root(self) -> str:
        """The folder of the catalogue in the repository."""
        return self.found.root if self.found else "."

    @property
    def told(self) -> Told:
        """What is told of it."""
        return Told(
            base=self.about.base,
            head=self.about.head,
            gate=self.gate,
            allowed=self.allowed,
            impact=self.reach.impact() if self.reach else None,
            findings=self.found.findings if self.found else (),
            status=self.about.status,
            notes=tuple(self.about.notes),
        )


def from_folder(folder: Path) -> Result:
    """Read a result from a folder.

    Raises:
        BadResultError: when it is not what it must be.
    """

    def read(name: str) -> bytes | None:
        try:
            with (folder / name).open("rb") as stream:
                return stream.read(MOST_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise BadResultError(name, (error.strerror or str(error)).lower()) from None

    return _result(read)


def from_zip(content: bytes) -> Result:
    """Read a result from an artifact; only files of known names, each up to its limit, nothing is unpacked.

    Raises:
        BadResultError: when it is not what it must be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()

            def read(name: str) -> bytes | None:
                if name not in names:
                    return None
                with archive.open(name) as stream:
                    return stream.read(MOST_BYTES + 1)

            return _result(read)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise BadResultError("the artifact", f"it cannot be read ({type(error).__name__})") from None


def _result(read: Callable[[str], bytes | None]) -> Result:
    about = _parsed(read("about.json"), "about.json", About)
    if about is None:
        raise BadResultError("about.json", "it is missing, so nothing was judged")
    return Result(
        about=about,
        gate=_parsed(read("gate.json"), "gate.json", Gate),
        reach=_parsed(read("impact.json"), "impact.json", Reach),
        found=_parsed(read("check.json"), "check.json", Found),
    )


def _parsed(content: bytes | None, name: str, model: type[M]) -> M | None:
    if content is None:
        return None
    try:
        return parsed(content, MOST_BYTES, model)
    except json_reader.NotPlainJsonError as error:
        raise BadResultError(name, str(error)) from None
