"""Text that UTF-8 and PostgreSQL can hold."""

from __future__ import annotations

from runtime.storable import storable, storable_text


def test_only_what_cannot_be_stored_is_replaced() -> None:
    assert storable_text("tab\t é 😀 \x7f\x1b") == "tab\t é 😀 \x7f\x1b"
    assert storable_text("\0\ud800x\udfff\ud83d\ude00") == "\ufffd\ufffdx\ufffd😀"


def test_names_and_nested_values_too() -> None:
    assert storable({"a\0": ["\ud800", {"b": ("\0", 1, None)}]}) == {"a\ufffd": ["\ufffd", {"b": ["\ufffd", 1, None]}]}
