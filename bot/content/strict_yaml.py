"""YAML as curators need it: every scalar stays a string, a key given twice is a fault, faults have a line."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from bot.errors import ContentError, Fault

_BASE: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _StrictLoader(_BASE):  # type: ignore[misc]  # the base is chosen at run time: C where it is built in
    """Base loader (no scalar but strings) that refuses duplicate keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        """Return the mapping; raise ConstructorError where a key stands twice."""
        seen: dict[str, int] = {}
        for key_node, _ in node.value:
            key = str(key_node.value)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"the key {key!r} stands here again (first in line {seen[key]}); keep one of the two",
                    problem_mark=key_node.start_mark,
                )
            seen[key] = key_node.start_mark.line + 1
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping that the file holds; raise ContentError with the line of what is wrong."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506  # builds strings only
    except UnicodeDecodeError as error:
        raise ContentError([Fault(path, f"byte {error.start}", "is not UTF-8; save the file as UTF-8")]) from error
    except FileNotFoundError as error:
        raise ContentError([Fault(path, "", "is missing; add the file")]) from error
    except OSError as error:
        raise ContentError([Fault(path, "", f"cannot be read: {error.strerror}")]) from error
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ContentError([Fault(path, line, str(error.problem or error))]) from error
    except yaml.YAMLError as error:
        raise ContentError([Fault(path, "", str(error).splitlines()[0])]) from error
    if data in (None, ""):
        return {}
    if not isinstance(data, dict):
        raise ContentError([Fault(path, "", "must hold keys and values (`key: value`), found something else")])
    return data


def line_of(path: Path, keys: tuple[str, ...]) -> int | None:
    """Return the line, from 1, where the nested keys stand in the file; None when they do not."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_StrictLoader)
    line: int | None = None
    for wanted in keys:
        if not isinstance(node, yaml.MappingNode):
            return line
        for key_node, value_node in node.value:
            if key_node.value == wanted:
                line, node = key_node.start_mark.line + 1, value_node
                break
        else:
            return line
    return line
