"""How the organisation decides: policies under change control."""

from base64 import b64decode
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, Strict, StringConstraints, model_validator

from gitsm_schemas.changes import ChangeType, Risk
from gitsm_schemas.json_path import JsonPath
from gitsm_schemas.record import (
    CiClassRef,
    Criticality,
    Items,
    Part,
    Record,
    ServiceOrOfferingRef,
    TeamRef,
    field,
)
from gitsm_schemas.scalars import Day, Handle, Instant, Line, Name, Percentage, Span, duration

RuleId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,62}$")]
Points = Annotated[int, Field(ge=0, le=100)]
Priority = Annotated[int, Field(ge=1, le=5)]
Row = Annotated[tuple[Priority, Priority, Priority], Strict(strict=False)]
Step = Annotated[tuple[Annotated[int, Field(ge=0)], Points], Strict(strict=False)]
AnyRef = Annotated[str, Field(pattern=r"^[a-z][a-z_]*:[a-z0-9][a-z0-9_-]{1,62}$")]


class PriorityMatrix(Part):
    """Priority by impact (rows) and urgency (high, medium, low)."""

    high: Row = field("For high impact.", [1, 2, 3])
    medium: Row = field("For medium impact.", [2, 3, 4])
    low: Row = field("For low impact.", [3, 4, 5])


class RiskWhen(Part):
    """What must hold for a risk rule; everything that is named must."""

    types: Items[ChangeType] = field("Types of change.", ["emergency"], default=tuple)
    criticality: Items[Criticality] = field("Worst criticality reached.", ["most_critical"], default=tuple)
    classes: Items[CiClassRef] = field("Classes of changed CIs.", ["firewall"], default=tuple)
    offerings_at_least: Annotated[int, Field(ge=1)] | None = field("Offerings impacted.", 5, default=None)
    redundancy_lost: bool | None = field("Whether redundancy is lost.", example=True, default=None)
    backout_tested: bool | None = field("Whether the way back was tried.", example=False, default=None)


class RiskRule(Part):
    """One rule; the first that matches gives its band."""

    name: Name = field("What the verdict calls it.", "firewall_change")
    when: RiskWhen = field("When it matches.", {"classes": ["firewall"]})
    band: Risk = field("The band it gives.", "high", tighter="up")
    why: Line = field("What the verdict says.", "A firewall can cut everybody off.", operational=False)


class RiskFactors(Part):
    """Points of the score's factors (domain.md §8.6)."""

    criticality: dict[Criticality, Points] = field(
        "By the worst criticality reached at degraded or down.",
        {"most_critical": 25},
        tighter="up",
        default=dict,
    )
    offerings: Items[Step] = field(
        "Pairs of an upper count of impacted offerings and its points; the last pair is for more.",
        [[0, 0], [2, 5], [5, 10], [1000000, 15]],
        default=((0, 0), (2, 5), (5, 10), (1_000_000, 15)),
    )
    redundancy: Points = field("Redundancy lost or reduced.", 10, default=10, tighter="up")
    outage: Points = field("An outage expected inside service hours.", 10, default=10, tighter="up")
    hard_conflict: Points = field("A hard conflict.", 10, default=10, tighter="up")
    soft_conflict: Points = field("A soft conflict.", 5, default=5, tighter="up")
    backout: Points = field("The way back is missing or untested.", 10, default=10, tighter="up")
    records: Items[Step] = field(
        "Pairs of an upper count of touched records and its points; the last pair is for more.",
        [[3, 0], [10, 3], [1000000, 6]],
        default=((3, 0), (10, 3), (1_000_000, 6)),
    )
    success_below_90: Points = field("Less than 90 % of the team's last ten changes succeeded.", 4, default=4)
    success_below_70: Points = field("Less than 70 % of them did.", 8, default=8)
    no_model: Points = field("No standard model with five successes.", 6, default=6)


class RiskPolicy(Part):
    """How risk is computed; the highest of rules, score and a person's word wins."""

    rules: Items[RiskRule] = field("In order; the first that matches counts.", [], default=tuple)
    factors: RiskFactors = field("Points of the score.", {"redundancy": 10}, default=RiskFactors)
    low_up_to: Points = field("The highest score that is low.", 25, default=25, tighter="down")
    moderate_up_to: Points = field("The highest score that is moderate.", 50, default=50, tighter="down")


class ApprovalScope(Part):
    """The part of a change that a rule is about."""

    kinds: Items[Name] = field("Kinds of record; none: all.", ["ci"], default=tuple)
    classes: Items[CiClassRef] = field("Classes of CI.", ["firewall"], default=tuple)
    fields: Items[JsonPath] = field("Parts of the record; none: all of it.", ["$.targets"], default=tuple)


class ApprovalRule(Part):
    """Who must agree to what."""

    id: RuleId = field("What the verdict calls it.", "network-changes")
    scope: ApprovalScope = field("What it is about.", {"kinds": ["ci"], "classes": ["firewall"]})
    teams: Items[TeamRef] = field(
        "Teams whose members may agree; none: the record's owner.", ["network-team"], default=tuple
    )
    count: Annotated[int, Field(ge=1, le=10)] = field("How many people.", 1, default=1, tighter="up")


class ExtraApprovers(Part):
    """Who must agree besides, by type and risk."""

    types: Items[ChangeType] = field("Types of change; none: all.", ["normal"], default=tuple)
    bands: Items[Risk] = field("Bands of risk; none: all.", ["high"], default=tuple)
    major: bool = field("Only major changes.", example=True, default=False)
    teams: Items[TeamRef] = field("Teams, one member of each.", ["change-board"])


class ApprovalsPolicy(Part):
    """Who must agree to a change.

    Every rule that covers a part of a change must be satisfied; what no rule covers falls to `default`, or, where that
    names nobody, to the owner of the record.
    """

    rules: Items[ApprovalRule] = field("Rules by part.", [], default=tuple)
    extra: Items[ExtraApprovers] = field(
        "Extra approvers.", [{"bands": ["high"], "teams": ["change-board"]}], default=tuple
    )
    default: Items[TeamRef] = field("Who agrees to what nobody covers.", ["service-management"], tighter=None)
    emergency_first: Annotated[int, Field(ge=0, le=10)] = field(
        "How many of those who must agree do so before an emergency change is merged; the others afterwards.",
        1,
        default=1,
        tighter="up",
    )


class Threshold(Part):
    """How much of a kind one change may touch."""

    kinds: Items[Name] = field("Kinds of record; none: all.", ["ci"], default=tuple)
    actions: Items[Literal["added", "modified", "removed"]] = field("What happens to them.", ["removed"])
    max_count: Annotated[int, Field(ge=0)] | None = field("At most so many.", 10, default=None, tighter="down")
    max_share: Percentage | None = field("At most this share of the kind.", "30%", default=None, tighter="down")
    from_total: Annotated[int, Field(ge=0)] = field("Only where the kind has at least so many.", 10, default=0)


class Override(Part):
    """One change that may pass a threshold."""

    change: Annotated[str, Field(pattern=r"^chg-[a-z0-9-]{1,58}$")] = field("The change.", "chg-2026-11-22-retire-rack")
    reason: Line = field("Why.", "The rack is emptied.")
    by: TeamRef = field("Who answers for it.", "service-management")
    expires: Day = field("The last day it counts.", "2026-12-01")


class ThresholdsPolicy(Part):
    """How much one change may touch."""

    limits: Items[Threshold] = field(
        "Limits.", [{"kinds": ["ci"], "actions": ["removed"], "max_count": 10, "max_share": "30%"}], default=tuple
    )
    overrides: Items[Override] = field("Changes that may pass.", [], default=tuple, tighter="fewer")


class HealthPolicy(Part):
    """What a healthy CMDB is."""

    required: Items[JsonPath] = field("Parts every CI must have.", ["$.owner"], default=tuple, tighter="more")
    recommended: Items[JsonPath] = field("Parts every CI should have.", ["$.verified"], default=tuple, tighter="more")
    stale_after: Span | None = field("A CI not looked at for longer is stale.", "90d", default=None, tighter="down")
    yellow_above: Annotated[Percentage, Field(validate_default=True)] = field(
        "Above it is yellow.", "50%", default="50%"
    )
    green_above: Annotated[Percentage, Field(validate_default=True)] = field("Above it is green.", "90%", default="90%")
    cap: Annotated[int, Field(ge=1)] = field(
        "Evaluated records at most; beyond, the figure reads incomplete.", 50_000, default=50_000
    )


class Controlled(Part):
    """Edits that need a change record."""

    kinds: Items[Name] = field("Kinds of record.", ["ci", "service"], default=tuple)
    classes: Items[CiClassRef] = field("Classes of CI; none: all.", ["database_instance"], default=tuple)
    fields: Items[JsonPath] = field("Parts of the record; none: all of it.", ["$.depends_on"], default=tuple)
    effects: Items[Literal["operational", "tightened", "loosened", "any"]] = field(
        "What the edit does.", ["operational"], default=("operational",)
    )


class ChangeControlPolicy(Part):
    """Which edits need a change record."""

    controlled: Items[Controlled] = field("Edits that need one.", [{"kinds": ["ci"]}], tighter="more")
    outcome_due: Annotated[Span, Field(validate_default=True)] = field(
        "How long after its window a change's outcome is due.", "5d", default="5d", tighter="down"
    )


class Waiver(Part):
    """A finding somebody accepts for a time."""

    rule: RuleId = field("The rule.", "single-member-group")
    ref: AnyRef = field("The record it is about.", "ci:legacy-fax-gateway")
    owner: TeamRef = field("Who answers for it.", "network-team")
    reason: Line = field("Why it is accepted.", "Replaced in spring; nobody sells a second unit.")
    expires: Day = field(
        "The last day it counts; after it the waiver itself is an error.", "2027-03-31", tighter="down"
    )


class RulesPolicy(Part):
    """How severe each rule is, and what is accepted for a time."""

    severity: dict[RuleId, Literal["error", "warning", "note", "off"]] = field(
        "Severity by rule.", {"production-on-non-production": "error"}, default=dict
    )
    waivers: Items[Waiver] = field(
        "Findings that are accepted.",
        [
            {
                "rule": "single-member-group",
                "ref": "ci:fax-gateway",
                "owner": "network-team",
                "reason": "Replaced in spring.",
                "expires": "2027-03-31",
            }
        ],
        default=tuple,
        tighter="fewer",
    )


class MajorWhen(Part):
    """What must hold for an incident to be a major one; everything that is named must."""

    priority_at_most: Priority | None = field("A priority as urgent as this, or more.", 1, default=None)
    criticality: Items[Criticality] = field("Criticality of something that is down.", ["most_critical"], default=tuple)
    offerings_at_least: Annotated[int, Field(ge=1)] | None = field("Offerings that are down.", 3, default=None)
    customers_at_least: Annotated[int, Field(ge=1)] | None = field("Customers who are hit.", 2, default=None)
    services: Items[ServiceOrOfferingRef] = field("One of these is hurt.", ["service:payments"], default=tuple)
    tags: Items[Line] = field("Something hurt carries one of these tags.", ["guest-facing"], default=tuple)


class MajorTrigger(Part):
    """One trigger; the first that matches makes an incident a major one."""

    name: Name = field("What the triage calls it.", "booking_down")
    when: MajorWhen = field("When it matches.", {"services": ["service:booking"], "priority_at_most": 2})
    why: Line = field("What the triage says.", "Nobody can book.", operational=False)


class ServiceDeskPolicy(Part):
    """How incidents, problems and requests are handled."""

    major: Items[MajorTrigger] = field(
        "Triggers of a major incident, in order; the first that matches counts.", [], default=tuple, tighter="more"
    )
    close_after: Span = field(
        "How long after its resolution an incident counts as closed, if nobody objects.", "5d", default=duration("5d")
    )
    causes_within: Span = field(
        "How long before an incident a change may have ended and still be its cause.", "7d", default=duration("7d")
    )
    problem_from: Annotated[int, Field(ge=2, le=100)] = field(
        "So many incidents that are alike, and no problem, suggest one.", 2, default=2, tighter="down"
    )
    back_within: Span = field(
        "How long after its fix a new incident shows that a problem came back.", "90d", default=duration("90d")
    )


class ErrorBudgetPolicy(Part):
    """What follows when a promise has no room left for outages."""

    freeze_from: Percentage = field(
        "From this share of the budget being used, changes to what the promise stands on are held.",
        "100%",
        default=Decimal(1),
        tighter="down",
    )
    severity: Literal["none", "soft", "hard"] = field(
        "How: soft warns, hard refuses until the window is over.", "soft", default="soft"
    )
    exempt: Items[ChangeType] = field(
        "Types of change that may be made all the same.", ["emergency"], default=("emergency",), tighter="fewer"
    )
    not_for: Items[Name] = field("Types of agreement it does not hold for.", ["ola"], default=("ua",), tighter="fewer")


def _whole_key(text: str) -> str:
    """Refuse a key that does not hold what it says: its blob begins with its own algorithm."""
    algorithm, _, body = text.partition(" ")
    try:
        blob = b64decode(body, validate=True)
    except ValueError:
        blob = b""
    if not blob.startswith(len(algorithm).to_bytes(4, "big") + algorithm.encode()):
        message = "the key is damaged: copy both words of the .pub file, without the comment"
        raise ValueError(message)
    return text


SshKey = Annotated[
    str,
    StringConstraints(
        strict=True,
        max_length=2000,
        pattern=r"^(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\.com"
        r"|sk-ecdsa-sha2-nistp256@openssh\.com) [A-Za-z0-9+/]+={0,2}$",
    ),
    AfterValidator(_whole_key),
]


class Signer(Part):
    """A person, and a key they sign with."""

    handle: Handle = field("Who holds it, as teams name them.", "mei")
    key: SshKey = field(
        "The public SSH key: the first two words of its .pub file.",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGn0tVcTzXDoNQh8eUT9U7wZm+pO8Cf1Gmr7q2Qk2nSc",
    )
    until: Instant | None = field(
        "From when on nothing signed with it counts any more; a key that was stolen ends now.",
        "2027-06-30T00:00:00Z",
        default=None,
    )


class SignersPolicy(Part):
    """Whose signatures on commits are known; one person may have several keys."""

    keys: Items[Signer] = field(
        "The keys.",
        [{"handle": "mei", "key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGn0tVcTzXDoNQh8eUT9U7wZm+pO8Cf1Gmr7q2Qk2nSc"}],
        default=tuple,
    )

    @model_validator(mode="after")
    def _one_holder(self) -> "SignersPolicy":
        keys = [one.key for one in self.keys]
        if len(set(keys)) < len(keys):
            message = "a key stands twice; each is one person's"
            raise ValueError(message)
        return self


QUALITIES = ("validated", "current", "complete", "unique", "specific", "used")
Reviewable = Literal["work_in_progress", "not_validated", "validated"]
Quality = Literal["validated", "current", "complete", "unique", "specific", "used"]


class KnowledgePolicy(Part):
    """How old knowledge may become, and what makes an article good (after KCS)."""

    review_within: dict[Reviewable, Span] = field(
        "How long after its review an article is overdue, by confidence; every day counts.",
        {"validated": "365d"},
        default=dict,
        tighter="down",
    )
    weights: dict[Quality, Points] = field(
        "Points of the quality index: validated by a second person, current, complete (resolution; cause, too, for a "
        "problem), unique title, specific (about a record, not a class), used by an incident, problem or request.",
        {"validated": 25, "used": 10},
        default=dict,
    )
    gap_from: Annotated[int, Field(ge=1, le=1000)] = field(
        "So many incidents of a service without an article that helped are a gap.", 2, default=2, tighter="down"
    )
    language: Annotated[str, Field(pattern=r"^[a-z_]{2,20}$")] = field(
        "What articles are written in, by its English name.", "english", default="english", operational=False
    )


TOPICS = (
    "priority_matrix",
    "risk",
    "approvals",
    "thresholds",
    "health",
    "change_control",
    "service_desk",
    "knowledge",
    "error_budget",
    "signers",
    "rules",
)


class Policy(Record):
    """One part of how the organisation decides; it says exactly one thing."""

    KIND = "policy"
    kind: Literal["policy"]
    priority_matrix: PriorityMatrix | None = field(
        "Priority by impact and urgency.", {"high": [1, 2, 3], "medium": [2, 3, 4], "low": [3, 4, 5]}, default=None
    )
    risk: RiskPolicy | None = field("How risk is computed.", {"low_up_to": 25}, default=None)
    approvals: ApprovalsPolicy | None = field("Who must agree.", {"default": ["service-management"]}, default=None)
    thresholds: ThresholdsPolicy | None = field("How much one change may touch.", {"limits": []}, default=None)
    health: HealthPolicy | None = field("What a healthy CMDB is.", {"required": ["$.owner"]}, default=None)
    change_control: ChangeControlPolicy | None = field(
        "Which edits need a change record.", {"controlled": [{"kinds": ["ci"]}]}, default=None
    )
    service_desk: ServiceDeskPolicy | None = field(
        "How incidents, problems and requests are handled.", {"close_after": "5d"}, default=None
    )
    knowledge: KnowledgePolicy | None = field(
        "How old knowledge may become, and what makes it good.", {"gap_from": 2}, default=None
    )
    error_budget: ErrorBudgetPolicy | None = field(
        "What follows when a promise has no room left for outages.", {"severity": "hard"}, default=None
    )
    signers: SignersPolicy | None = field("Whose signatures on commits are known.", {"keys": []}, default=None)
    rules: RulesPolicy | None = field(
        "How severe each rule is.", {"severity": {"dependency-cycle": "off"}}, default=None
    )

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Policy":
        said = [topic for topic in TOPICS if getattr(self, topic) is not None]
        if len(said) != 1:
            message = f"a policy says exactly one of {', '.join(TOPICS)}; this one says {' and '.join(said) or 'none'}"
            raise ValueError(message)
        return self
