"""Round three: walls and logins."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Answer, Fault, changed
from tests.faults.late.shells import bare, shop, townhall, warehouse

_STOCK: Final = warehouse("Bestand", '<table><tr><td>Schrauben<td><a href="#s">Zählen</a></table>')
_BASIC: Final = Answer(
    status=401,
    headers={"WWW-Authenticate": 'Basic realm="LagerWerk"'},
    body=(
        "<html><head><title>401 Authorization Required</title></head><body><h1>401 Authorization "
        "Required</h1></body></html>"
    ),
)
_LICENCE: Final = townhall("Licencia", '<label>Expediente<input name="exp"></label><button>Buscar</button>')
_CADUCADA: Final = (
    '<dialog id="s"><h2>Su sesión ha caducado</h2><p>Inicie sesión de nuevo para continuar.</p>'
    "<button>Iniciar sesión</button></dialog><script>s.showModal()</script></body>"
)
_PRICES: Final = shop("Price list", '<p class="from">from € 3.10</p>')
_CHECKING: Final = Answer(
    status=503,
    headers={"Server": "ddos-guard"},
    body=bare(
        "DDoS-Guard",
        (
            "<h1>Checking your browser before accessing kornblum.example.</h1><p>This process is "
            "automatic. Please allow up to 5 seconds…</p>"
        ),
    ),
)
_PICK: Final = warehouse("Auftrag", "<button onclick=\"location.href='/auftrag/fertig'\">Abschließen</button>")
_ANMELDEN: Final = bare(
    "LagerWerk",
    (
        "<h1>Willkommen</h1><form><label>Personalnummer<input></label><label>PIN<input "
        'type="password"></label><button>Anmelden</button></form>'
    ),
    lang="de",
)

FAULTS: Final = (
    Fault(
        name="basic_auth",
        expected=FailureClass.LOGIN_REQUIRED,
        site={"/bestand": _STOCK},
        changes={"/bestand": _BASIC},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("zaehlen")
def zaehlen(ctx, input):
    ctx.page.goto(input["site"] + "/bestand")
    ctx.page.get_by_role("link", name="Zählen").click(timeout=1200)
""",
    ),
    Fault(
        name="sesion_caducada",
        expected=FailureClass.LOGIN_REQUIRED,
        site={"/lic": _LICENCE},
        changes={"/lic": changed(_LICENCE, "</body>", _CADUCADA)},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("buscar-expediente")
async def buscar(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/lic")
    await page.get_by_role("button", name="Buscar").click(timeout=1200)
""",
    ),
    Fault(
        name="checking_your_browser_503",
        expected=FailureClass.BOT_WALL,
        site={"/prices": _PRICES},
        changes={"/prices": _CHECKING},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("lowest-price", start_url="$site/prices")
def lowest(ctx, input):
    return ctx.page.locator("p.from").inner_text(timeout=1200)
""",
    ),
    Fault(
        name="alert_then_login",
        expected=FailureClass.LOGIN_REQUIRED,
        site={"/auftrag": _PICK, "/auftrag/fertig": warehouse("Fertig", "<p class='ok'>Abgeschlossen</p>")},
        changes={
            "/auftrag/fertig": bare(
                "LagerWerk", "<script>alert('Ihre Sitzung ist abgelaufen.'); location.replace('/anmelden')</script>"
            ),
            "/anmelden": _ANMELDEN,
        },
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("auftrag-abschliessen")
async def abschliessen(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/auftrag")
    await page.get_by_role("button", name="Abschließen").click()
    await page.locator("p.ok").wait_for(timeout=1300)
""",
    ),
)
