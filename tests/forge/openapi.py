"""The part of GitHub's own description of its API that gitsm uses, and how it was taken out of it.

GitHub's OpenAPI description is published as the npm package @octokit/openapi (MIT; its licence stands in the data). Of
its 13 MB the dozen operations gitsm asks for are kept: the schema of each request's body, the names of its parameters,
and the example of its answer. To take them anew:

    npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-23.0.2.tgz
    python -m tests.forge.openapi package/generated/api.github.com.json package/LICENSE
"""

import copy
import json
import sys
from pathlib import Path
from typing import Any

from tests.forge.described import Description

DATA = Path(__file__).parent / "data" / "github-openapi.json"
DESCRIPTION = Description(DATA)
_REPO = "/repos/{owner}/{repo}"
OPERATIONS = (
    ("GET", "/user"),
    ("GET", f"{_REPO}/pulls"),
    ("GET", f"{_REPO}/pulls/{{pull_number}}"),
    ("GET", f"{_REPO}/pulls/{{pull_number}}/commits"),
    ("GET", f"{_REPO}/pulls/{{pull_number}}/files"),
    ("GET", f"{_REPO}/pulls/{{pull_number}}/reviews"),
    ("GET", f"{_REPO}/issues/{{issue_number}}/comments"),
    ("POST", f"{_REPO}/issues/{{issue_number}}/comments"),
    ("PATCH", f"{_REPO}/issues/comments/{{comment_id}}"),
    ("DELETE", f"{_REPO}/issues/comments/{{comment_id}}"),
    ("POST", f"{_REPO}/check-runs"),
    ("PATCH", f"{_REPO}/check-runs/{{check_run_id}}"),
    ("GET", f"{_REPO}/actions/runs/{{run_id}}"),
    ("GET", f"{_REPO}/actions/runs/{{run_id}}/artifacts"),
    ("GET", f"{_REPO}/actions/artifacts/{{artifact_id}}/{{archive_format}}"),
    ("POST", f"{_REPO}/code-scanning/sarifs"),
    ("GET", f"{_REPO}/activity"),
    ("GET", f"{_REPO}/commits/{{commit_sha}}/pulls"),
    ("GET", "/orgs/{org}/teams/{team_slug}/members"),
)


def example(name: str) -> Any:
    """Give GitHub's example of an answer."""
    return copy.deepcopy(DESCRIPTION.operations[name]["answer"])


def document() -> dict[str, Any]:
    """Compose an OpenAPI document of the operations, with GitHub's parameters, bodies and examples of answers."""
    paths: dict[str, Any] = {}
    for name, one in DESCRIPTION.operations.items():
        method, path = name.split(" ")
        answer: dict[str, Any] = {"description": "as GitHub shows it"}
        if one["answer"] is not None:
            answer["content"] = {"application/json": {"schema": {}, "example": one["answer"]}}
        said: dict[str, Any] = {"parameters": one["parameters"], "responses": {one["status"]: answer}}
        if one["body"] is not None:
            said["requestBody"] = {"required": True, "content": {"application/json": {"schema": one["body"]}}}
        paths.setdefault(path, {})[method.lower()] = said
    return {"openapi": "3.0.3", "info": {"title": "GitHub", "version": "1"}, "paths": paths}


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    return {key: one[key] for key in ("name", "in", "required", "schema") if key in one}


def _extract(description: Path, licence: Path) -> None:
    whole = json.loads(description.read_text("utf-8"))

    def resolved(value: Any) -> Any:
        while isinstance(value, dict) and "$ref" in value:
            found: Any = whole
            for key in value["$ref"].removeprefix("#/").split("/"):
                found = found[key]
            value = found
        return value

    def inlined(value: Any) -> Any:
        value = resolved(value)
        if isinstance(value, dict):
            return {key: inlined(item) for key, item in value.items() if key not in {"example", "examples"}}
        return [inlined(item) for item in value] if isinstance(value, list) else value

    kept = {}
    for method, path in OPERATIONS:
        found = whole["paths"][path][method.lower()]
        body = found.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        answers = [
            resolved(one)
            for answer in found["responses"].values()
            for one in resolved(answer).get("content", {}).get("application/json", {}).get("examples", {}).values()
        ]
        status = min(name for name in found["responses"] if name[0] in "23")
        kept[f"{method} {path}"] = {
            "parameters": [_parameter(inlined(one)) for one in found.get("parameters", [])],
            "status": status,
            "query": [one["name"] for one in map(resolved, found.get("parameters", [])) if one["in"] == "query"],
            "body": inlined(body) if body else None,
            "answer": answers[0]["value"] if answers else None,
        }
    data = {
        "source": f"npm @octokit/openapi {whole['info']['version']}, generated/api.github.com.json",
        "licence": licence.read_text("utf-8").strip(),
        "operations": kept,
    }
    DATA.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    _extract(Path(sys.argv[1]), Path(sys.argv[2]))
