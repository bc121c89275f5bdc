"""What pages of the later faults look like around their content: other sites than the first ones."""

from __future__ import annotations

from typing import Final

_LOOK: Final = (
    "<style>*{box-sizing:border-box}body{margin:0;font:16px Georgia,serif}.top{display:flex;gap:20px;padding:14px;"
    "background:#13343b;color:#fff}.top a{color:#fff}.content{padding:20px 40px}input,select,textarea{padding:6px}"
    "dt{font-weight:bold}</style>"
)


def bare(title: str, body: str, *, lang: str = "en", head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width='
        f'device-width"><title>{title}</title>{_LOOK}{head}</head><body>{body}</body></html>'
    )


def bank(title: str, body: str) -> str:
    """Asks on every page to watch out for fraud, and knows how long one stays signed in."""
    top = (
        '<div class="top"><b>Alder Bank</b><a href="/accounts">Accounts</a><a href="/transfers">Transfers</a>'
        '<a href="/logout">Log out</a><small id="clock">You will be logged out in 09:41</small></div>'
    )
    warning = "<p><small>We will never ask for your password by phone or e-mail.</small></p>"
    return bare(f"{title} — Alder Bank", f'{top}<div class="content"><h1>{title}</h1>{body}{warning}</div>')


def clinic(title: str, body: str) -> str:
    """An application in one page: everything is in one element."""
    top = (
        '<div class="top" role="banner">Wellhaven Clinic <a href="/patients">Patients</a> <a '
        'href="/calendar">Calendar</a></div>'
    )
    return bare(
        f"Wellhaven | {title}",
        f'<div id="root">{top}<div class="content" role="main"><h2>{title}</h2>{body}</div></div>',
    )


def shop(title: str, body: str) -> str:
    """Wholesale, with an offer to sign up."""
    top = (
        '<div class="top"><a href="/">Kornblum Wholesale</a><a href="/basket">Basket (3)</a><a '
        'href="/login">My account</a></div>'
    )
    offer = (
        '<div class="content"><form action="/news"><label>Newsletter <input name="mail" '
        'placeholder="E-mail"></label><button>Sign up</button></form></div>'
    )
    return bare(f"{title} - Kornblum", f'{top}<div class="content"><h1>{title}</h1>{body}</div>{offer}')


def townhall(title: str, body: str) -> str:
    """Spanish."""
    top = (
        '<div class="top"><b>Ayuntamiento de Valdemora</b><a href="/tramites">Trámites</a><a '
        'href="/tasas">Tasas</a><a href="/salir">Salir</a></div>'
    )
    return bare(f"{title} · Sede electrónica", f'{top}<div class="content"><h1>{title}</h1>{body}</div>', lang="es")


def warehouse(title: str, body: str) -> str:
    """German, of a warehouse."""
    top = (
        '<div class="top"><b>LagerWerk</b><a href="/auftraege">Aufträge</a><a href="/bestand">Bestand'
        "</a><span>Schicht B</span></div>"
    )
    return bare(f"LagerWerk: {title}", f'{top}<div class="content"><h2>{title}</h2>{body}</div>', lang="de")
