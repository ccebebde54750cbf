"""What a window is about (domain.md §8.7)."""

from gitsm.graph.ground import Ground
from gitsm_schemas.changes import ChangeType, Selector, Window


def selects(window: Window, ref: str, ground: Ground) -> bool:
    """Tell whether a window is about a record.

    It is where it is about everything, names the record, its service, its class or one that this refines, or one of its
    tags; where dependents are included, also where it is about something that the record hangs on. A CI may also name
    its own maintenance window.
    """
    if window.applies_to.all or _itself(window, ref, ground):
        return True
    return window.include_dependents and any(_itself(window, need, ground) for need in ground.needs(ref) - {ref})


def _itself(window: Window, ref: str, ground: Ground) -> bool:
    wanted, data = window.applies_to, ground.estate.get(ref) or {}
    tags = data.get("tags")
    return (
        ref in wanted.cis
        or ref in wanted.services
        or ground.service(ref) in wanted.services
        or not set(wanted.classes).isdisjoint(ground.classes(ref))
        or (isinstance(tags, list) and any(tag in wanted.tags for tag in tags))
        or (window.type == "maintenance" and data.get("maintenance_window") in {window.id, window.ref})
    )


def binds(window: Window, type_: ChangeType) -> bool:
    """Tell whether a window binds changes of a type.

    It says itself which it exempts. Maintenance windows are for work that is planned, so emergencies never wait for
    one (domain.md §7).
    """
    return type_ not in window.exempt and not (window.type == "maintenance" and type_ == "emergency")


def covers(wide: Window, narrow: Window, ground: Ground) -> bool:
    """Tell whether one window is, by what both say, about everything that another is about.

    It may be although this is denied: two selectors can happen to choose the same records. Dependents of what both name
    are only counted where the wider one includes them, too.
    """
    if wide.applies_to.all:
        return True
    one, other = wide.applies_to, narrow.applies_to
    if other.all or (narrow.include_dependents and not wide.include_dependents):
        return False
    return _named(one, other) and all(not set(one.classes).isdisjoint(ground.chain(name)) for name in other.classes)


def _named(wide: Selector, narrow: Selector) -> bool:
    return all(set(getattr(narrow, what)) <= set(getattr(wide, what)) for what in ("services", "cis", "tags"))
