"""A mapping as a mapping file, to be corrected by hand and given with --mapping."""

from __future__ import annotations

import json
from collections.abc import Mapping as Dictionary
from typing import Any

from dashboard.imports.mapping import Mapping

DELETE = "\x7f"


def as_toml(mapping: Mapping, remarks: Dictionary[str, str] | None = None) -> str:
    """The mapping as TOML, which `read_mapping` reads; `remarks`: what is said of some of its columns, by
    their names in the own format."""
    data = mapping.model_dump(mode="json", exclude_defaults=True)
    return "\n".join(_table("", _with_plain_names(data), remarks or {})).lstrip("\n") + "\n"


def _with_plain_names(data: Any) -> Any:
    """A column that has one name as that name: "Agent" for [["Agent"]]."""
    if isinstance(data, dict):
        return {key: _with_plain_names(value) for key, value in data.items()}
    if isinstance(data, list) and len(data) == 1 and isinstance(data[0], list) and len(data[0]) == 1:
        return data[0][0]
    return [_with_plain_names(value) for value in data] if isinstance(data, list) else data


def _table(path: str, data: dict[str, Any], remarks: Dictionary[str, str]) -> list[str]:
    """The lines of a table: first its values, then the tables in it, as TOML wants it."""
    lines = [
        _line(key, value, remarks if path == "columns" else {})
        for key, value in data.items()
        if _is_value(value)
    ]
    for key, value in data.items():
        name = f"{path}.{_key(key)}" if path else _key(key)
        if isinstance(value, dict):
            lines += ["", f"[{name}]", *_table(name, value, remarks)]
        elif not _is_value(value):
            for one in value:
                lines += ["", f"[[{name}]]", *_table(name, one, remarks)]
    return lines


def _is_value(value: Any) -> bool:
    of_tables = isinstance(value, list) and any(isinstance(one, dict) for one in value)
    return not isinstance(value, dict) and not of_tables


def _line(key: str, value: Any, remarks: Dictionary[str, str]) -> str:
    remark = f"  # {' '.join(remarks[key].split())}" if key in remarks else ""
    return f"{_key(key)} = {_written(value)}{remark}"


def _key(key: str) -> str:
    return key if key.replace("_", "a").isascii() and key.replace("_", "a").isalnum() else _written(key)


def _written(value: Any) -> str:
    """A value as TOML and JSON both write it, but for one character that only JSON lets stand."""
    return json.dumps(value, ensure_ascii=False).replace(DELETE, "\\u007f")
