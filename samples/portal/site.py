"""What the portal answers, path by path."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from samples.portal import pages
from samples.portal.accounts import Visitor, Visitors
from samples.portal.data import Order, confirmation_csv, invoice_csv
from samples.portal.markup import Markup
from samples.portal.order_form import problems

COOKIE = "portal_session"
HTML = "text/html; charset=utf-8"
CSS = "text/css; charset=utf-8"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Request:
    method: str
    path: str  # without the prefix of a release
    query: dict[str, str]
    form: dict[str, str]
    session: str
    markup: Markup
    visitors: Visitors


@dataclass(frozen=True)
class Answer:
    body: str = ""
    status: HTTPStatus = HTTPStatus.OK
    content_type: str = HTML
    headers: dict[str, str] = field(default_factory=dict)


def answer(request: Request) -> Answer:
    for method, path, view in PUBLIC:
        if (method, path) == (request.method, request.path):
            return view(request)
    visitor = request.visitors.find(request.session)
    if visitor is None:
        return _redirect(request, "/sign-in")
    for method, pattern, view in FOR_VISITORS:
        match = re.fullmatch(pattern, request.path)
        if method == request.method and match:
            return view(request, visitor, *match.groups())
    return _not_found(request)


def stylesheet(request: Request) -> Answer:
    return Answer(request.markup.stylesheet(), content_type=CSS)


def sign_in_form(request: Request) -> Answer:
    return Answer(pages.sign_in(request.markup))


def sign_in(request: Request) -> Answer:
    user = request.form.get("user", "")
    session = request.visitors.sign_in(user, request.form.get("password", ""))
    if session is None:
        page = pages.sign_in(request.markup, user=user, problem="The user name or the password is wrong.")
        return Answer(page, HTTPStatus.UNAUTHORIZED)
    return _redirect(request, "/orders", cookie=f"{COOKIE}={session}; Path=/; HttpOnly; SameSite=Lax")


def sign_out(request: Request) -> Answer:
    request.visitors.sign_out(request.session)
    return _redirect(request, "/sign-in", cookie=f"{COOKIE}=; Path=/; Max-Age=0")


def home(request: Request, _: Visitor) -> Answer:
    return _redirect(request, "/orders")


def orders(request: Request, visitor: Visitor) -> Answer:
    text, status = request.query.get("q", ""), request.query.get("status", "")
    found = [order for order in visitor.orders if order.matches(text, status)]
    return Answer(pages.orders(request.markup, found, request.query))


def new_order_form(request: Request, _: Visitor) -> Answer:
    return Answer(pages.new_order(request.markup, {}, {}))


def new_order(request: Request, visitor: Visitor) -> Answer:
    if found := problems(request.form):
        return Answer(pages.new_order(request.markup, request.form, found), HTTPStatus.UNPROCESSABLE_ENTITY)
    return _redirect(request, f"/orders/{visitor.place(request.form).number}")


def placed(request: Request, visitor: Visitor, number: str) -> Answer:
    order = visitor.order(number)
    return Answer(pages.placed(request.markup, order)) if order else _not_found(request)


def confirmation(request: Request, visitor: Visitor, number: str) -> Answer:
    order = visitor.order(number)
    return _file(f"confirmation-{number}.csv", confirmation_csv(order)) if order else _not_found(request)


def invoice(request: Request, visitor: Visitor, number: str) -> Answer:
    order = _invoiced(visitor, number)
    return Answer(pages.invoice(request.markup, order)) if order else _not_found(request)


def invoice_file(request: Request, visitor: Visitor, number: str) -> Answer:
    order = _invoiced(visitor, number)
    return _file(f"{number}.csv", invoice_csv(order)) if order else _not_found(request)


def _invoiced(visitor: Visitor, number: str) -> Order | None:
    return next((order for order in visitor.orders if order.invoice_number == number), None)


def _file(name: str, content: str) -> Answer:
    return Answer(content, content_type=CSV, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _redirect(request: Request, path: str, *, cookie: str | None = None) -> Answer:
    headers = {"Location": f"{request.markup.base}{path}"} | ({"Set-Cookie": cookie} if cookie else {})
    return Answer("", HTTPStatus.SEE_OTHER, headers=headers)


def _not_found(request: Request) -> Answer:
    return Answer(pages.not_found(request.markup), HTTPStatus.NOT_FOUND)


PUBLIC: list[tuple[str, str, Callable[[Request], Answer]]] = [
    ("GET", "/style.css", stylesheet),
    ("GET", "/sign-in", sign_in_form),
    ("POST", "/sign-in", sign_in),
    ("POST", "/sign-out", sign_out),
]
FOR_VISITORS: list[tuple[str, str, Callable[..., Answer]]] = [
    ("GET", "/", home),
    ("GET", "/orders", orders),
    ("GET", "/orders/new", new_order_form),
    ("POST", "/orders/new", new_order),
    ("GET", r"/orders/(HF-\d+)", placed),
    ("GET", r"/orders/(HF-\d+)/confirmation\.csv", confirmation),
    ("GET", r"/invoices/(INV-\d+)", invoice),
    ("GET", r"/invoices/(INV-\d+)\.csv", invoice_file),
]
