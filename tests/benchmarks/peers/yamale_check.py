"""yamale over every file, by the schema of its kind; required fields only, in its fastest parser."""

import os
import sys

import yamale

SCHEMAS = {
    "ci": "kind: str()\nid: str()\nname: str()\nclass: str()\nowner: str()\nenvironment: str()\ncriticality: str()\n"
    "lifecycle: str()\ndepends_on: list(any(str(), map()), required=False)\n",
    "service": "kind: str()\nid: str()\nname: str()\nowner: str()\ndescription: str()\n",
    "service_offering": "kind: str()\nid: str()\nname: str()\nservice: str()\n",
    "agreement": "kind: str()\nid: str()\ntype: str()\nprovider: str()\ncovers: list(str())\n",
}
REST = "kind: str()\nid: str()\n"


def main(top: str) -> int:
    schemas = {kind: yamale.make_schema(content=text) for kind, text in SCHEMAS.items()}
    rest = yamale.make_schema(content=REST)
    bad = 0
    for root in ("catalog", "cmdb", "changes"):
        for folder, _, names in os.walk(os.path.join(top, root)):
            for each in names:
                data = yamale.make_data(os.path.join(folder, each))
                try:
                    yamale.validate(schemas.get(data[0][0].get("kind"), rest), data, strict=False)
                except yamale.YamaleError as error:
                    bad += 1
                    print(error)
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
