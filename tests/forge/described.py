"""A forge's own description of the part of its API that gitsm uses, and what it has against a request."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator


@dataclass(frozen=True)
class Description:
    """What was taken out of a forge's description: its operations, by method and path, and the models they name."""

    data: Path

    @cached_property
    def _whole(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.data.read_text("utf-8"))
        return found

    @property
    def operations(self) -> dict[str, Any]:
        """By `POST /repos/{owner}/{repo}/issues`: parameters, body and answer."""
        found: dict[str, Any] = self._whole["operations"]
        return found

    @property
    def models(self) -> dict[str, Any]:
        """By name, the schemas that operations refer to."""
        found: dict[str, Any] = self._whole.get("models", {})
        return found

    def operation(self, method: str, path: str) -> str | None:
        """Find the operation that a request is; None where the forge has none."""
        for name in self.operations:
            verb, template = name.split(" ")
            if verb == method and re.fullmatch(re.sub(r"\{[a-z_]+\}", "[^/]+", template), path):
                return name
        return None

    def complaints(self, name: str, query: set[str], body: object) -> list[str]:
        """Say what the description has against a request."""
        one = self.operations[name]
        found = [f"no parameter {each}" for each in sorted(query - set(one["query"]))]
        if one["body"] is None:
            return found + ([] if body is None else ["it takes no body"])
        return found + self.faults(one["body"], body)

    def faults(self, schema: dict[str, Any], shape: object) -> list[str]:
        """Say what a schema has against a value."""
        whole = {"$defs": self.models, **schema}
        return [f"{error.json_path}: {error.message[:200]}" for error in Draft202012Validator(whole).iter_errors(shape)]
