"""What OpenSLO v1 asks of a document, as a JSON Schema.

Written after the specification and the JSON Schema at https://github.com/OpenSLO/OpenSLO (`schemas/v1`) and the checks
of https://github.com/OpenSLO/go-sdk, by which `oslo validate` judges (both Apache License 2.0), read in November 2026:
names of fields, what is required, which values are allowed. Of what the two ask, the stricter stands here: the SDK is
alone in limiting names that are shown to 63 characters and names to those of DNS. Only the kinds that are exported are
described.
"""

from typing import Any

_NAME = {"type": "string", "pattern": "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"}
_LABEL = {"type": "string", "pattern": "^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$"}
_SHOWN = {"type": "string", "minLength": 1, "maxLength": 63}
_SHORT = {"type": "string", "pattern": "^[1-9][0-9]*[mhdwMQY]$"}
_METADATA = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": _NAME,
        "displayName": _SHOWN,
        "labels": {
            "type": "object",
            "propertyNames": _LABEL,
            "additionalProperties": {"anyOf": [_LABEL, {"type": "array", "items": _LABEL}]},
        },
    },
    "additionalProperties": False,
}
_DATE = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = "([01][0-9]|2[0-3])(:[0-5][0-9]){2}"
_DESCRIPTION = {"type": "string", "maxLength": 1050}
_SOURCE = {
    "type": "object",
    "required": ["metricSource"],
    "properties": {
        "metricSource": {
            "type": "object",
            "required": ["spec"],
            "properties": {
                "metricSourceRef": _NAME,
                "type": {"type": "string"},
                "spec": {"type": "object", "minProperties": 1},
            },
            "additionalProperties": False,
        }
    },
    "additionalProperties": False,
}
_INDICATOR = {
    "type": "object",
    "required": ["metadata", "spec"],
    "properties": {
        "metadata": _METADATA,
        "spec": {
            "type": "object",
            "required": ["ratioMetric"],
            "properties": {
                "description": _DESCRIPTION,
                "ratioMetric": {
                    "type": "object",
                    "required": ["counter", "good", "total"],
                    "properties": {"counter": {"type": "boolean"}, "good": _SOURCE, "total": _SOURCE},
                    "additionalProperties": False,
                },
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
_WINDOW = {
    "oneOf": [
        {
            "type": "object",
            "required": ["duration", "isRolling"],
            "properties": {"duration": _SHORT, "isRolling": {"const": True}},
            "additionalProperties": False,
        },
        {
            "type": "object",
            "required": ["duration", "calendar"],
            "properties": {
                "duration": _SHORT,
                "isRolling": {"const": False},
                "calendar": {
                    "type": "object",
                    "required": ["startTime", "timeZone"],
                    "properties": {
                        "startTime": {"type": "string", "pattern": f"^{_DATE} {_CLOCK}$"},
                        "timeZone": {"type": "string", "pattern": "[A-Z][A-Za-z_]+/[A-Z][A-Za-z_]+"},
                    },
                    "additionalProperties": False,
                },
            },
            "additionalProperties": False,
        },
    ]
}
_OBJECTIVE: dict[str, Any] = {
    "type": "object",
    "required": ["target"],
    "properties": {
        "displayName": {"type": "string", "minLength": 1},
        "target": {"type": "number", "minimum": 0, "exclusiveMaximum": 1},
        "timeSliceTarget": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        "timeSliceWindow": _SHORT,
    },
    "additionalProperties": False,
}
_SLO = {
    "type": "object",
    "required": ["service", "indicator", "timeWindow", "budgetingMethod", "objectives"],
    "properties": {
        "description": _DESCRIPTION,
        "service": _NAME,
        "indicator": _INDICATOR,
        "timeWindow": {"type": "array", "minItems": 1, "maxItems": 1, "items": _WINDOW},
        "budgetingMethod": {"enum": ["Occurrences", "Timeslices"]},
        "objectives": {"type": "array", "minItems": 1, "items": _OBJECTIVE},
    },
    "if": {"properties": {"budgetingMethod": {"const": "Timeslices"}}},
    "then": {"properties": {"objectives": {"items": {"required": ["timeSliceTarget", "timeSliceWindow"]}}}},
    "additionalProperties": False,
}


def _document(kind: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["apiVersion", "kind", "metadata", "spec"],
        "properties": {
            "apiVersion": {"const": "openslo/v1"},
            "kind": {"const": kind},
            "metadata": _METADATA,
            "spec": spec,
        },
        "additionalProperties": False,
    }


SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "oneOf": [
        _document("SLO", _SLO),
        _document(
            "Service", {"type": "object", "properties": {"description": _DESCRIPTION}, "additionalProperties": False}
        ),
    ],
}
