"""Findings that were written as JSON, read as text of a stranger."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from gitsm import diagnostics
from gitsm.diagnostics import Place, Related, Spot
from gitsm.exchange import verdicts
from gitsm.exchange.parts import Inside, Many, Part, Said
from gitsm.report import Report

Number = Annotated[int, Field(ge=1, le=10**7)]


class _Related(Part):
    path: Inside
    line: Number = 1
    column: Number = 1
    message: Said


class Finding(verdicts.Finding):
    """One thing that is wrong, with its place and a remedy."""

    line: Number
    column: Number = 1
    end_line: Number
    end_column: Number = 1
    hint: Said | None
    related: Annotated[list[_Related], Many] = Field(default=[])

    @property
    def place(self) -> Place:
        """Where it is; an end that lies before the beginning is none."""
        end = max((self.end_line, self.end_column), (self.line, self.column))
        return Place(self.path, self.line, self.column, *end)


class Found(Part):
    """What a check found, `gitsm/check/v1`."""

    schema_: Literal["gitsm/check/v1"] = Field(alias="schema")
    root: Inside
    findings: Annotated[list[Finding], Many]

    def report(self, most: int) -> Report:
        """Make the value of it that the rest of gitsm knows, of the first findings in the order of their weight."""
        worst = verdicts.worst_first(self.findings)[:most]
        return Report(self.root, None, date.min, 0, tuple(_finding(one) for one in worst))


def _finding(one: Finding) -> diagnostics.Finding:
    related = tuple(
        Related(each.message, Spot(each.path), Place(each.path, each.line, each.column, each.line, each.column))
        for each in one.related
    )
    return diagnostics.Finding(one.rule, one.weight, one.message, Spot(one.path), one.place, one.hint, related)
