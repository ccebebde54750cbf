"""Each topic of policy is said once.

Of two policies about the same topic only one can count, and whoever reads the other is misled. Severities and waivers
of rules add up over several policies, but a severity stands in one of them.

Bad:

```yaml
kind: policy
id: risk
risk: {low_up_to: 20}
---
kind: policy
id: risk-again
risk: {low_up_to: 30}
```

Good:

```yaml
kind: policy
id: risk
risk: {low_up_to: 20}
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity, pointer
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.policies import TOPICS, Policy

SEVERITY = Severity.ERROR
KINDS = ("policy",)
REACH = "steering"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report what another policy, whose id comes first, says already."""
    policy = entry.record
    assert isinstance(policy, Policy)
    others = sorted((other for other in world.snapshot.records(Policy) if other[1].id < policy.id), key=_id)
    for where, what in _said(policy):
        first = next((other for other, record in others if (where, what) in set(_said(record))), None)
        if first is not None:
            yield Found(
                where,
                f"{first.ref} says {what} already",
                "keep one of them",
                related("the other one", first, where, at_key=True),
                at_key=True,
            )


def _id(other: tuple[Entry, Policy]) -> str:
    return other[1].id


def _said(policy: Policy) -> Iterator[tuple[str, str]]:
    for topic in TOPICS:
        if getattr(policy, topic) is not None and topic != "rules":
            yield pointer((topic,)), topic.replace("_", " ")
    if policy.rules is not None:
        yield from ((pointer(("rules", "severity", rule)), f"how bad {rule} is") for rule in policy.rules.severity)
