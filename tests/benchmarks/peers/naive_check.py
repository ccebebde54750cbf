"""What one writes in an afternoon: each file loaded and validated, nothing looked at beyond its own file."""

import os
import sys
from typing import Any

from pydantic import BaseModel, ValidationError


class Record(BaseModel, extra="allow"):
    kind: str
    id: str
    description: str = ""


class Ci(Record):
    name: str
    # A class is a word of the language.
    owner: str
    environment: str
    criticality: str
    lifecycle: str
    depends_on: list[Any] = []
    runs_on: list[Any] = []
    hosted_on: list[Any] = []
    part_of: list[Any] = []
    powered_by: list[Any] = []


def loader(name: str) -> Any:
    if name == "pyyaml":
        import yaml

        return lambda text: yaml.load(text, Loader=yaml.CSafeLoader)
    from ruamel.yaml import YAML

    # Its C parser bundles a libyaml that takes no colon inside `[ci:a, ci:b]`, and cannot read these files.
    return YAML(typ="safe", pure=True).load


def main(name: str, top: str) -> int:
    load = loader(name)
    bad = 0
    for root in ("catalog", "cmdb", "changes"):
        for folder, _, names in os.walk(os.path.join(top, root)):
            for each in names:
                with open(os.path.join(folder, each), encoding="utf-8") as stream:
                    data = load(stream.read())
                try:
                    (Ci if data.get("kind") == "ci" else Record).model_validate(data)
                except ValidationError as error:
                    bad += 1
                    print(each, error)
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
