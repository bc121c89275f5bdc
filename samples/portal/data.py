"""What the portal knows: the same orders and invoices after every start, on a business day that never ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

TODAY = date(2026, 3, 2)
CUSTOMERS = ("Alder & Sons", "Brightwater Cafés", "City of Larkfield", "Dunmore Hotels", "Elm Street School")
PRODUCTS = {
    "Oak desk, 160 cm": Decimal("389.00"),
    "Task chair": Decimal("214.50"),
    "Desk lamp": Decimal("48.90"),
    "Filing cabinet": Decimal("165.00"),
    "Whiteboard, 120 cm": Decimal("92.75"),
    "Coat stand": Decimal("57.20"),
}
STATUSES = ("Open", "Shipped", "Delivered", "Delivered", "Cancelled")
INVOICED = ("Shipped", "Delivered")


@dataclass(frozen=True, kw_only=True)
class Order:
    number: str
    customer: str
    product: str
    quantity: int
    due: date
    status: str
    notes: str = ""

    @property
    def total(self) -> Decimal:
        return PRODUCTS[self.product] * self.quantity

    @property
    def invoice_number(self) -> str | None:
        return self.number.replace("PO-", "INV-") if self.status in INVOICED else None

    def matches(self, text: str, status: str) -> bool:
        words = f"{self.number} {self.customer} {self.product}".casefold()
        return text.strip().casefold() in words and status in ("", self.status)


def _order(index: int) -> Order:
    return Order(
        number=f"PO-{1001 + index}",
        customer=CUSTOMERS[index * 3 % len(CUSTOMERS)],
        product=list(PRODUCTS)[index * 5 % len(PRODUCTS)],
        quantity=1 + index * 7 % 12,
        due=TODAY + timedelta(days=index * 11 % 60 - 20),
        status=STATUSES[index % len(STATUSES)],
    )


ORDERS = tuple(_order(index) for index in range(37))


def money(amount: Decimal) -> str:
    return f"€ {amount:,.2f}"


def invoice_csv(order: Order) -> str:
    return (
        "invoice,order,customer,product,quantity,unit_price,total\r\n"
        f'{order.invoice_number},{order.number},"{order.customer}","{order.product}",'
        f"{order.quantity},{PRODUCTS[order.product]},{order.total}\r\n"
    )


def confirmation_csv(order: Order) -> str:
    return (
        "confirmation,product,quantity,due,total\r\n"
        f'{order.number},"{order.product}",{order.quantity},{order.due.isoformat()},{order.total}\r\n'
    )
