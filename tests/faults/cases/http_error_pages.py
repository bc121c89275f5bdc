"""Pages of http_error.py."""

from __future__ import annotations

from typing import Final

from tests.faults.fault import Answer
from tests.faults.shells import freight, insurer, invoices, page, people

INVOICE: Final = invoices("Invoice INV-20817", '<p>$1,204.00</p><button data-testid="approve">Approve</button>')
LOST: Final = Answer(status=404, body=invoices("Page not found", "<p>We can't find the page you are looking for.</p>"))
TARIF: Final = insurer("Tarife", '<label>Tarif<select name="t"><option>Basis<option>Komfort</select></label>')
WARTUNG: Final = page(
    "Wartungsarbeiten",
    "<h1>503 &ndash; Vorübergehend nicht verfügbar</h1><p>Unser Portal wird gerade gewartet. Bitte "
    "versuchen Sie es ab 18 Uhr "
    "wieder.</p>",
    lang="de",
)
BOOK: Final = freight(
    "New booking",
    '<form method="post" action="/bookings"><label>Reference<input name="ref"></label><button>Book</button></form>',
)
ERROR_500: Final = Answer(
    status=500, body=freight("Something went wrong", "<p>Reference: 7f3a-99. Our team has been notified.</p>")
)
TEAM: Final = people(
    "Team",
    '<p id="none">No employees to show.</p><ul id="team"></ul><script>fetch("/api/team").then(r '
    "=> r.json()).then(all => {"
    'none.remove(); for (const name of all) team.innerHTML += `<li><a href="#">${name}</a></li>` })</script>',
)
REPORT: Final = invoices("Reports", '<a href="/reports/q3.csv">Download Q3 report</a>')
GATEWAY: Final = Answer(
    status=502,
    body="<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center>"
    "<hr><center>nginx/1.24.0</center></body></html>",
)
SALARY: Final = people("Salaries", '<table><tr><td>Ana Souza<td class="pay">61,000</table>')
FORBIDDEN: Final = Answer(
    status=403,
    body=people("Access denied", "<p>You do not have permission to view salaries. Ask an administrator.</p>"),
)
