"""The kinds of record there are, and the folder each is kept in by convention."""

from typing import Final

FOLDERS: Final = {
    **dict.fromkeys(("team", "supplier", "customer", "calendar"), "catalog"),
    **dict.fromkeys(("service", "service_offering", "agreement", "request_offering", "knowledge_article"), "catalog"),
    **dict.fromkeys(("ci", "ci_class"), "cmdb"),
    **dict.fromkeys(("change", "change_model", "release", "window"), "changes"),
    **dict.fromkeys(("incident", "outage", "problem", "improvement", "request", "policy"), "changes"),
}
"""By kind, the top folder."""
