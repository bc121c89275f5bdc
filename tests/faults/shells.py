"""What pages of the seeded faults look like around their content: five made-up portals, with the noise of real ones."""

from __future__ import annotations

from typing import Final

_STYLE: Final = (
    "<style>body{margin:0;font:15px/1.5 system-ui,sans-serif;color:#223}header,footer{padding:12px 24px;"
    "background:#eef1f6}header a,footer a{margin-right:16px}main{padding:24px;max-width:900px}table{border-collapse:"
    "collapse}td,th{padding:6px 12px;border-bottom:1px solid #ccd}label{display:block;margin:10px 0 2px}"
    ".card{border:1px solid #ccd;border-radius:8px;padding:16px;margin:16px 0}.hidden{display:none}</style>"
)


def page(title: str, body: str, *, head: str = "", lang: str = "en") -> str:
    """Nothing around it."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{_STYLE}{head}</head>'
        f"<body>{body}</body></html>"
    )


def freight(title: str, body: str, *, head: str = "") -> str:
    """Signed in, with a menu. Its help mentions signing in."""
    menu = (
        '<header><a href="/"><b>Halyard Freight</b></a><a href="/bookings">Bookings</a><a href="/rates">Rates</a>'
        '<a href="/help">Trouble signing in? Help</a><span>dispatch@lakeside-metals.example</span>'
        '<a href="/sign-out">Sign out</a></header>'
    )
    foot = "<footer>© Halyard Freight Inc. <a href='/terms'>Terms</a><a href='/privacy'>Privacy</a></footer>"
    return page(f"{title} | Halyard Freight", f"{menu}<main><h1>{title}</h1>{body}</main>{foot}", head=head)


def insurer(title: str, body: str, *, head: str = "") -> str:
    """German."""
    menu = (
        '<header><strong>Nordstern Versicherung</strong> <nav aria-label="Hauptmenü"><a href="/vertraege">Verträge</a>'
        '<a href="/schaeden">Schäden</a><a href="/postfach">Postfach (2)</a></nav>'
        '<span>Maklerportal, Agentur 4711</span><a href="/abmelden">Abmelden</a></header>'
    )
    foot = "<footer>Nordstern Versicherung a.G., Lübeck · Impressum · Datenschutz</footer>"
    return page(f"{title}&ensp;| Nordstern", f"{menu}<main><h1>{title}</h1>{body}</main>{foot}", head=head, lang="de")


def invoices(title: str, body: str, *, head: str = "") -> str:
    """With statistics that are blocked, a line about reCAPTCHA, and scripts that complain."""
    noise = (
        '<script src="$closed/collect.js" async></script>'
        "<script>console.warn('[ledgerly] feature flag service is slow, using defaults')</script>"
    )
    menu = (
        '<header><a href="/home"><b>Ledgerly</b></a><a href="/invoices">Invoices</a><a href="/vendors">Vendors</a>'
        '<a href="/reports">Reports</a></header>'
    )
    foot = (
        "<footer><small>This site is protected by reCAPTCHA and the Google Privacy Policy and Terms of Service apply."
        "</small></footer>"
    )
    return page(f"{title} · Ledgerly", f"{menu}<main><h2>{title}</h2>{body}</main>{foot}", head=noise + head)


def people(title: str, body: str, *, head: str = "") -> str:
    """Has a dialog for signing in to another account, which nobody opened."""
    menu = (
        '<header><b>Peoplebase</b> <a href="/employees">Employees</a><a href="/time-off">Time off</a>'
        '<a href="/payroll">Payroll</a><button class="avatar" aria-haspopup="menu">Dana Whitfield</button></header>'
        '<dialog id="switch-account"><h2>Log in to another account</h2><form method="post" action="/switch">'
        '<label>Email<input type="email" name="email"></label><label>Password<input type="password" name="password">'
        "</label><button>Log in</button></form></dialog>"
    )
    return page(f"{title} - Peoplebase", f"{menu}<main><h1>{title}</h1>{body}</main>", head=head)


def mutual(title: str, body: str, *, head: str = "") -> str:
    """French."""
    menu = (
        '<header><b>Mutuelle du Rhône</b> <a href="/remboursements">Mes remboursements</a><a href="/devis">Devis</a>'
        '<a href="/messages">Messagerie</a><a href="/deconnexion">Se déconnecter</a></header>'
    )
    foot = "<footer>Mutuelle du Rhône, Lyon · Mentions légales · Gestion des cookies</footer>"
    return page(f"{title} | Espace adhérent", f"{menu}<main><h1>{title}</h1>{body}</main>{foot}", head=head, lang="fr")
