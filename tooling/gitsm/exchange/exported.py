"""What became of records in another system's format."""

from dataclasses import dataclass
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Exported:
    """Documents of another system, and what they cannot say.

    Attributes:
        documents: the documents, in their order.
        remarks: what could not be said there: the record, and what.
    """

    documents: tuple[dict[str, Any], ...]
    remarks: tuple[tuple[str, str], ...]


def text(exported: Exported) -> str:
    """Write the documents as YAML."""
    return yaml.safe_dump_all(exported.documents, sort_keys=False, allow_unicode=True, width=120)
