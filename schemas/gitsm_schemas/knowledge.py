"""What is known: articles after KCS, in the requestor's words."""

from typing import Annotated, Literal

from pydantic import model_validator

from gitsm_schemas.record import ArticleRef, Items, Record, TeamRef, field
from gitsm_schemas.scalars import Day, Handle, Line, ReferenceTo, Text


class KnowledgeArticle(Record):
    """One answer to one question."""

    KIND = "knowledge_article"
    kind: Literal["knowledge_article"]
    title: Line = field(
        "The main issue and where it shows.", "Booking shows sold out on an empty sailing", operational=False
    )
    type: Literal["how_to", "problem", "known_error", "information", "runbook"] = field(
        "What sort of article it is.", "how_to", operational=False
    )
    confidence: Literal["work_in_progress", "not_validated", "validated", "archived"] = field(
        "How far it can be trusted.", "validated", operational=False
    )
    audience: Literal["internal", "partner", "customer", "public"] = field("Who may read it.", "internal")
    governance: Literal["experience_based", "compliance_based"] = field(
        "Whether anybody may improve it, or its owner only.", "experience_based", operational=False
    )
    applies_to: Items[Annotated[str, ReferenceTo(("service", "service_offering", "ci", "ci_class"))]] = field(
        "What it is about.", ["service:booking"], operational=False
    )
    owner: TeamRef = field("The team that keeps it true.", "booking-team", operational=False)
    reviewed_at: Day = field("When somebody last checked it.", "2026-09-14", operational=False)
    reviewed_by: Handle | None = field("Who checked it; not its author.", "jonas-b", default=None, operational=False)
    valid_to: Day | None = field("The last day it can be trusted.", "2027-09-14", default=None, operational=False)
    supersedes: Items[ArticleRef] = field(
        "Articles it replaces.", ["kb-booking-sold-out"], default=tuple, operational=False
    )
    related: Items[ArticleRef] = field(
        "Articles worth reading too.", ["kb-booking-cache"], default=tuple, operational=False
    )
    issue: Text = field(
        "The question or symptom, in the requestor's words; Markdown.",
        "A sailing shows as sold out.",
        operational=False,
    )
    environment: Text | None = field(
        "Where it was seen; Markdown.", "Booking 5.2 in any browser.", default=None, operational=False
    )
    resolution: Text | None = field(
        "What helps; Markdown. A work in progress may lack it.", "Clear the cache.", default=None, operational=False
    )
    cause: Text | None = field("Why it happens; Markdown.", "A stale cache.", default=None, operational=False)

    @model_validator(mode="after")
    def _is_finished(self) -> "KnowledgeArticle":
        if self.confidence == "validated" and not self.resolution:
            message = "a validated article needs a resolution"
            raise ValueError(message)
        return self
