"""The new-order form, checked by the server."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from samples.portal.data import PRODUCTS, TODAY, Order

LARGEST_ORDER = 500
LONGEST_NOTE = 500


def problems(form: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by field; empty when the order can be placed."""
    found = {}
    if form.get("product") not in PRODUCTS:
        found["product"] = "Choose a product."
    quantity = form.get("quantity", "")
    if not (quantity.isascii() and quantity.isdigit() and 1 <= int(quantity[:9]) <= LARGEST_ORDER):
        found["quantity"] = f"Enter a quantity from 1 to {LARGEST_ORDER}."
    due = _date(form.get("due", ""))
    if due is None or due <= TODAY:
        found["due"] = f"Choose a delivery date after {TODAY.isoformat()}."
    if len(form.get("notes", "")) > LONGEST_NOTE:
        found["notes"] = f"Keep the notes under {LONGEST_NOTE} characters."
    if form.get("terms") != "yes":
        found["terms"] = "Accept the terms of supply."
    return found


def placed_order(form: Mapping[str, str], number: str) -> Order:
    """Only for a form without problems."""
    return Order(
        number=number,
        customer="Harbour & Finch",
        product=form["product"],
        quantity=int(form["quantity"]),
        due=date.fromisoformat(form["due"]),
        status="Open",
        notes=form.get("notes", ""),
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
