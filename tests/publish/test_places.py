"""Links lead where they should, whatever the form of addresses."""

import pytest

from gitsm.publish.places import Places, Style, page_of


@pytest.mark.parametrize(
    ("style", "here", "there", "link"),
    [
        ("file", "index.md", "services/booking.md", "services/booking.html"),
        ("file", "services/booking.md", "index.md", "../index.html"),
        ("file", "services/booking.md", "services/mail.md", "mail.html"),
        ("file", "services/booking.md", "map.md#ci:pg", "../map.html#ci:pg"),
        ("file", "services/booking.md", "feeds/booking.ics", "../feeds/booking.ics"),
        ("file", "services/booking.md", "#top", "#top"),
        ("folder", "index.md", "services/booking.md", "services/booking/"),
        ("folder", "services/booking.md", "index.md", "../../"),
        ("folder", "services/booking.md", "services/mail.md", "../mail/"),
        ("folder", "services/booking.md", "feeds/booking.ics", "../../feeds/booking.ics"),
        ("folder", "services.md", "services/mail.md", "mail/"),
        ("markdown", "services/booking.md", "articles/kb.md", "../articles/kb.md"),
    ],
)
def test_a_link_between_two_pages(style: Style, here: str, there: str, link: str) -> None:
    assert Places(style).between(here, there) == link


def test_kinds_without_pages_have_none() -> None:
    assert page_of("service:booking") == "services/booking.md"
    assert page_of("policy:risk") is None
