"""Whose verdict an edit can alter, by rule."""

# Too many is right and slow, one too few is wrong: each way below is as wide as what the rules look at, and a property
# test holds the outcome against judging everything.

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from gitsm.diagnostics import Finding
from gitsm.graph.edges import SERVICE, edges_in
from gitsm.graph.estate import listed
from gitsm.recheck.edits import WHOLE, Edit
from gitsm.recheck.ledger import TooWideError
from gitsm.recheck.tree import Entries, Tree
from gitsm.recheck.ways import MOST_REACHED, forward, in_circles, stood_on
from gitsm.recheck.writing import ALIAS, FORMER, names_in
from gitsm.rules.registry import Rule
from gitsm.snapshot import Plain
from gitsm_schemas.relations import RELATIONS

_OWN: Final = frozenset(
    {
        *("name", "title", "description", "links", "source", "support_group", "version", "serial", "identifiers"),
        *("verified", "tags", "maintenance_window", "owner"),
    }
)
"""Keys of a record that no rule reads when it judges another one, but those about windows."""
_SELECTED: Final = frozenset({"tags", "maintenance_window"})
_SEEN: Final = frozenset(
    {"ci", "service", "service_offering", "agreement", "request_offering", "problem", "knowledge_article", "team"}
)
"""Kinds whose records rules look at that judge what is related to them."""
_GROUND: Final = frozenset({*RELATIONS, "min_up", "location", "supplier", "suppliers", WHOLE})
_PROMISING: Final = frozenset(
    {"ci", "service", "service_offering", "agreement", "calendar", "team", "request_offering"}
)
_HELD: Final = ("ci:", "service:", "service_offering:", "agreement:", "team:")
NEAREST: Final = frozenset({"unknown-reference", "dead-link"})
"""Rules that name the nearest id to one that is missing."""
_CARRIERS: Final = frozenset({"team", "supplier", "customer", "service"})
_CONTACT: Final = frozenset({"contact", "support", WHOLE})


class Reach:
    """Whose verdict some edits can alter.

    Args:
        before: the tree that was judged.
        after: the tree to be judged; it differs in the edits, of which none is a policy's or a class's.
        edits: what differs.
        previous: what was found in the tree that was judged.
    """

    def __init__(self, before: Tree, after: Tree, edits: Collection[Edit], previous: Collection[Finding]) -> None:
        self._trees: tuple[Entries, Entries] = (before.entries, after.entries)
        self._after = after
        self._edits = tuple(edits)
        self._keys = {edit.ref: edit.keys for edit in edits}
        self._previous = previous
        self._edited = frozenset(self._keys)
        self._ways: Mapping[str, Callable[[], Iterable[str]]] = {
            "self": lambda: (),
            "steering": lambda: (),
            "history": lambda: (),
            "neighbours": lambda: self._near,
            "mentions": lambda: self._near,
            "ground": self._above,
            "promises": lambda: self._promises,
            "circle": lambda: self._circled,
            "names": lambda: self._named,
            "windows": self._windows,
            "contacts": self._articles,
            "verdicts": lambda: self._after.entries.refs_of("policy"),
        }

    def of(self, rule: Rule) -> Collection[str]:
        """List every record whose verdict by a rule may be another than it was, and maybe more.

        Raises:
            TooWideError: when they are so many that everything can as well be judged.
        """
        found = self._edited.union(self._ways[rule.reach]())
        if len(found) > MOST_REACHED:
            raise TooWideError
        return found

    def _naming(self, ref: str) -> set[str]:
        return {other for entries in self._trees for other in entries.naming(ref)}

    def _called(self, alias: str) -> set[str]:
        return {ref for entries in self._trees for ref in entries.called(alias)}

    def _formerly(self, ref: str) -> set[str]:
        return {other for entries in self._trees for other in entries.formerly(ref)}

    def _versions(self, ref: str) -> Iterator[Plain]:
        for entries in self._trees:
            entry = entries.get(ref)
            if entry is not None and entry.data is not None:
                yield entry.data

    def _seen(self, *, own: frozenset[str] = _OWN) -> Iterator[Edit]:
        """List the edits that others can see; who owns a service counts for who answers for it."""
        for edit in self._edits:
            hidden = own - {"owner"} if edit.kind == "service" else own
            if self._keys[edit.ref] - hidden:
                yield edit

    @cached_property
    def _near(self) -> frozenset[str]:
        found: set[str] = set()
        for edit in self._seen():
            if edit.kind not in _SEEN:
                continue
            beside = {ref for data in edit.versions for ref in forward(data)} | self._naming(edit.ref)
            # What is promised of an offering is promised of its service.
            for ref in [ref for ref in beside if ref.startswith("service_offering:")]:
                for data in self._versions(ref):
                    beside.update(listed([data.get("service")], SERVICE))
            found |= beside
        return frozenset(found)

    def _climbed(self, starts: Iterable[str], above: Callable[[str], Iterable[str]]) -> set[str]:
        found = set(starts)
        pending = list(found)
        while pending:
            new = set(above(pending.pop())) - found
            found |= new
            pending += new
            if len(found) > MOST_REACHED:
                raise TooWideError
        return found

    def _above(self) -> set[str]:
        """List what stands on something that stands otherwise now, however far above."""
        starts = [edit.ref for edit in self._edits if self._keys[edit.ref] & _GROUND]
        found = self._climbed(starts, self._standing_on)
        # Whoever has a group of any relation is judged by what its members stand on.
        return found.union(*(self._grouping(ref) for ref in found))

    def _grouping(self, ref: str) -> Iterator[str]:
        for other in self._naming(ref):
            for data in self._versions(other):
                if any(edge.target == ref and edge.group is not None for edge in edges_in(other, data)):
                    yield other

    def _standing_on(self, ref: str) -> Iterator[str]:
        for other in self._naming(ref):
            if any(ref in stood_on(other, data) for data in self._versions(other)):
                yield other
        for data in self._versions(ref):
            yield from listed(data.get("member_of"), ("ci",))

    @cached_property
    def _promises(self) -> frozenset[str]:
        """List the agreements that hang on something others can see."""
        starts = [edit.ref for edit in self._seen() if edit.kind in _PROMISING]
        return frozenset(ref for ref in self._climbed(starts, self._hanging_on) if ref.startswith("agreement:"))

    def _hanging_on(self, ref: str) -> Iterator[str]:
        yield from (other for other in self._naming(ref) if other.startswith(_HELD))
        for data in self._versions(ref):
            # Failure travels from it to what it is a member of or sends data to, whatever the other end says.
            yield from (edge.target for edge in edges_in(ref, data) if edge.effect == edge.target)
            if ref.startswith("service_offering:"):
                yield from listed([data.get("service")], SERVICE)
            elif ref.startswith("request_offering:"):
                yield from listed([data.get("offering")], ("service_offering",))
            elif ref.startswith("agreement:"):
                yield from self._backed(data)

    def _backed(self, data: Plain) -> Iterator[str]:
        """List what an agreement is about: what it covers, and what delivers that."""
        for ref in listed(data.get("covers"), ("ci", "service", "service_offering")):
            yield ref
            heirs = [other for other in self._naming(ref) if other.startswith("service_offering:")]
            for each in (ref, *heirs):
                for version in self._versions(each):
                    yield each
                    yield from (edge.target for edge in edges_in(each, version) if edge.relation == "delivered_by")
                    for service in listed([version.get("service")], SERVICE):
                        for lent in self._versions(service):
                            edges = edges_in(service, lent)
                            yield from (edge.target for edge in edges if edge.relation == "delivered_by")

    @cached_property
    def _circled(self) -> frozenset[str]:
        return frozenset(ref for entries in self._trees for ref in in_circles(entries, self._edited))

    @cached_property
    def _named(self) -> frozenset[str]:
        """List who names or is called what was given or taken."""
        found: set[str] = set()
        renamed = False
        for edit in self._edits:
            names = {name for data in edit.versions for name in names_in(data)}
            former = [name.removeprefix(FORMER) for name in names if name.startswith(FORMER)]
            if WHOLE in self._keys[edit.ref] or former:
                renamed = True
                alias = edit.ref.partition(":")[2].casefold()
                found |= self._naming(edit.ref) | self._formerly(edit.ref) | self._called(alias)
            for ref in former:
                found |= self._naming(ref) | self._formerly(ref)
            for name in names:
                if name.startswith(ALIAS):
                    found |= self._called(name.removeprefix(ALIAS))
        if renamed:
            found |= self._dangling
        return frozenset(found)

    @cached_property
    def _dangling(self) -> frozenset[str]:
        """List who names what is missing: the nearest id may be another one now."""
        return frozenset(one.subject for one in self._previous if one.rule in NEAREST and one.subject)

    def _windows(self) -> Iterable[str]:
        windows = self._after.entries.refs_of("window")
        touched = any(True for _ in self._seen(own=_OWN - _SELECTED))
        if not touched or not (windows or any(edit.kind == "window" for edit in self._edits)):
            return ()
        return (*windows, *self._after.entries.refs_of("change"))

    def _articles(self) -> Iterable[str]:
        touched = any(edit.kind in _CARRIERS and self._keys[edit.ref] & _CONTACT for edit in self._edits)
        return self._after.entries.refs_of("knowledge_article") if touched else ()
