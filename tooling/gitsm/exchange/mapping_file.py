"""A mapping file: what of another organisation's records becomes what of ours."""

from typing import Any

from pydantic import Field, model_validator

from gitsm_schemas.flow import RELATIONS
from gitsm_schemas.record import Items, Part


class FieldMap(Part):
    """Where one of our fields comes from."""

    from_: Items[str] = Field(
        default=(), alias="from", description="Paths in their record; the first that says something."
    )
    constant: Any = Field(default=None, description="The same for every record.")
    value_map: dict[str, Any] = Field(default_factory=dict, description="Their word: ours.")
    prefix: str = Field(default="", description="Put before each text.")
    split: str = Field(default="", description="What separates the items of a text.")
    item: str = Field(default="", description="The path of the value inside each item of a list.")
    many: bool = Field(default=False, description="Whether ours is a list.")
    reference: str = Field(default="", description="The kind of record it names.")
    slug: bool = Field(
        default=False, description="Whether it is written in lower case, with hyphens for all odd signs."
    )
    into: str = Field(default="", description="The key each value is put under, for a mapping such as a contact.")
    link: str = Field(default="", description="The title of the link each address becomes.")
    zone: str = Field(default="", description="For a moment: the time zone of one that names none.")
    format: str = Field(
        default="",
        description="For a moment: how one is written that begins with no year, such as `%d/%m/%Y %H:%M`.",
    )
    moments: dict[str, str] = Field(
        default_factory=dict,
        description="For a timeline made of a text with headings in brackets: by a word in a heading, in any case, "
        "the path of when it was said; empty where it does not tell. By the empty word, of what has no heading.",
    )
    at: Items[str] = Field(default=(), description="For a timeline: the paths of when the text was said, as one item.")
    below: Items[str] = Field(
        default=(),
        description="Only what stands below the headings in brackets that hold one of these words, whatever the case.",
    )
    until: Items[str] = Field(
        default=(), description="With `below`: what headings in brackets hold at which such a part ends."
    )
    ignore: Items[str] = Field(default=(), description="Values that say nothing, besides the usual ones.")


class LogMap(Part):
    """How several rows of one record are told apart: the last one is the record, all of them its timeline."""

    order: Items[str] = Field(description="Paths of a number or moment that grows from row to row.")
    at: Items[str] = Field(description="Paths of a row's moment.")
    zone: str = Field(default="UTC", description="The time zone of a moment that names none.")
    format: str = Field(default="", description="How a moment is written, as for fields.")
    state: Items[str] = Field(description="Paths of the state: a row with another one than that before is an item.")
    waiting: dict[str, str] = Field(
        default_factory=dict, description="Their state: whom an incident waits for in it; such a time is a hold."
    )


class RecordMap(Part):
    """How one list of theirs becomes records of one kind of ours."""

    files: Items[str] = Field(
        default=(), description="What the file is called, with `*` for anything, whatever the case; any where empty."
    )
    records: str | Items[str] = Field(
        description="The path of the list in the document, empty for the document itself; or several: the first list."
    )
    kind: str = Field(description="Our kind.")
    id: str | Items[str] = Field(
        description="The path of their name, or several: the first that says something; `{a.b}` stands for a path."
    )
    key: str | Items[str] = Field(
        default=(), description="The path of what they know it by for ever, by which a second import finds it."
    )
    id_prefix: str = Field(default="", description="Put before each id.")
    only: dict[str, Items[str]] | None = Field(
        default=None,
        description="By path, the words of which one must stand there, `*word*` anywhere in it, whatever the case; "
        "such a record is offered to no later map of the same kind.",
    )
    unless: dict[str, Items[str]] = Field(
        default_factory=dict, description="By path, words as in `only`; a record that says one of them is passed over."
    )
    log: LogMap | None = Field(default=None, description="For an event log: what orders the rows of one record.")
    priority: Items[str] = Field(
        default=(), description="Paths of their priority, a number first: remarked where ours is another."
    )
    fields: dict[str, Items[FieldMap]] = Field(description="By our field, where it comes from.")


class RelationMap(Part):
    """How one list of theirs, of two records each, becomes relations of ours."""

    files: Items[str] = Field(default=(), description="What the file is called, as for records.")
    records: str | Items[str] = Field(default="", description="The path of the list in the document, as for records.")
    from_: Items[str] = Field(alias="from", description="Paths of the first record: its key, its name or its id.")
    to: Items[str] = Field(description="Paths of the second record.")
    type: Items[str] = Field(default=(), description="Paths of the word that says how they are related.")
    types: dict[str, str] = Field(
        default_factory=dict,
        description="Their word: the relation of ours by which the first names the second; `*` for any word, or none.",
    )
    turned: dict[str, str] = Field(
        default_factory=dict, description="Their word: the relation of ours by which the second names the first."
    )

    @model_validator(mode="after")
    def _are_relations(self) -> "RelationMap":
        unknown = sorted({*self.types.values(), *self.turned.values()} - RELATIONS.keys())
        if unknown:
            message = f"there is no relation {unknown[0]}"
            raise ValueError(message)
        return self


class MappingFile(Part):
    """A mapping file."""

    source_system: str = Field(description="What the system is called.")
    maps: Items[RecordMap] = Field(description="What becomes what.")
    relations: Items[RelationMap] = Field(default=(), description="What says which records are related.")
