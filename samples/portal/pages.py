"""The pages of the portal, the same for every release of the markup."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from samples.portal.data import PRODUCTS, STATUSES, TODAY, Order, money
from samples.portal.markup import Html, Markup, joined, options

PAGE_ROWS = 10
FORM_FIELDS = ("product", "quantity", "due", "notes", "terms")


def sign_in(markup: Markup, *, user: str = "", problem: str = "") -> Html:
    shown = markup.fragment("problem", text=problem) if problem else Html("")
    return markup.framed("Sign in", markup.fragment("sign_in", user=user, problem=shown), menu=Html(""))


def orders(markup: Markup, found: list[Order], query: Mapping[str, str]) -> Html:
    pages = max(1, -(-len(found) // PAGE_ROWS))
    asked = query.get("page", "1")
    page = min(max(int(asked[:6]) if asked.isascii() and asked.isdigit() else 1, 1), pages)
    status = query.get("status", "")
    rows = found[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    return markup.page(
        "orders",
        "Orders",
        text=query.get("q", ""),
        statuses=options(sorted(set(STATUSES)), status),
        count=len(found),
        rows=joined(_row(markup, order) for order in rows),
        page=page,
        pages=pages,
        previous=_pager(markup, "previous", query, page - 1) if page > 1 else Html(""),
        next=_pager(markup, "next", query, page + 1) if page < pages else Html(""),
    )


def _row(markup: Markup, order: Order) -> Html:
    invoice = order.invoice_number
    return markup.fragment(
        "order_row",
        **_shown(order),
        status_class=order.status.lower(),
        invoice=markup.fragment("invoice_link", number=invoice) if invoice else Html("&ndash;"),
    )


def _pager(markup: Markup, name: str, query: Mapping[str, str], page: int) -> Html:
    kept = {key: value for key, value in query.items() if key in ("q", "status") and value}
    return markup.fragment(name, query=urlencode({**kept, "page": page}))


def new_order(markup: Markup, form: Mapping[str, str], problems: Mapping[str, str]) -> Html:
    shown = {
        f"{field}_problem": markup.fragment("problem", text=problems[field]) if field in problems else Html("")
        for field in FORM_FIELDS
    }
    return markup.page(
        "new_order",
        "New order",
        products=options(PRODUCTS, form.get("product", "")),
        quantity=form.get("quantity", "1"),
        due=form.get("due", ""),
        today=TODAY.isoformat(),
        notes=form.get("notes", ""),
        terms=Html("checked" if form.get("terms") == "yes" else ""),
        **shown,
    )


def placed(markup: Markup, order: Order) -> Html:
    return markup.page("placed", f"Order {order.number}", **_shown(order), notes=order.notes or "none")


def invoice(markup: Markup, order: Order) -> Html:
    number = order.invoice_number
    return markup.page(
        "invoice",
        f"Invoice {number}",
        **_shown(order),
        invoice_number=number,
        unit_price=money(PRODUCTS[order.product]),
    )


def not_found(markup: Markup) -> Html:
    return markup.page("not_found", "Not found")


def _shown(order: Order) -> dict[str, object]:
    return {
        "number": order.number,
        "customer": order.customer,
        "product": order.product,
        "quantity": order.quantity,
        "due": order.due.isoformat(),
        "status": order.status,
        "total": money(order.total),
    }
