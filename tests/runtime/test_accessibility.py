from __future__ import annotations

from typing import Any

import pytest
import yaml

from runtime.accessibility import aria_yaml


def node(number: int, role: str, name: str = "", *children: int, **more: Any) -> dict[str, Any]:
    properties = [{"name": key, "value": {"value": value}} for key, value in more.pop("properties", {}).items()]
    return {
        "nodeId": str(number),
        "role": {"value": role},
        "name": {"value": name},
        "childIds": [str(child) for child in children],
        "properties": properties,
        **more,
    }


def page(*nodes: dict[str, Any]) -> str:
    """A page that holds node 1, which may hold others."""
    return aria_yaml([node(0, "RootWebArea", "", 1), *nodes])


def test_what_says_nothing_is_passed_through() -> None:
    told = page(
        node(1, "generic", "", 2, 3),
        node(2, "none", "", 4, ignored=True),
        node(3, "InlineTextBox", "Go"),
        node(4, "button", "Go", properties={"disabled": True}),
    )
    assert told == '- button "Go" [disabled]\n'


def test_text_that_the_name_has_said_is_not_repeated() -> None:
    told = page(node(1, "link", "Read more", 2, 3), node(2, "StaticText", "Read "), node(3, "StaticText", "more"))
    assert told == '- link "Read more"\n'


def test_children_are_indented() -> None:
    told = page(node(1, "list", "", 2), node(2, "listitem", "", 3), node(3, "StaticText", "one"))
    assert told == '- list:\n  - listitem:\n    - text: "one"\n'


@pytest.mark.parametrize(
    ("value", "line"), [("typed: it", '- textbox "Name": "typed: it"\n'), ("••••••", '- textbox "Name"\n')]
)
def test_values_but_no_passwords(value: str, line: str) -> None:
    assert page(node(1, "textbox", "Name", value={"value": value}, properties={"editable": "plaintext"})) == line


def test_states() -> None:
    told = page(
        node(1, "tree", "", 2, 3),
        node(2, "heading", "Orders", properties={"level": 2}),
        node(3, "checkbox", "All", properties={"checked": "mixed", "expanded": False, "invalid": "false"}),
    )
    assert told.splitlines()[1:] == [
        '  - heading "Orders" [level=2]',
        '  - checkbox "All" [checked=mixed] [expanded=false]',
    ]


def test_it_is_yaml_whatever_the_page_says() -> None:
    names = ["a: b", "it's #1", 'say "x"', "- [", "line\nbreak", "\u2028"]
    nodes = [node(number, "img", name, number + 1) for number, name in enumerate(names, start=1)]
    assert yaml.safe_load(page(*nodes))


def test_depth_and_length_are_bounded() -> None:
    deep = [node(number, "group", "g", number + 1) for number in range(1, 3000)]
    assert page(*deep).count("\n") == 2999
    wide = [
        node(0, "RootWebArea", "", *range(1, 30_000)),
        *(node(number, "button", "b") for number in range(1, 30_000)),
    ]
    assert aria_yaml(wide).endswith("# The rest of this long page was left out.\n")


def test_an_empty_page() -> None:
    assert aria_yaml([]) == ""
