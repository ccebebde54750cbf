"""The manual: every rule with why it is there, a bad and a good example."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from gitsm.diagnostics import Severity
from gitsm.rules.registry import Rule, all_rules


@dataclass(frozen=True, slots=True)
class Manual:
    """One rule's page.

    Attributes:
        id: what people and policies call it.
        severity: how bad a finding is, where no policy says otherwise.
        summary: what must hold, in one sentence.
        text: why, and the examples; Markdown.
        bad: records that break it, as YAML documents separated by `---`; empty where no record can show it.
        good: the same, mended.
        fixed: whether policy can neither relax nor waive it.
    """

    id: str
    severity: Severity
    summary: str
    text: str
    bad: str
    good: str
    fixed: bool


@cache
def manual() -> Mapping[str, Manual]:
    """Collect the page of every rule, those of loading included, by id in alphabetical order."""
    found = {rule.id: _page(rule) for rule in all_rules().values()}
    found |= {name: _loading(name, *each) for name, each in LOADER_RULES.items()}
    return dict(sorted(found.items()))


def _page(rule: Rule) -> Manual:
    summary, _, text = rule.doc.strip().partition("\n\n")
    bad, good = _BLOCK.findall(text) or ("", "")  # what only history shows has no records to show
    return Manual(rule.id, rule.severity, summary, text.strip() + "\n", bad, good, rule.fixed)


def _loading(name: str, summary: str, why: str, bad: str, good: str) -> Manual:
    examples = f"\nBad:\n\n```yaml\n{bad}```\n\nGood:\n\n```yaml\n{good}```\n" if bad else ""
    return Manual(name, Severity.ERROR, f"{summary}.", f"{why}\n{examples}", bad, good, fixed=True)


_BLOCK: Final = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
_TEAM: Final = "kind: team\nid: night-desk\nname: Night desk\nmembers: [amara]\ncontact: {chat: '#night'}\n"
_CI: Final = (
    "kind: ci\nid: booking-db\nclass: database_instance\nname: Booking database\nowner: desk\n"
    "environment: production\ncriticality: less_critical\nlifecycle: operational/in_use\n"
)
_CLASSED: Final = (
    "kind: ci_class\nid: vessel\nparent: site\ndescription: A ship of the fleet.\n"
    "attributes: {imo_number: {type: text, required: true}}\n---\n"
    + _CI.replace("booking-db", "tern").replace("database_instance", "vessel").replace("Booking database", "M/S Tern")
)

LOADER_RULES: Final = {
    "class-attribute": (
        "A CI's attributes are what its class asks for",
        "Reports and imports rely on them. A class passes on what its ancestors ask for.",
        _CLASSED,
        _CLASSED + 'attributes: {imo_number: "9074729"}\n',
    ),
    "duplicate-id": (
        "Each record stands in one file",
        "Of two files with the same kind and id only one can be meant, and which one would depend on the reader.",
        f"# path: catalog/night-desk.yaml\n{_TEAM}---\n# path: catalog/old/night-desk.yaml\n{_TEAM}",
        _TEAM,
    ),
    "duplicate-key": (
        "A key stands in a mapping once",
        "Parsers silently keep one of two equal keys, and not all of them the same one.",
        _TEAM + "name: Day desk\n",
        _TEAM,
    ),
    "empty-file": (
        "A file holds a record",
        "A file that says nothing is mostly one that somebody forgot to save or to remove.",
        "# path: catalog/night-desk.yaml\n# to be written\n",
        _TEAM,
    ),
    "encoding": (
        "A file is UTF-8 text without invisible characters",
        "Characters that reorder or hide text make a reviewer approve something else than what a program reads.",
        _TEAM.replace("Night desk", "Night\u200bdesk"),
        _TEAM,
    ),
    "file-name": (
        "A file is called like the record in it",
        "Whoever looks for a record finds its file by its id, and two branches that add one record conflict in git.",
        f"# path: catalog/nightdesk.yaml\n{_TEAM}",
        _TEAM,
    ),
    "missing-key": (
        "A record has the keys its kind asks for",
        "What every record of a kind has can be relied on by everything that reads them.",
        _TEAM.replace("members: [amara]\n", ""),
        _TEAM,
    ),
    "missing-kind": (
        "A record says what it is",
        "The kind, not the folder, says what a record is.",
        _TEAM.replace("kind: team\n", ""),
        _TEAM,
    ),
    "not-a-mapping": (
        "A record is a mapping of keys to values",
        "One file holds one record; a list or a bare word is none.",
        "# path: catalog/night-desk.yaml\n- night desk\n",
        _TEAM,
    ),
    "refused-construct": (
        "A file holds only YAML that every parser reads alike",
        "Anchors, aliases, tags, directives, merge keys and words such as `yes` are read in different ways.",
        _TEAM.replace("[amara]", "&all [amara]"),
        _TEAM,
    ),
    "refused-path": (
        "A record is a plain file with a name that every system can hold",
        "Links and submodules lead out of the tree that is judged; some names cannot be checked out everywhere.",
        "",
        "",
    ),
    "too-large": (
        "A file and a tree keep within their limits",
        "A record is text that people review. The limits keep a hostile file from using up memory and time.",
        "",
        "",
    ),
    "unknown-class": (
        "A CI's class is built in or has a ci_class record",
        "The class says what is asked of a CI and what it may be related to.",
        _CI.replace("database_instance", "databse_instance"),
        _CI,
    ),
    "unknown-key": (
        "A record has no other keys than its kind knows",
        "A misspelt key would be passed over, and what it says would count for nothing.",
        _TEAM + "on_cal: the pager\n",
        _TEAM + "on_call: the pager\n",
    ),
    "unknown-kind": (
        "A record is of a kind that gitsm knows",
        "The kind says which keys a record has and what it means.",
        _TEAM.replace("kind: team", "kind: taem"),
        _TEAM,
    ),
    "unreadable-file": (
        "A file can be read",
        "What cannot be read cannot be judged, and a check that passes it over would lie.",
        "",
        "",
    ),
    "wrong-type": (
        "A value is of the type its key asks for",
        "Text, numbers, lists and mappings are told apart strictly, so nothing is guessed.",
        _TEAM.replace("[amara]", "amara"),
        _TEAM,
    ),
    "wrong-value": (
        "A value is one its key can have",
        "What is out of range, misspelt or names the wrong kind of record would be computed with.",
        _CI.replace("production", "prod"),
        _CI,
    ),
    "yaml-syntax": (
        "A file is YAML",
        "A file with a slip of indentation or a missing bracket says nothing certain.",
        _TEAM.replace("[amara]", "[amara"),
        _TEAM,
    ),
}
"""What loading asks of a file, by id: summary, why, a bad and a good example (empty where no record can show it)."""
