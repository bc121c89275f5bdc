"""Round four: what is shown instead of the page, and what the page did not get."""

from __future__ import annotations

from typing import Final

from debugging.failure_classes import FailureClass
from tests.faults.fault import Answer, Fault, changed, json_answer, redirect
from tests.faults.late.shells import bare

_DEVIS: Final = bare("Devis", "<h1>Devis 118</h1><button>Valider le devis</button>", lang="fr")
_EXPIREE: Final = (
    '<div class="fenetre" style="position:fixed;inset:0;background:#fffe;padding:200px"><p>Votre session a expiré.</p>'
    '<a href="/entree">Se reconnecter</a></div></body>'
)
_FATTURE: Final = bare("Fatture", '<h1>Fatture</h1><a class="scarica" href="#f">Scarica</a>', lang="it")
_ENTRA: Final = bare(
    "Area clienti",
    "<h1>Area clienti</h1><p>La sessione è scaduta.</p><label>Codice cliente<input name='codice'></label>"
    "<label>Parola d'ordine<input type='password'></label><button>Entra</button>",
    lang="it",
)
_ZAMOWIENIA: Final = bare("Zamówienia", '<h1>Zamówienia</h1><td id="suma">3</td><p id="ile">3 szt.</p>', lang="pl")
_ROWS: Final = bare(
    "Shipments",
    '<h1>Shipments</h1><table><tbody id="b"></tbody></table><script>fetch("/v1/shipments").then(r => r.ok ? r.json() :'
    ' []).then(all => { b.innerHTML = all.map(one => `<tr class="ship"><td>${one}</td></tr>`).join("") })</script>',
)
_LADEN: Final = bare(
    "Voorraad",
    '<h1>Voorraad</h1><div id="v" class="laadt">Laden…</div><script>fetch("/api/voorraad").then(r => { if (r.ok) '
    "v.innerHTML = '<ul><li class=item>Bout M8</li></ul>' })</script>",
    lang="nl",
)
_APP: Final = bare("Planner", '<div id="app"></div><script src="/static/app.4c1e.js"></script>')
_APP_SCRIPT: Final = Answer(
    body='document.getElementById("app").innerHTML = "<h1>Week 14</h1><button>Publish week</button>"',
    content_type="text/javascript",
)
_PRECOS: Final = bare("Preços", '<h1>Preços</h1><span class="preco">12,90</span>', lang="pt")
_BARREIRA: Final = Answer(
    status=403,
    body=bare(
        "loja.example", "<h2>Verificação</h2><p>Confirme que você é humano para continuar.</p><input type=checkbox>"
    ),
)

FAULTS: Final = (
    Fault(
        name="session_expiree_sur_le_devis",
        expected=FailureClass.LOGIN_REQUIRED,
        site={"/devis": _DEVIS},
        changes={"/devis": changed(_DEVIS, "</body>", _EXPIREE)},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("valider-devis")
def valider(ctx, input):
    ctx.page.goto(input["site"] + "/devis")
    ctx.page.click("text=Valider le devis", timeout=1200)
""",
    ),
    Fault(
        name="area_clienti",
        expected=FailureClass.LOGIN_REQUIRED,
        site={"/fatture": _FATTURE},
        changes={"/fatture": redirect("/entra"), "/entra": _ENTRA},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("scarica-fatture")
async def scarica(ctx, input):
    await ctx.page.goto(input["site"] + "/fatture")
    await ctx.page.locator("a.scarica").first.click(timeout=1200)
""",
    ),
    Fault(
        name="przerwa_techniczna",
        expected=FailureClass.HTTP_ERROR,
        site={"/zamowienia": _ZAMOWIENIA},
        changes={"/zamowienia": bare("Sklep", "<h2>Przerwa techniczna</h2><p>Wracamy o 6:00.</p>", lang="pl")},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("suma-zamowien", start_url="$site/zamowienia")
def suma(ctx, input):
    return ctx.page.inner_text("#ile", timeout=1200)
""",
    ),
    Fault(
        name="shipments_answer_401",
        expected=FailureClass.LOGIN_REQUIRED,
        site={"/shipments": _ROWS, "/v1/shipments": json_answer(["A-1", "A-2"])},
        changes={"/v1/shipments": json_answer({"detail": "Token expired"}, status=401)},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("first-shipment")
async def first(ctx, input):
    page = ctx.page
    await page.goto(input["site"] + "/shipments")
    await page.wait_for_selector("tr.ship", timeout=1300)
    return await page.text_content("tr.ship td")
""",
    ),
    Fault(
        name="laden_behind_504",
        expected=FailureClass.HTTP_ERROR,
        site={"/voorraad": _LADEN, "/api/voorraad": json_answer({})},
        changes={"/api/voorraad": json_answer({}, status=504)},
        misleading=True,
        workflow="""
from libretto import workflow
from playwright.sync_api import expect

@workflow("voorraad")
def voorraad(ctx, input):
    ctx.page.goto(input["site"] + "/voorraad")
    expect(ctx.page.locator("li.item")).to_have_count(1, timeout=1300)
""",
    ),
    Fault(
        name="bundle_is_404",
        expected=FailureClass.HTTP_ERROR,
        site={"/planner": _APP, "/static/app.4c1e.js": _APP_SCRIPT},
        changes={"/static/app.4c1e.js": Answer(status=404, body="Not found", content_type="text/plain")},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("publish-week")
def publish(ctx, input):
    ctx.page.goto(input["site"] + "/planner")
    ctx.page.get_by_role("button", name="Publish week").click(timeout=1300)
""",
    ),
    Fault(
        name="confirme_que_e_humano",
        expected=FailureClass.BOT_WALL,
        site={"/precos": _PRECOS},
        changes={"/precos": _BARREIRA},
        misleading=True,
        workflow="""
from libretto import workflow

@workflow("preco")
async def preco(ctx, input):
    await ctx.page.goto(input["site"] + "/precos")
    return await ctx.page.locator(".preco").text_content(timeout=1200)
""",
    ),
)
