"""The history and the open branches of the demonstration, each with what it shows."""

from typing import NamedTuple

NOW = "2026-11-24T12:00:00+01:00"
"""The day on which the demonstration is judged."""
_DATABASES = ("cmdb/databases/pg-bergen.yaml", "cmdb/databases/pg-stavanger.yaml")
_BOOKING = ("cmdb/booking/booking-app-bergen.yaml", "cmdb/booking/booking-app-stavanger.yaml")


class Step(NamedTuple):
    """One commit of the history that is made up: files that come in, and texts of theirs that are replaced."""

    when: str
    who: str
    message: str
    files: tuple[str, ...] = ()
    edits: tuple[tuple[tuple[str, ...], str, str], ...] = ()


HISTORY = (
    Step("2026-01-05T08:10:00+01:00", "Ingrid Moe", "Who we are: teams, suppliers, customers, calendars",
            ("catalog/teams/*", "catalog/suppliers/*", "catalog/customers/*", "catalog/calendars/*")),
    Step("2026-01-12T09:30:00+01:00", "Henrik Vold", "What we run: two data centres, five ships, three terminals",
            ("cmdb/**/*",), ((_DATABASES, '"16.8"', '"16.4"'), (_BOOKING, '"5.3.1"', '"5.1.4"'))),
    Step("2026-01-26T13:00:00+01:00", "Lise Aune", "What we promise: services, offerings, agreements",
            ("catalog/**/*",)),
    Step("2026-02-02T08:45:00+01:00", "Ingrid Moe", "How we decide: policies, windows, change models",
            ("changes/policies/*", "changes/windows/*", "changes/models/*")),
    Step("2026-02-15T00:20:00+01:00", "Mei Tanaka", "Main database to 16.6",
            ("changes/changes/*-2026-01-*", "changes/changes/*-2026-02-*", "changes/incidents/*-2026-01-*",
             "changes/incidents/*-2026-02-*"), ((_DATABASES, '"16.4"', '"16.6"'),)),
    Step("2026-06-14T00:40:00+02:00", "Lise Aune", "Booking 5.3.1",
            tuple(f"changes/*/*-2026-0{month}-*" for month in (3, 4, 5, 6)), ((_BOOKING, '"5.1.4"', '"5.3.1"'),)),
    Step("2026-09-30T15:00:00+02:00", "Astrid Lie", "Summer: the certificate, and what we made of it",
            tuple(f"changes/*/*-2026-0{month}-*" for month in (7, 8, 9))),
    Step("2026-11-08T00:10:00+01:00", "Mei Tanaka", "Main database to 16.8", ("changes/**/*",),
            ((_DATABASES, '"16.6"', '"16.8"'),)),
)  # fmt: skip

_MACHINES = """runs_on:
  - any_of: [ci:payments-vm-bergen, ci:payments-vm-stavanger]
    min_up: 1
"""
_CITIES = """runs_on:
  - any_of: [ci:booking-app-bergen, ci:booking-app-stavanger]
    min_up: 1
"""


class Branch(NamedTuple):
    """An open branch: who proposes what, and what the gate is to say of it.

    Attributes:
        name: its name below `change/`.
        who: who made it.
        message: its commit.
        shows: what can be seen on it, in a few words.
        edits: files below the root, with a text and what replaces it; `*` in a path is any name.
        change: the lines of its change record that matter; empty for none.
    """

    name: str
    who: str
    message: str
    shows: str
    edits: tuple[tuple[str, str, str], ...] = ()
    change: str = ""


def _planned(day: str, begin: str = "23:30", end: str = "23:59") -> str:
    return f"planned:\n  start: {day}T{begin}:00+01:00\n  end: {day}T{end}:00+01:00\n"


def _on(*names: str) -> str:
    return "affected:\n" + "".join(f"  - ci: {name}\n" for name in names)


BRANCHES = (
    Branch("threat-lists", "Rune Dahl", "Harmful sites: the list for ships",
           "a standard change that goes straight through",
           (("cmdb/workplace/threat-lists.yaml", "at: 2026-11-08", "at: 2026-11-20"),
            ("cmdb/workplace/threat-lists.yaml", "availability:", "attributes:\n  lists: ships\navailability:")),
           "title: Harmful sites, with those seen aboard\ntype: standard\nmodel: threat-list-update\n"
           + _on("threat-lists") + _planned("2026-11-28") + "assignee: rune\n"),
    Branch("one-machine", "Dmitri Orlov", "One machine is enough for payments",
           "a normal change that loses redundancy",
           (("cmdb/payments/payment-gateway.yaml", _MACHINES, "runs_on: [ci:payments-vm-bergen]\n"),),
           "title: Run payments in Bergen only\ntype: normal\n" + _on("payment-gateway") + _planned("2026-12-12")
           + "assignee: dmitri\n"),
    Branch("vouchers-at-christmas", "Jonas Berg", "Booking 5.5: vouchers for Christmas",
           "a change inside the freeze",
           (("cmdb/booking/booking-app-*.yaml", '"5.3.1"', '"5.5.0"'),),
           "title: Booking 5.5\ntype: normal\nmodel: normal-release\n"
           + _on("booking-app-bergen", "booking-app-stavanger") + _planned("2026-12-19") + "assignee: jonas-b\n"),
    Branch("vpn-hole", "Astrid Lie", "Close the hole in the VPN tonight",
           "an emergency: it goes first, and is agreed to after",
           (("cmdb/*/machines/vpn-vm-*.yaml", "criticality: ", "version: 5.2.1\ncriticality: "),),
           "title: Close the hole in the VPN\ntype: emergency\n" + _on("vpn-vm-bergen", "vpn-vm-stavanger")
           + _planned("2026-11-24", "20:00", "22:00") + "assignee: astrid\n"),
    Branch("retire-redis", "Mei Tanaka", "Nobody uses the second cache",
           "two that clash in meaning: the cache goes",
           (("cmdb/databases/redis-stavanger.yaml", "operational/in_use", "end_of_life/retired"),),
           "title: Retire the cache in Stavanger\ntype: normal\n" + _on("redis-stavanger") + _planned("2026-12-05")
           + "assignee: mei\n"),
    Branch("cache-sessions", "Amara Osei", "Keep sessions in both caches",
           "and the other one needs it from now on",
           (("cmdb/booking/booking-web.yaml", "  - ci:booking-schema\n",
             "  - ci:booking-schema\n  - ci:redis-stavanger\n"),),
           "title: Keep sessions in both caches\ntype: normal\n" + _on("booking-web") + _planned("2026-12-12")
           + "assignee: amara\n"),
    Branch("pg-bergen", "Mei Tanaka", "Firmware below the node in Bergen",
           "two in one night: the database in Bergen",
           (("cmdb/databases/pg-bergen.yaml", '"16.8"', '"16.9"'),),
           "title: Database node in Bergen to 16.9\ntype: standard\nmodel: database-minor-upgrade\n"
           + _on("pg-bergen") + _planned("2026-12-12") + "assignee: mei\n"),
    Branch("pg-stavanger", "Oskar Lund", "Firmware below the node in Stavanger",
           "and in Stavanger",
           (("cmdb/databases/pg-stavanger.yaml", '"16.8"', '"16.9"'),),
           "title: Database node in Stavanger to 16.9\ntype: standard\nmodel: database-minor-upgrade\n"
           + _on("pg-stavanger") + _planned("2026-12-12") + "assignee: oskar\n"),
    Branch("sign-on-bergen", "Kofi Mensah", "Sign people on at the edge: Bergen",
           "two that are possible, but not together: the edge in Bergen needs the sign-on",
           (("cmdb/web-edge/reverse-proxy-bergen.yaml", "verified:", "depends_on: [ci:sso-core]\nverified:"),),
           "title: Sign people on at the edge in Bergen\ntype: normal\n" + _on("reverse-proxy-bergen")
           + _planned("2026-12-05") + "assignee: kofi\n"),
    Branch("sign-on-stavanger", "Astrid Lie", "Sign people on at the edge: Stavanger",
           "and the edge in Stavanger a week later: then all hangs on the sign-on",
           (("cmdb/web-edge/reverse-proxy-stavanger.yaml", "verified:", "depends_on: [ci:sso-core]\nverified:"),),
           "title: Sign people on at the edge in Stavanger\ntype: normal\n" + _on("reverse-proxy-stavanger")
           + _planned("2026-12-12") + "assignee: astrid\n"),
    Branch("approve-myself", "Tariq Aziz", "Less waiting for everybody",
           "one that tries to approve itself",
           (("catalog/teams/service-management.yaml", "[ingrid, vera]", "[ingrid, tariq, vera]"),
            ("changes/policies/approvals.yaml", "default: [service-management]", "default: [workplace-team]"),
            ("cmdb/workplace/sso-core.yaml", "criticality: most_critical", "criticality: somewhat_critical"))),
    Branch("our-cache", "Lise Aune", "The cache is ours",
           "an ownership move",
           (("cmdb/databases/redis-bergen.yaml", "owner: platform-team", "owner: booking-team"),),
           "title: Booking keeps the cache in Bergen\ntype: normal\n" + _on("redis-bergen") + _planned("2026-11-28")
           + "assignee: lise\n"),
    Branch("fleet-review", "Yuki Sato", "Nothing aboard is critical",
           "a mass edit beyond the threshold",
           (("cmdb/fleet/*/*.yaml", "criticality: less_critical", "criticality: not_critical"),),
           "title: Review how critical things aboard are\ntype: normal\n"
           "affected:\n  - service: service:fleet-sensors\n" + _planned("2026-12-08", "01:00", "04:00")
           + "assignee: yuki\n"),
    Branch("one-city", "Lise Aune", "Run booking in Bergen only",
           "a promise that is no longer backed, without a change record",
           (("cmdb/booking/booking-web.yaml", _CITIES, "runs_on: [ci:booking-app-bergen]\n"),)),
)  # fmt: skip
"""Eleven cases on fourteen branches: three take two."""

_REST = """implementation_plan: One city after the other, with half an hour in between.
test_plan: Use it from both cities and from a phone.
backout_plan:
  steps: Undo the commit, and start what ran before.
  tested: true
outage_expected:
  minutes: 0
reason: It is on this quarter's list.
"""


def record(branch: Branch) -> tuple[str, str]:
    """Write the change record of a branch: its file, and what stands in it."""
    day = branch.change.partition("start: ")[2][:10]
    name = f"chg-{day}-{branch.name}"
    return f"changes/changes/{name}.yaml", f"kind: change\nid: {name}\n{branch.change}{_REST}"
