"""The OpenAPI description of the API: one error shape for every operation."""

from typing import Any

PROBLEM = {
    "type": "object",
    "description": "Every refusal has this shape. `fields` names the parameters at fault.",
    "required": ["type", "title", "detail"],
    "properties": {
        "type": {"type": "string", "example": "invalid"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}
METHODS = frozenset(("get", "post", "put", "patch", "delete"))


def add_problem(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: each operation may answer with a problem."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    answer = {
        "description": "Refused: 400 a parameter, 404 not found, 429 too many requests.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path in result.get("paths", {}).values():
        for method, operation in path.items():
            if method in METHODS:
                operation["responses"].setdefault("default", answer)
    return result
