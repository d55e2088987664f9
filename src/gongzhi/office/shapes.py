"""How a value is entered, derived from the shape that the check holds it against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotated_types import Ge, Le, MaxLen
from pydantic import BaseModel


def setting_of(model: type[BaseModel], path: Sequence[str]) -> dict[str, Any]:
    """`{kind, least, most}` for the field at a path of models, for `subjects.Input`."""
    for part in path[:-1]:
        inner = model.model_fields[part].annotation
        assert isinstance(inner, type)
        assert issubclass(inner, BaseModel)
        model = inner
    field = model.model_fields[path[-1]]
    kinds: dict[Any, str] = {bool: "bool", int: "int", float: "float"}
    found: dict[str, Any] = {"kind": kinds.get(field.annotation, "text")}
    for one in field.metadata:
        if isinstance(one, Ge):
            found["least"] = one.ge
        elif isinstance(one, Le):
            found["most"] = one.le
        elif isinstance(one, MaxLen):
            found["most"] = one.max_length
    return found
