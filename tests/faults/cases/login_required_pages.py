"""Pages of login_required.py."""

from __future__ import annotations

from typing import Final

from tests.faults.fault import changed
from tests.faults.shells import freight, insurer, invoices, mutual, page, people

BOOKINGS: Final = freight("Bookings", "<button onclick=\"location='/bookings/new'\">New booking</button>")
SIGN_IN: Final = page(
    "Sign in | Halyard Freight",
    '<main class="card"><h1>Welcome back</h1><form method="post" action="/sign-in"><label>Work '
    'email<input type="email">'
    '</label><label>Password<input type="password"></label><button>Sign in</button><a href="/forgot">Forgot your '
    "password?</a></form></main>",
)
PAYROLL: Final = people("Payroll", '<a class="btn" href="/payroll/november">November</a>')
EXPIRED: Final = (
    '<div role="alertdialog" aria-modal="true" aria-labelledby="x" style="position:fixed;inset:0;background:#0009;'
    'z-index:50"><div style="background:#fff;margin:120px auto;width:400px;padding:30px"><h2 id="x">Your session has '
    "expired</h2><p>For your security we signed you out after 15 minutes of inactivity.</p>"
    "<button>Log in again</button>"
    "</div></div></body>"
)
CONTRACTS: Final = insurer("Verträge", '<table><tr><td>KFZ-771<td>Petersen<td><a href="/v/771">Öffnen</a></table>')
ANMELDEN: Final = page(
    "Anmeldung &ndash; Nordstern Maklerportal",
    "<h1>Anmeldung</h1><p class='hinweis'>Ihre Sitzung ist abgelaufen. Bitte melden Sie sich erneut an.</p><form>"
    '<label>Benutzerkennung<input name="kennung"></label><label>Passwort<input type="password" name="pw"></label>'
    "<button>Anmelden</button></form>",
    lang="de",
)
COMPANY: Final = page(
    "Sign in to your account",
    '<main><img alt="Contoso" src="data:,"><h1>Sign in</h1><form><input type="email" '
    'aria-label="Email, phone, or Skype">'
    "<button>Next</button></form><p>No account? Create one!</p></main>",
)
LIST: Final = invoices(
    "Invoices",
    '<p id="state">Loading…</p><ul id="rows"></ul><script>fetch("/api/invoices").then(async answer => {'
    'if (!answer.ok) { document.getElementById("state").textContent = "Please log in again to see '
    'your invoices."; return }'
    'for (const one of await answer.json()) rows.innerHTML += `<li>${one}</li>`; state.textContent = "" })</script>',
)
REFUNDS: Final = mutual(
    "Mes remboursements", '<table id="rbt"><tr><th>Date<th>Montant</tr><tr><td>12/11<td>23,50 €</table>'
)
CONNEXION: Final = page(
    "Connexion | Espace adhérent",
    "<h1>Connexion à votre espace</h1><form><label>Numéro d'adhérent<input></label><label>Mot de passe<input "
    'type="password"></label><button>Se connecter</button></form>',
    lang="fr",
)
OWN_FORM: Final = page(
    "Log in - Peoplebase",
    '<h1>Log in</h1><form method="post" action="/login"><label>Email<input name="e"></label><label>Password<input '
    'type="password" name="p"></label><button>Log in</button></form>',
)
REJECTED: Final = changed(
    OWN_FORM, "<form", '<p role="alert">The email address or password you entered is incorrect.</p><form'
)
