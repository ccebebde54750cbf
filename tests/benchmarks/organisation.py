"""An invented organisation of any size: the same seed gives the same records, byte for byte."""

import json
import random
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

PRODUCTS: Final = 35
"""Products of a region: about 26 records each, beside 60 of the region's own and 45 devices."""
DEVICES: Final = 45
SITES: Final = ("east", "west")
LEAST: Final = 150
"""Records of the smallest organisation: what all share, a region's own, and its first product."""
_MOST_OF_PRODUCT: Final = 30
LEAST_BYTES: Final = 400
MOST_BYTES: Final = 530
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ._/-]*(?::[a-z0-9][a-z0-9-]*)?\Z", re.ASCII)
_INVERTED: Final = frozenset({"member_of", "sends_data_to"})
_FLOWS: Final = frozenset({"depends_on", "runs_on", "hosted_on", "powered_by", "part_of", "delivered_by"})

_WHAT: Final = [
    "booking",
    "billing",
    "freight",
    "crew",
    "fleet",
    "mail",
    "payroll",
    "berth",
    "ticket",
    "cargo",
    "survey",
    "stock",
    "badge",
    "radio",
    "meal",
    "claim",
]
_HOW: Final = [
    "ledger",
    "planner",
    "portal",
    "archive",
    "gateway",
    "register",
    "monitor",
    "console",
    "exchange",
    "tracker",
    "desk",
    "board",
    "index",
]
_SAYINGS: Final = (
    "Replaced step by step since the spring, one site after the other.",
    "Restarts take about four minutes and are announced in the channel of the team.",
    "The runbook says what to look at first when it is slow.",
    "Backups are taken every night and restored as a trial once a quarter.",
    "Capacity was planned for twice the load of a summer weekend.",
    "Its predecessor was switched off after the audit of 2025.",
    "Nobody logs in by hand, every change of it goes through the pipeline.",
    "Alerts go to the rota first and to the owner after twenty minutes.",
    "Two people know it well, a third is learning it this winter.",
    "The supplier looks after the hardware, we look after everything above it.",
)


@dataclass(slots=True)
class Organisation:
    """Records by reference, each with the file it stands in.

    Attributes:
        records: the fields of every record, by `kind:id`.
        paths: the file of every record.
    """

    size: int
    seed: int
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    _random: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self._random.seed(f"{self.seed}/{self.size}")
        self._ground()
        interfaces: list[str] = []
        region = 0
        while len(self.records) < self.size:
            region += 1
            self._region(f"r{region:02d}", interfaces)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Write every record, as path and text, in the order they were made."""
        for ref, fields in self.records.items():
            yield self.paths[ref], self.text(fields)

    def text(self, fields: Mapping[str, Any]) -> str:
        """Write a record, described until its file is as long as people's are."""
        sayings = random.Random(f"{self.seed}/{fields['kind']}/{fields['id']}")  # an edit elsewhere alters nothing here
        key = "resolution" if fields["kind"] == "knowledge_article" else "description"
        wanted = sayings.randrange(LEAST_BYTES, MOST_BYTES - 80)
        told = dict(fields)
        for saying in sayings.sample(_SAYINGS, len(_SAYINGS)):
            if len(written(told)) >= wanted:
                break
            told[key] = f"{told.get(key, '')} {saying}".lstrip()
        return written(told)

    def _add(self, folder: str, kind: str, name: str, /, **fields: Any) -> str:
        ref = f"{kind}:{name}"
        self.records[ref] = {"kind": kind, "id": name} | {key.rstrip("_"): value for key, value in fields.items()}
        self.paths[ref] = f"{folder}/{name}.yaml"
        return ref

    def _ci(self, folder: str, name: str, class_: str, owner: str, /, **fields: Any) -> str:
        chance = self._random
        rest: dict[str, Any] = {
            "name": name.replace("-", " ").capitalize(),
            "class": class_,
            "owner": owner,
            "environment": "production",
            "criticality": chance.choice(("most_critical", "somewhat_critical", "less_critical")),
            "lifecycle": "operational/in_use",
            "version": f"{chance.randrange(1, 20)}.{chance.randrange(40)}.{chance.randrange(9)}",
            "availability": chance.choice(("99.9%", "99.95%", "99.99%")),
        }
        if chance.random() < 0.5:
            day = f"2026-{chance.randrange(1, 11):02d}-{chance.randrange(1, 28):02d}"
            rest["verified"] = {"at": day, "by": chance.choice(("amara", "jonas-b", "mei")), "method": "discovery"}
        return self._add(f"cmdb/{folder}", "ci", name, **rest, **fields)

    def _ground(self) -> None:
        """What every region shares: calendars, customers, suppliers and classes."""
        for name, hours in (("always", "always"), ("office-hours", {"mon": ["08:00-17:00"], "tue": ["08:00-17:00"]})):
            self._add("catalog/calendars", "calendar", name, timezone="Europe/Oslo", hours=hours)
        for name in ("passengers", "crew", "freight-agents", "shore-staff"):
            self._add("catalog/customers", "customer", name, name=name.replace("-", " ").capitalize())
        for name in ("northsat", "fjordnett", "paystream", "coastlink"):
            contact = {"mail": f"noc@{name}.example"}
            self._add("catalog/suppliers", "supplier", name, name=name.capitalize(), contact=contact)
        cores = {"type": "integer", "required": True, "min": 1, "max": 128}
        memory = {"type": "integer", "required": True, "unit": "GiB", "min": 1}
        self._add(
            "cmdb/classes", "ci_class", "virtual_machine", parent="compute", description="A machine on a hypervisor.",
            attributes={"cores": cores, "memory": memory}, relations={"hosted_on": ["hypervisor"]},
        )  # fmt: skip
        self._add(
            "cmdb/classes", "ci_class", "shore_sensor", parent="iot_device", description="A sensor on a quay.",
            attributes={"measures": {"type": "text", "required": True, "enum": ["level", "wind", "salt"]}},
        )  # fmt: skip

    def _region(self, region: str, interfaces: list[str]) -> None:
        """Two sites, and the products that run in both of them."""
        team = f"{region}-ground-team"
        self._team(region, team)
        sites = [self._site(region, f"{region}-{name}", team) for name in SITES]
        balancer = self._ci(
            f"{region}/shared", f"{region}-balancer", "load_balancer", team,
            depends_on=[{"any_of": [site["switch"] for site in sites], "min_up": 1}],
        )  # fmt: skip
        warehouse = self._ci(f"{region}/shared", f"{region}-warehouse", "data", team)
        before = len(interfaces)
        for number in range(PRODUCTS):
            if self._missing() < _MOST_OF_PRODUCT:
                break
            owner = f"{region}-team-{number // 2:02d}"
            if number % 2 == 0:
                self._team(region, owner)
            name = f"{self._random.choice(_WHAT)}-{self._random.choice(_HOW)}-{region}{number:02d}"
            self._product(_Product(region, name, owner, sites, balancer, warehouse), interfaces, before)
        missing = self._missing()
        # What is left over, and too little for another region, are devices.
        for number in range(missing if missing < DEVICES + LEAST else DEVICES):
            self._device(region, number, team, sites[number % 2])

    def _missing(self) -> int:
        return self.size - len(self.records)

    def _team(self, region: str, name: str) -> None:
        contact = {"mail": f"{name}@tern-ferries.example", "chat": f"#{name}"}
        members = self._random.sample(("amara", "jonas-b", "mei", "lise", "dmitri", "sunniva"), 3)
        title = name.replace("-", " ").capitalize()
        self._add(
            f"catalog/{region}/teams", "team", name, name=title, members=members, contact=contact, calendar="always"
        )

    def _site(self, region: str, site: str, team: str) -> dict[str, str]:
        folder = f"{region}/{site}"
        place = self._ci(folder, site, "site", team)
        for feed in ("a", "b"):
            self._ci(folder, f"{site}-mains-{feed}", "power_source", team)
        for rack in range(4):
            for feed in ("a", "b"):
                mains = [f"ci:{site}-mains-{feed}"]
                self._ci(folder, f"{site}-pdu-{rack}{feed}", "pdu", team, powered_by=mains)
            feeds = [f"ci:{site}-pdu-{rack}{feed}" for feed in ("a", "b")]
            power = [{"any_of": feeds, "min_up": 1}]
            self._ci(folder, f"{site}-rack-{rack}", "rack", team, powered_by=power, part_of=[place])
        line = self._ci(
            folder, f"{site}-line", "external_service", team, supplier="fjordnett" if "east" in site else "coastlink"
        )
        self._backing(region, f"{site}-line", line, team, "fjordnett" if "east" in site else "coastlink")
        switch = self._ci(
            folder, f"{site}-switch", "network_device", team,
            part_of=[f"ci:{site}-rack-0"], connects_to=[{"target": line, "uplink": True}],
        )  # fmt: skip
        subnet = self._ci(folder, f"{site}-net", "subnet", team, depends_on=[switch])
        for number in range(8):
            self._ci(folder, f"{site}-host-{number}", "hypervisor", team, part_of=[f"ci:{site}-rack-{number % 4}"])
        storage = self._ci(folder, f"{site}-storage", "data", team, part_of=[f"ci:{site}-rack-3"])
        return {"name": site, "place": place, "switch": switch, "net": subnet, "storage": storage}

    def _backing(self, region: str, name: str, covered: str, team: str, supplier: str) -> None:
        self._add(
            f"catalog/{region}/agreements", "agreement", f"{name}-ua", name=f"Backing of {name}", type="ua",
            provider=team, supplier=supplier, covers=[covered], starts="2025-07-01", ends="2027-06-30",
            review_due="2027-01-31", calendar="always", targets=[{"metric": "availability", "value": "99.99%"}],
        )  # fmt: skip

    def _product(self, product: "_Product", interfaces: list[str], before: int) -> None:
        """One product: a service with two offerings, its agreement, and some twenty CIs in two sites."""
        chance, name, team = self._random, product.name, product.team
        used = self._neighbour(interfaces, before)
        machines = [
            self._ci(
                product.folder, f"{name}-vm-{number}", "virtual_machine", team,
                attributes={"cores": 2 ** (number % 4 + 1), "memory": 16},
                hosted_on=[f"ci:{site['name']}-host-{chance.randrange(8)}"],
                connects_to=[{"target": site["net"], "uplink": True}],
            )
            for number in range(5)
            for site in (product.sites[number % 2],)
        ]  # fmt: skip
        self._stores(product, machines)
        outside = [self._outside(product)] if chance.random() < 0.25 else []
        self._front(product, machines, [*([f"ci:{used}-api"] if used else []), *outside])
        self._promise(product, used)
        interfaces.append(name)

    def _neighbour(self, interfaces: list[str], before: int) -> str | None:
        """Choose an earlier product to use: half use none, a few one of another region."""
        chance = self._random
        if chance.random() < 0.5 or len(interfaces) == before:
            return None
        return chance.choice(interfaces if chance.random() < 0.03 else interfaces[before:])

    def _stores(self, product: "_Product", machines: list[str]) -> None:
        folder, name, team = product.folder, product.name, product.team
        cluster = self._ci(folder, f"{name}-db", "cluster", team, min_up=1)
        for number, site in enumerate(product.sites):
            volume = self._ci(folder, f"{name}-volume-{number}", "storage_volume", team, hosted_on=[site["storage"]])
            self._ci(
                folder, f"{name}-db-{number}", "database_instance", team,
                depends_on=[volume], runs_on=[machines[2 + number]], member_of=[cluster],
            )  # fmt: skip
        self._ci(folder, f"{name}-schema", "database_schema", team, part_of=[cluster])
        both = [{"any_of": machines[:2], "min_up": 1}]
        self._ci(folder, f"{name}-queue", "queue", team, runs_on=both)
        self._ci(folder, f"{name}-cache", "middleware", team, runs_on=[machines[0]])
        self._ci(
            folder, f"{name}-job", "job", team,
            depends_on=[cluster, f"ci:{name}-queue"], runs_on=[machines[4]], sends_data_to=[product.warehouse],
        )  # fmt: skip

    def _outside(self, product: "_Product") -> str:
        ref = self._ci(
            product.folder, f"{product.name}-payments", "external_service", product.team, supplier="paystream"
        )
        self._backing(product.region, f"{product.name}-payments", ref, product.team, "paystream")
        return ref

    def _front(self, product: "_Product", machines: list[str], used: list[str]) -> None:
        folder, name, team = product.folder, product.name, product.team
        servers = [
            self._ci(folder, f"{name}-server-{number}", "application_server", team, runs_on=[machines[number]])
            for number in range(2)
        ]
        cache = {"target": f"ci:{name}-cache", "strength": "soft"}
        application = self._ci(
            folder, f"{name}-app", "application", team,
            depends_on=[f"ci:{name}-db", cache, *used], runs_on=[{"any_of": servers, "min_up": 1}],
        )  # fmt: skip
        self._ci(folder, f"{name}-api", "api", team, depends_on=[application])
        certificate = self._ci(folder, f"{name}-certificate", "certificate", team)
        self._ci(folder, f"{name}-url", "url", team, depends_on=[application, certificate, product.balancer])

    def _promise(self, product: "_Product", used: str | None) -> None:
        folder, name, team = f"catalog/{product.region}/{product.name}", product.name, product.team
        title = name.replace("-", " ").capitalize()
        service = self._add(
            folder, "service", name, name=title, class_="business_service", description=f"{title}, for all who sail.",
            owner=team, phase="catalog", criticality="somewhat_critical", customers=["passengers", "crew"],
            delivered_by=[f"ci:{name}-url"], depends_on=[f"service:{used}"] if used else [], next_review="2027-03-01",
        )  # fmt: skip
        for customer in ("passengers", "freight-agents"):
            self._add(
                folder, "service_offering", f"{name}-for-{customer}", service=name, name=f"{title} for {customer}",
                phase="catalog", consumer="external", service_hours="always", customers=[customer],
                delivered_by=[f"ci:{name}-api"] if customer == "freight-agents" else [],
            )  # fmt: skip
        targets = [
            {"metric": "availability", "value": "95%"},
            {"metric": "resolution", "value": "8h", "priority": 1, "applies_to": ["incident"]},
        ]
        self._add(
            folder, "agreement", f"{name}-sla", name=f"{title} for passengers", type="sla", provider=team,
            customer="customer:passengers", covers=[service], starts="2026-01-01", ends="2026-12-31",
            review_due="2026-11-30", calendar="always", targets=targets,
        )  # fmt: skip
        if self._random.random() < 0.5:
            self._add(
                folder, "knowledge_article", f"kb-{name}-slow", title=f"{title} is slow", type="runbook",
                confidence="validated", audience="internal", governance="experience_based", applies_to=[service],
                owner=team, reviewed_at="2026-09-14", reviewed_by="mei", issue="Pages take longer than five seconds.",
            )  # fmt: skip

    def _device(self, region: str, number: int, team: str, site: dict[str, str]) -> None:
        uplink = [{"target": site["net"], "uplink": True}]
        if number % 3:
            self._ci(
                f"{region}/devices", f"{region}-sensor-{number:03d}", "shore_sensor", team,
                attributes={"measures": ("level", "wind", "salt")[number % 3]},
                sends_data_to=[f"ci:{region}-warehouse"],
            )  # fmt: skip
        else:
            self._ci(f"{region}/devices", f"{region}-tablet-{number:03d}", "end_user_device", team, connects_to=uplink)

    def reached(self, refs: list[str]) -> set[str]:
        """Find what a failure of some records can get to along relations, redundancy and strength aside."""
        ways: dict[str, list[str]] = {}
        for ref, fields in self.records.items():
            for source, target in _flows(ref, fields):
                ways.setdefault(source, []).append(target)
        found: set[str] = set()
        pending = list(refs)
        while pending:
            ref = pending.pop()
            if ref not in found:
                found.add(ref)
                pending += ways.get(ref, ())
        return found - set(refs)


@dataclass(frozen=True, slots=True)
class _Product:
    region: str
    name: str
    team: str
    sites: list[dict[str, str]]
    balancer: str
    warehouse: str

    @property
    def folder(self) -> str:
        return f"{self.region}/{self.name}"


def _flows(ref: str, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """List the ways failure travels by one record's relations."""
    if "service" in fields:
        yield f"service:{fields['service']}", ref
    for name, items in fields.items():
        for item in items if isinstance(items, list) else ():
            targets = [item] if isinstance(item, str) else item.get("any_of") or [item.get("target")]
            if name in _FLOWS or (name == "connects_to" and item.get("uplink")):
                yield from ((target, ref) for target in targets)
            elif name in _INVERTED:
                yield from ((ref, target) for target in targets)


def written(fields: Mapping[str, Any]) -> str:
    """Write a record the way people do."""
    return "".join(_lines(fields, "")) or "{}\n"


def _lines(fields: Mapping[str, Any], margin: str) -> Iterator[str]:
    for key, value in fields.items():
        if value in ([], {}):
            continue
        if isinstance(value, dict):
            yield f"{margin}{key}:\n"
            yield from _lines(value, f"{margin}  ")
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            yield f"{margin}{key}: [{', '.join(_scalar(item) for item in value)}]\n"
        elif isinstance(value, list):
            yield f"{margin}{key}:\n"
            for item in value:
                yield from _item(item, f"{margin}  ")
        elif isinstance(value, str) and len(value) > 90:  # a line's worth
            yield f"{margin}{key}: >-\n{textwrap.fill(value, 100, initial_indent='  ', subsequent_indent='  ')}\n"
        else:
            yield f"{margin}{key}: {_scalar(value)}\n"


def _item(item: str | Mapping[str, Any], margin: str) -> Iterator[str]:
    if isinstance(item, str):
        yield f"{margin}- {_scalar(item)}\n"
        return
    first, *rest = "".join(_lines(item, f"{margin}  ")).splitlines(keepends=True)
    yield f"{margin}- {first.lstrip()}"
    yield from rest


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    plain = _PLAIN.match(value) or re.fullmatch(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}|[0-9.]+%", value)
    return value if plain else json.dumps(value, ensure_ascii=False)
