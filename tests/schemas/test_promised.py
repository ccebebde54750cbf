"""What a record may say is a promise: a key that was there stays, and none is demanded that was not."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from gitsm_schemas import KINDS

PROMISED: dict[str, dict[str, bool]] = json.loads((Path(__file__).parent / "promised.json").read_text("utf-8"))


def stated(model: type[BaseModel], found: dict[str, dict[str, bool]] | None = None) -> dict[str, dict[str, bool]]:
    """List the keys of a model and of all its parts, each with whether it must be there; by the model's JSON Schema."""
    found = {} if found is None else found
    schema: dict[str, Any] = model.model_json_schema(by_alias=True)
    for name, part in {model.__name__: schema, **schema.get("$defs", {})}.items():
        if "properties" in part:
            found[name] = {key: key in part.get("required", ()) for key in sorted(part["properties"])}
    return found


def present() -> dict[str, dict[str, bool]]:
    found: dict[str, dict[str, bool]] = {}
    for model in KINDS.values():
        stated(model, found)
    return dict(sorted(found.items()))


def test_no_key_is_gone_and_none_is_demanded_anew() -> None:
    now = present()
    gone = [f"{part}.{key}" for part, keys in PROMISED.items() for key in keys if key not in now.get(part, {})]
    demanded = [
        f"{part}.{key}" for part, keys in now.items() for key, must in keys.items()
        if must and part in PROMISED and not PROMISED[part].get(key, False)
    ]  # fmt: skip
    # See site/docs/decisions/migrate-waits-for-a-change.md: such an alteration brings a step that rewrites records.
    assert (gone, demanded) == ([], [])


def test_every_kind_has_made_its_promise() -> None:
    assert {model.__name__ for model in KINDS.values()} <= PROMISED.keys()
