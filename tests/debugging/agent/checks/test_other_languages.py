"""What sites of other languages say in front of a page, or instead of it."""

from __future__ import annotations

import pytest

from debugging.agent.diagnosing import diagnose
from debugging.failure_classes import FailureClass as F
from tests.debugging.agent.checks.test_elements import PAY, held_up
from tests.debugging.agent.making import good, not_found, page

CHECKOUT = '<h1>Checkout</h1><button id="pay">Pay</button>'
COVER = '<div class="{}">…</div> intercepts pointer events'

SIGNED_OUT = [
    "Your session has expired. Please sign in again.",
    "You have been logged out due to inactivity.",
    "Ihre Sitzung ist abgelaufen. Bitte melden Sie sich erneut an.",
    "Sie wurden aus Sicherheitsgründen abgemeldet.",
    "Votre session a expiré. Veuillez vous reconnecter.",
    "Vous avez été déconnecté.",
    "Su sesión ha caducado. Inicie sesión de nuevo.",
    "Tu sesión ha expirado.",
    "La sessione è scaduta. Effettua di nuovo l'accesso.",
    "A sua sessão expirou. Inicie sessão novamente.",
    "Uw sessie is verlopen. Log opnieuw in.",
    "U bent automatisch uitgelogd.",
    "Twoja sesja wygasła. Zaloguj się ponownie.",
    "Zostałeś wylogowany.",
]
NO_ROBOT = [
    "Verify you are human",
    "Bestätigen Sie, dass Sie ein Mensch sind",
    "Ungewöhnlicher Datenverkehr aus Ihrem Netzwerk",
    "Je ne suis pas un robot",
    "Verifica que eres humano",
    "Non sono un robot",
    "Confirme que você é humano",
    "Bevestig dat u geen robot bent",
    "Potwierdź, że nie jesteś robotem",
]
OUT_OF_ORDER = [
    "Wartungsarbeiten: Wir sind bald zurück",
    "Ein unerwarteter Fehler ist aufgetreten",
    "Page introuvable",
    "Site en maintenance",
    "Página no encontrada",
    "Se ha producido un error",
    "Pagina non trovata",
    "Sito in manutenzione",
    "Página não encontrada",
    "Serviço temporariamente indisponível",
    "Pagina niet gevonden",
    "Er is iets misgegaan",
    "Nie znaleziono strony",
    "Przerwa techniczna",
]


@pytest.mark.parametrize("words", SIGNED_OUT)
@pytest.mark.parametrize("tag", ['div class="modal"', 'dialog open=""', 'div id="layer"'])
def test_a_layer_that_says_the_session_is_over(words: str, tag: str) -> None:
    shown = page(f"{CHECKOUT}<{tag}><p>{words}</p><button>OK</button></{tag.partition(' ')[0]}>")
    mark = tag.partition(" ")[2] or 'id="none"'
    cover = f"<{tag.partition(' ')[0]} {mark}>…</{tag.partition(' ')[0]}> intercepts pointer events"
    found = diagnose(held_up(cover, page=shown, good=good(CHECKOUT, xpath="/html/body/button")))
    assert (found.failure_class, found.confidence >= 0.9) == (F.LOGIN_REQUIRED, True)


def test_the_layer_is_found_behind_the_backdrop_that_covers() -> None:
    shown = page(
        f"{CHECKOUT}<div class='backdrop'></div><div class='modal-box'><h2>Sitzung abgelaufen</h2><a>Anmelden</a></div>"
    )
    assert diagnose(held_up(COVER.format("backdrop"), page=shown)).failure_class == F.LOGIN_REQUIRED


def test_a_layer_that_nobody_sees_says_nothing() -> None:
    told = '- heading "Checkout"\n- button "Pay"\n- text: We value your privacy'
    shown = page(
        f"{CHECKOUT}<div class='modal'>Sitzung abgelaufen</div><div class='consent'>We value your privacy</div>",
        aria=told,
    )
    assert diagnose(held_up(COVER.format("consent"), page=shown)).failure_class == F.ELEMENT_COVERED


@pytest.mark.parametrize(
    "words",
    [
        "Wir verwenden Cookies. Alle akzeptieren",
        "Nous respectons votre vie privée. Tout accepter",
        "Usamos cookies. Aceptar todo",
        "Jetzt zum Newsletter anmelden und 10 % sparen",
        "Inscrivez-vous à notre newsletter",
        "Sie werden in 5 Minuten abgemeldet",
        "Your session expires in 5 minutes",
    ],
)
def test_other_layers_only_cover(words: str) -> None:
    shown = page(f"{CHECKOUT}<div class='layer'><p>{words}</p><button>OK</button></div>")
    assert diagnose(held_up(COVER.format("layer"), page=shown)).failure_class == F.ELEMENT_COVERED


def test_a_sign_in_form_over_the_page() -> None:
    form = "<div class='popup'><h2>Willkommen zurück</h2><input type='password'><button>Anmelden</button></div>"
    found = diagnose(held_up(COVER.format("popup"), page=page(CHECKOUT + form), good=good(CHECKOUT)))
    assert found.failure_class == F.LOGIN_REQUIRED


@pytest.mark.parametrize("words", NO_ROBOT)
def test_walls(words: str) -> None:
    instead = diagnose(not_found(PAY, page=page(f"<h1>{words}</h1>", title="shop.example"), good=good(CHECKOUT)))
    assert (instead.failure_class, instead.confidence >= 0.9) == (F.BOT_WALL, True)
    over = diagnose(held_up(COVER.format("ask"), page=page(f"{CHECKOUT}<div class='ask'>{words}</div>")))
    assert over.failure_class == F.BOT_WALL


@pytest.mark.parametrize("words", OUT_OF_ORDER)
def test_error_pages_with_status_200(words: str) -> None:
    found = diagnose(not_found(PAY, page=page(f"<h1>{words}</h1>", title="Shop"), good=good(CHECKOUT)))
    assert (found.failure_class, found.confidence >= 0.9) == (F.HTTP_ERROR, True)


@pytest.mark.parametrize(
    ("title", "user", "button"),
    [
        ("Anmelden", "Benutzername", "Anmelden"),
        ("Connectez-vous", "Identifiant", "Se connecter"),
        ("Inicia sesión", "Usuario", "Entrar"),
        ("Accedi", "Nome utente", "Accedi"),
        ("Iniciar sessão", "Utilizador", "Entrar"),
        ("Inloggen", "Gebruikersnaam", "Inloggen"),
        ("Zaloguj się", "Login", "Zaloguj się"),
    ],
)
def test_sign_in_pages_without_a_password_field(title: str, user: str, button: str) -> None:
    """The first of two steps, at the same address."""
    form = f"<h1>{title}</h1><label>{user}<input name='username'></label><button>{button}</button>"
    found = diagnose(not_found(PAY, page=page(form, title=title), good=good(CHECKOUT, xpath="/html/body/button")))
    assert found.failure_class == F.LOGIN_REQUIRED
