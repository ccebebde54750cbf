"""Every file that the manual's examples show, in each of its versions: what trees for property tests are drawn from."""

from collections.abc import Mapping
from functools import cache

from gitsm.rules.manual import manual
from tests.support.backdrop import BACKDROP
from tests.support.catalogues import files


@cache
def pool() -> Mapping[str, tuple[bytes, ...]]:
    """By path, the versions of a file; two examples of one id are two versions of one file."""
    found: dict[str, dict[bytes, None]] = {}
    for text in (BACKDROP, *(text for page in manual().values() for text in (page.bad, page.good) if text)):
        for path, content in files(text).items():
            found.setdefault(path, {})[content.encode()] = None
    return {path: tuple(versions) for path, versions in sorted(found.items())}
