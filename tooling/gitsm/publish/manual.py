"""The part of the manual that follows from the program: rules, kinds, relations, classes and verbs."""

import inspect
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final, Literal

from pydantic.fields import FieldInfo

from gitsm.editing.emit import emit
from gitsm.publish.pages import Page
from gitsm.rules.manual import Manual, manual
from gitsm_schemas import FOLDERS, KINDS
from gitsm_schemas.classes import built_in
from gitsm_schemas.flow import RELATIONS
from gitsm_schemas.record import Part, Record

_SEVERITY: Final = {"error": "fails a check", "warning": "is told, and fails nothing", "note": "is told in passing"}
_FLOW: Final = {
    "target_to_source": "to the record that states it",
    "source_to_target": "to the record that is named",
    "none": "nowhere",
}


@dataclass(frozen=True, slots=True)
class VerbManual:
    """What there is to say of a verb.

    Attributes:
        name: the word on the command line.
        summary: what it is for.
        usage: its arguments, as its help shows them.
        help: what it does, in paragraphs.
        examples: command lines.
        options: each option with what it does.
    """

    name: str
    summary: str
    usage: str
    help: tuple[str, ...]
    examples: tuple[str, ...]
    options: tuple[tuple[str, str], ...]

    @property
    def page(self) -> str:
        """The name of its page."""
        return self.name.replace(" ", "-")


def pages(verbs: Iterable[VerbManual]) -> Iterator[Page]:
    """Write the generated pages of the manual."""
    yield from _rules(manual())
    yield from _kinds()
    yield Page("reference/relations.md", _relations(), "gitsm_schemas.flow")
    yield Page("reference/classes.md", _classes(), "gitsm_schemas.classes")
    yield from _verbs(verbs)


def _rules(rules: Mapping[str, Manual]) -> Iterator[Page]:
    rows = [
        f"| [{page.id}](rules/{page.id}.md) | {page.severity.word} | {_cell(page.summary)} |" for page in rules.values()
    ]
    text = [
        "# Rules",
        "",
        "What `gitsm check` asks of a catalogue. A policy may change how severe most of them are.",
        "",
    ]
    text += ["| rule | severity | what must hold |", "| --- | --- | --- |", *rows]
    yield Page("rules.md", "\n".join(text) + "\n", "gitsm.rules")
    for page in rules.values():
        word = page.severity.word
        article = "an" if word == "error" else "a"
        head = f"# {page.id}\n\n**{_text(page.summary)}** A finding is {article} *{word}*"
        body = page.text.replace("\nBad:\n", "\n## Bad\n").replace("\nGood:\n", "\n## Good\n")
        end = "" if page.fixed else _AT_WILL.format(rule=page.id)
        yield Page(f"rules/{page.id}.md", f"{head}: it {_SEVERITY[word]}.\n\n{body}\n{end}", f"rule {page.id}")


_AT_WILL: Final = """
## Another severity, or a waiver

A record of kind [policy](../kinds/policy.md) says how severe the rule is here, or excuses one record for a time:

```yaml
kind: policy
id: rule-decisions
rules:
  severity: {{{rule}: warning}}
  waivers:
    - {{rule: {rule}, ref: "ci:pg-main", owner: platform-team, reason: Until the move., expires: 2027-03-31}}
```
"""


def _kinds() -> Iterator[Page]:
    rows = [f"| [{kind}](kinds/{kind}.md) | `{FOLDERS[kind]}/` | {_doc(model)} |" for kind, model in KINDS.items()]
    text = ["# Kinds of record", "", "One file holds one record; its name is the record's id.", ""]
    text += ["| kind | kept in | what it is |", "| --- | --- | --- |", *rows]
    yield Page("kinds.md", "\n".join(text) + "\n", "gitsm_schemas")
    for kind, model in KINDS.items():
        yield Page(f"kinds/{kind}.md", "\n".join(_kind(kind, model)) + "\n", f"kind {kind}")


def _kind(kind: str, model: type[Record]) -> Iterator[str]:
    yield f"# {kind}"
    yield ""
    yield f"{_doc(model)} Kept in `{FOLDERS[kind]}/`."
    yield ""
    yield "```yaml"
    yield emit(example(model)).rstrip("\n")
    yield "```"
    yield ""
    yield "## Fields"
    yield ""
    yield from _fields(model)
    for part in _parts(model, set()):
        yield ""
        yield f"## {part.__name__.strip('_')} {{: #{part.__name__.lower()} }}"
        yield ""
        yield _doc(part)
        yield ""
        yield from _fields(part)


_ALSO: Final = {
    "agreement": ("customer",),
    "knowledge_article": ("resolution", "reviewed_by"),
    "window": ("at",),
    "problem": ("services",),
    "policy": ("rules",),
}
"""What a record of a kind needs besides its required fields: one of several, or because of what it says."""


def example(model: type[Record]) -> dict[str, Any]:
    """Make a record of the examples of the fields it must have."""
    found: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if name == "kind":
            found["kind"] = typing.get_args(info.annotation)[0]
        elif info.is_required() or name in _ALSO.get(model.KIND, ()):
            found[info.alias or name] = (info.examples or [None])[0]
    return {**{key: found[key] for key in ("kind", "id") if key in found}, **found}


def _fields(model: type[Part]) -> Iterator[str]:
    yield "| field | needed | what it says | for example |"
    yield "| --- | --- | --- | --- |"
    for name, info in model.model_fields.items():
        if name == "kind" and issubclass(model, Record):
            continue
        must = "required" if info.is_required() else ""
        said = _cell(info.description or "")
        parts = ", ".join(f"[{part.__name__}](#{part.__name__.lower()})" for part in _direct(info.annotation))
        choice = ", ".join(f"`{word}`" for word in _choices(info.annotation))
        more = f" One of {choice}." if choice else f" See {parts}." if parts else ""
        yield f"| `{info.alias or name}` | {must} | {said}{more} | {_shown(info)} |"


def _shown(info: FieldInfo) -> str:
    value = (info.examples or [None])[0]
    if value is None:
        return ""
    text = emit({"v": value}).rstrip("\n").partition(":")[2].strip()
    lines = [line for line in text.split("\n") if line.strip()]
    return "<br>".join(f"`{line.strip()}`" for line in lines[:4]).replace("|", "\\|")


def _parts(model: type[Part], seen: set[type[Part]]) -> Iterator[type[Part]]:
    for info in model.model_fields.values():
        for part in _direct(info.annotation):
            if part not in seen:
                seen.add(part)
                yield part
                yield from _parts(part, seen)


def _direct(annotation: object) -> list[type[Part]]:
    if inspect.isclass(annotation) and issubclass(annotation, Part):
        return [annotation]
    found = [part for argument in typing.get_args(annotation) for part in _direct(argument)]
    return list(dict.fromkeys(found))


def _choices(annotation: object) -> list[str]:
    if typing.get_origin(annotation) is Literal:
        return [str(each) for each in typing.get_args(annotation)]
    return [each for argument in typing.get_args(annotation) for each in _choices(argument)]


def _relations() -> str:
    rows = [
        f"| `{one.name}` | {one.inverse.replace('_', ' ')} | {_FLOW[one.flow]} | {one.strength} |"
        for one in RELATIONS.values()
    ]
    return "\n".join(
        [
            "# Relations",
            "",
            "A relation is written once, in the record this table calls its source; the inverse is derived.",
            "Failure travels as the third column says; a *hard* one passes it on whole, a *soft* one weakened.",
            "",
            "| field | seen from the other end | failure travels | strength |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
            "`connects_to` carries failure to the record that states it where it says `uplink: true`.",
            "",
            "An entry is a reference, a link, or a group of things that stand in for each other:",
            "",
            "```yaml",
            "depends_on:",
            "  - ci:pg-main",
            "  - {target: ci:redis-cache, strength: soft}",
            "runs_on:",
            "  - any_of: [ci:vm-web-1, ci:vm-web-2, ci:vm-web-3]",
            "    min_up: 2",
            "```",
            "",
            "A group fails when fewer than `min_up` of its members are up: a count, or a share such as `50%`, which is",
            "not rounded. A cluster says `min_up` once for everything that is `member_of` it.",
        ]
    )


def _classes() -> str:
    parents = built_in()
    said = "A CI's `class` comes from this tree; a [ci_class](../kinds/ci_class.md) record extends it."
    lines = ["# CI classes", "", said, ""]

    def below(parent: str | None, depth: int) -> None:
        for name, above in parents.items():
            if above == parent:
                lines.append(f"{'    ' * depth}- `{name}`")
                below(name, depth + 1)

    below(None, 0)
    return "\n".join(lines) + "\n"


def _verbs(verbs: Iterable[VerbManual]) -> Iterator[Page]:
    known = tuple(verbs)
    rows = [f"| [{verb.name}](verbs/{verb.page}.md) | {_cell(verb.summary)} |" for verb in known]
    text = ["# Verbs", "", "`gitsm VERB --help` says the same in a terminal.", "", "| verb | what it does |"]
    yield Page("verbs.md", "\n".join([*text, "| --- | --- |", *rows]) + "\n", "gitsm.cli")
    for verb in known:
        yield Page(f"verbs/{verb.page}.md", "\n".join(_verb(verb)) + "\n", f"verb {verb.name}")


def _verb(verb: VerbManual) -> Iterator[str]:
    yield f"# gitsm {verb.name}"
    yield ""
    yield f"{_text(verb.summary[0].upper() + verb.summary[1:])}."
    yield ""
    yield f"```console\n$ gitsm {verb.name} {verb.usage}\n```"
    for paragraph in verb.help:
        yield ""
        yield _text(paragraph)
    if verb.examples:
        yield "\n## Examples\n"
        yield "```console"
        yield from (f"$ {line}" for line in verb.examples)
        yield "```"
    yield "\n## Options\n"
    yield "| option | what it does |"
    yield "| --- | --- |"
    for option, said in verb.options:
        yield f"| `{option.replace('|', chr(92) + '|')}` | {_cell(said)} |"
    yield "\n## Exit status\n"
    yield "0 fine, 1 errors found or refused, 2 cannot run, 3 a bug in gitsm, 130 interrupted."


def _doc(model: type[Part]) -> str:
    return _text(inspect.cleandoc(model.__doc__ or "").split("\n\n")[0])


def _text(text: str) -> str:
    """Write a sentence of the program's own into Markdown: on one line, its backticks kept."""
    return " ".join(escape(text, quote=False).split())


def _cell(text: str) -> str:
    return _text(text).replace("|", "\\|")
