"""Whoever must agree to a change exists.

An approval rule, an extra approver, the default approvers or a change model that asks for more people than its teams
have can never be satisfied: every change it is about would wait for ever. It is found here, not when somebody is in a
hurry. A team without members is no approver either. One with a `forge_group` is left out: who is in it, the forge
knows.

Bad:

```yaml
kind: policy
id: approvals
approvals:
  rules:
    - {id: network, scope: {classes: [firewall]}, teams: [desk], count: 2}
  default: [desk]
```

Good:

```yaml
kind: policy
id: approvals
approvals:
  rules:
    - {id: network, scope: {classes: [firewall]}, teams: [desk], count: 1}
  default: [desk]
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.changes import ChangeModel
from gitsm_schemas.organisation import Team
from gitsm_schemas.policies import Policy

SEVERITY = Severity.ERROR
KINDS = ("policy", "change_model")
REACH = "mentions"

Asked = tuple[str, tuple[str, ...], int]
"""The pointer of what asks, the teams it asks, and how many people."""


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report what asks for more people than there are."""
    for pointer, teams, count in _asked(entry):
        known = {team: world.snapshot.record(team) for team in teams}
        if not all(isinstance(team, Team) for team in known.values()):
            continue  # `unknown-reference` reports it
        if any(isinstance(team, Team) and team.forge_group for team in known.values()):
            continue  # who is in it, the forge knows
        people = {name.casefold() for team in known.values() if isinstance(team, Team) for name in team.members}
        if len(people) < count:
            named = " and ".join(teams)
            there = "nobody" if not people else f"{len(people)} {'person' if len(people) == 1 else 'people'}"
            yield Found(
                pointer,
                f"{count} must agree, and there is {there} in {named}",
                "ask for fewer, name another team, or give the team more members",
                tuple(one for team in teams for one in related("the team", world.get(team), "/members")),
            )


def _asked(entry: Entry) -> Iterator[Asked]:
    record = entry.record
    if isinstance(record, Policy) and record.approvals is not None:
        policy = record.approvals
        for number, rule in enumerate(policy.rules):
            if rule.teams:
                yield f"/approvals/rules/{number}", rule.teams, rule.count
        for number, extra in enumerate(policy.extra):
            for team in extra.teams:
                yield f"/approvals/extra/{number}/teams", (team,), 1
        if policy.default:
            yield "/approvals/default", policy.default, 1
    if isinstance(record, ChangeModel) and record.approvals is not None:
        for team in record.approvals.teams:
            yield "/approvals/teams", (team,), 1
        if record.approvals.teams:
            yield "/approvals", record.approvals.teams, record.approvals.count
