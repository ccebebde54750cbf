"""Issue forms from the catalogue: one for each thing that may be asked for, one for each service that may fail."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gitsm.editing.emit import emit
from gitsm.operations.reporting import asked, questions, reportable, requestable
from gitsm.snapshot import Snapshot
from gitsm_schemas.catalogue import FormField, RequestOffering, Service
from gitsm_schemas.notation import Duration

MARK: Final = "Written by gitsm forms; edit the catalogue instead."
_LONGEST: Final = 200
_DAY: Final = re.compile(
    r"(?<=[ \[])([0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:]+(?:Z|[+-][0-9:]+))?)(?=$|, |\])", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Form:
    """A form, before it is written for a forge.

    Attributes:
        name: what it is called in payloads, labels and titles: request:ID or incident:SERVICE.
        title: what people choose.
        about: what it is for, in a line.
        intro: what they read first.
        fields: what is asked.
    """

    name: str
    title: str
    about: str
    intro: str
    fields: tuple[FormField, ...]

    @property
    def stem(self) -> str:
        """The name of its file."""
        return self.name.replace(":", "-")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a forge wants its forms: the folder, the ending, and who writes one."""

    folder: str
    ending: str
    write: Callable[[Form], str]


def forms(snapshot: Snapshot) -> tuple[Form, ...]:
    """List the forms a catalogue calls for, requests first, each in the order of its ids."""
    return (*map(_request, requestable(snapshot)), *(_problem(snapshot, one) for one in reportable(snapshot)))


def files(snapshot: Snapshot, dialect: str) -> dict[str, str]:
    """Write every form in a forge's dialect, by path from the top of the repository."""
    how = DIALECTS[dialect]
    return {f"{how.folder}/{form.stem}.{how.ending}": how.write(form) for form in forms(snapshot)}


def _request(offering: RequestOffering) -> Form:
    name = offering.name or offering.id
    about = _line(offering.description or f"Ask for {name}.")
    promised = f"It takes {_spoken(offering.fulfilment)} at most. " if offering.fulfilment else ""
    agreed = {None: "", "none": "", "line_manager": "Your line manager must agree. "}.get(
        offering.approval, f"{offering.approval} must agree. "
    )
    return Form(f"request:{offering.id}", name, about, f"{about}\n\n{promised}{agreed}".strip(), asked(offering))


def _problem(snapshot: Snapshot, service: Service) -> Form:
    about = _line(f"Something is wrong with {service.name}.")
    phone = service.support.contact.phone if service.support else None
    intro = f"{about} Write no names, addresses or numbers of people." + (f" Urgent? Call {phone}." if phone else "")
    return Form(
        f"incident:{service.id}", f"Report a problem: {service.name}", about, intro, questions(snapshot, service.id)
    )


def _spoken(span: Duration) -> str:
    """Say a length of time in words."""
    if not span.working_days:
        return f"{span.seconds // 3600} hours" if span.seconds % 3600 == 0 else f"{span.seconds // 60} minutes"
    days = format(span.working_days.normalize(), "f")
    return f"{days} working day{'' if days == '1' else 's'}"


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]


def _github(form: Form) -> str:
    made = {
        "name": form.title,
        "description": form.about,
        "title": f"[{form.name}] ",
        "labels": [form.name],
        "body": [{"type": "markdown", "attributes": {"value": form.intro}}, *map(_github_field, form.fields)],
    }
    # A day is text in our YAML, and a date in YAML 1.1, which forges read.
    text = _DAY.sub(r'"\1"', emit(made))
    return f"# {MARK}\n{text}"


_INPUT: Final[Mapping[str, str]] = {
    "text": "input",
    "number": "input",
    "date": "input",
    "textarea": "textarea",
    "select": "dropdown",
    "multiselect": "checkboxes",
    "checkbox": "checkboxes",
}


def _github_field(field: FormField) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": field.label}
    if field.help:
        attributes["description"] = field.help
    if field.type == "date":
        attributes["placeholder"] = "like 2026-11-30"
    if field.type == "select":
        attributes["options"] = list(field.options)
    elif field.type == "multiselect":
        attributes["options"] = [{"label": option} for option in field.options]
    elif field.type == "checkbox":
        attributes["options"] = [{"label": field.label, **({"required": True} if field.required else {})}]
    made: dict[str, Any] = {"type": _INPUT[field.type], "id": field.id, "attributes": attributes}
    if field.required and _INPUT[field.type] != "checkboxes":
        made["validations"] = {"required": True}
    return made


def _gitlab(form: Form) -> str:
    lines = [f"<!-- gitsm form: {form.name} -->", f"<!-- {MARK} -->", _comment(form.intro), ""]
    for field in form.fields:
        lines += [f"### {field.label}", "", *_gitlab_field(field), ""]
    return "\n".join([*lines, f'/label ~"{form.name}"']) + "\n"


def _gitlab_field(field: FormField) -> Iterator[str]:
    said = {"select": "Tick one.", "multiselect": "Tick what you want.", "date": "Like 2026-11-30."}.get(field.type, "")
    hint = f"{field.help.rstrip('.')}." if field.help else ""
    yield _comment(" ".join(filter(None, (hint, said, "Required." if field.required else "Optional."))))
    if field.type in {"select", "multiselect"}:
        yield from (f"- [ ] {option}" for option in field.options)
    elif field.type == "checkbox":
        yield f"- [ ] {field.label}"


def _comment(text: str) -> str:
    """Write a text into a comment that ends where it should; on one line: GitLab obeys a line that begins with /."""
    return f"<!-- {' '.join(text.replace('<', '').replace('>', '').split())} -->"


DIALECTS: Final = {
    "github": Dialect(".github/ISSUE_TEMPLATE", "yml", _github),
    "gitlab": Dialect(".gitlab/issue_templates", "md", _gitlab),
}
"""By the name of the forge."""
