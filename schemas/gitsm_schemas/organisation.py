"""Who provides, who supplies, who is served, and when they are at work."""

from itertools import pairwise
from typing import Literal

from pydantic import model_validator

from gitsm_schemas.record import CalendarRef, Items, Part, Record, TeamRef, field
from gitsm_schemas.scalars import Day, Group, Handle, Hours, Line, Timezone, Url

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Contact(Part):
    """How to reach somebody in their role; never a private address."""

    mail: Line | None = field("A role address.", "booking@tern-ferries.example", default=None, operational=False)
    phone: Line | None = field("A role number.", "+47 55 50 12 00", default=None, operational=False)
    chat: Line | None = field("A channel.", "#booking", default=None, operational=False)
    url: Url | None = field("A page.", "https://desk.tern-ferries.example", default=None, operational=False)

    @model_validator(mode="after")
    def _has_one(self) -> "Contact":
        if not (self.mail or self.phone or self.chat or self.url):
            message = "a contact needs one of mail, phone, chat or url"
            raise ValueError(message)
        return self


class Team(Record):
    """People who own services, CIs, articles and promises."""

    KIND = "team"
    kind: Literal["team"]
    name: Line = field("What people call it.", "Booking and ticketing", operational=False)
    members: Items[Handle] = field(
        "Forge handles of its members; who may approve is decided by them.", ["amara", "jonas-b"]
    )
    forge_group: Group | None = field(
        "Its group on the forge: CODEOWNERS names it instead of the members, and who is in it is a member, too.",
        "tern-ferries/booking-team",
        default=None,
    )
    contact: Contact = field("How to reach it.", {"chat": "#booking"}, operational=False)
    on_call: Line | None = field("Who answers outside hours, or how.", "Rota in the pager", default=None)
    parent: TeamRef | None = field("The team it is part of.", "it", default=None)
    calendar: CalendarRef | None = field("When it is at work.", "office-hours", default=None)


class Supplier(Record):
    """Another organisation that supplies something services stand on."""

    KIND = "supplier"
    kind: Literal["supplier"]
    name: Line = field("Its name.", "Northsat AS", operational=False)
    contact: Contact = field("How to reach its support.", {"mail": "noc@northsat.example"}, operational=False)


class Customer(Record):
    """Who a service is provided to."""

    KIND = "customer"
    kind: Literal["customer"]
    name: Line = field("Its name.", "Passengers", operational=False)
    contact: Contact | None = field(
        "Who speaks for it.", {"mail": "passenger-services@tern-ferries.example"}, default=None, operational=False
    )


class WeeklyHours(Part):
    """The spans of each weekday; a day left out has none."""

    mon: Items[Hours] = field("Monday.", ["08:00-17:00"], default=tuple)
    tue: Items[Hours] = field("Tuesday.", ["08:00-17:00"], default=tuple)
    wed: Items[Hours] = field("Wednesday.", ["08:00-17:00"], default=tuple)
    thu: Items[Hours] = field("Thursday.", ["08:00-17:00"], default=tuple)
    fri: Items[Hours] = field("Friday.", ["08:00-16:00"], default=tuple)
    sat: Items[Hours] = field("Saturday.", ["10:00-14:00"], default=tuple)
    sun: Items[Hours] = field("Sunday.", ["10:00-14:00"], default=tuple)

    @model_validator(mode="after")
    def _in_order(self) -> "WeeklyHours":
        for weekday in WEEKDAYS:
            spans = [span.partition("-") for span in getattr(self, weekday)]
            for (_, _, end), (start, _, _) in pairwise(spans):
                if start < end:
                    message = f"the spans of {weekday} overlap or are out of order"
                    raise ValueError(message)
        if not any(getattr(self, weekday) for weekday in WEEKDAYS):
            message = "hours name no span at all; write `always`, or the hours of one weekday"
            raise ValueError(message)
        return self


class Override(Part):
    """One day whose hours are its own."""

    day: Day = field("The day.", "2026-12-24")
    hours: Items[Hours] = field("Its hours; none closes the day.", ["08:00-12:00"])


class Calendar(Record):
    """When a service is promised and time counts."""

    KIND = "calendar"
    kind: Literal["calendar"]
    name: Line | None = field("What people call it.", "Office hours", default=None, operational=False)
    timezone: Timezone = field("IANA time zone.", "Europe/Oslo")
    hours: WeeklyHours | Literal["always"] = field(
        "Spans by weekday, or `always`.", {"mon": ["08:00-17:00"], "tue": ["08:00-17:00"]}
    )
    holidays: Items[Day] = field("Days with no hours.", ["2026-12-25"], default=tuple)
    overrides: Items[Override] = field(
        "Days with hours of their own.", [{"day": "2026-12-24", "hours": ["08:00-12:00"]}], default=tuple
    )
