"""Which button of a banner or message only closes it, in eight languages. Refusing cookies goes before accepting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from debugging.agent.page_element import Element

CONSENT: Final = re.compile(r"cookie|consent|gdpr|dsgvo|privacy|datenschutz|privacidad|confidentialit", re.IGNORECASE)
COOKIES: Final = re.compile(r"cookie", re.IGNORECASE)  # terms of use are not accepted for anybody


def _phrases(*lines: str) -> frozenset[str]:
    return frozenset(phrase.strip() for line in lines for phrase in line.split("|"))


# Without the words of _BESIDE.
_BESIDE: Final = _phrases(
    "all | cookies | optional | the | this | alle | alles | die | tout | tous | toutes | todo | todos | todas",
    "las | los | tutti | tutto | tudo | wszystkie",
)
_REFUSES: Final = _phrases(
    "reject | decline | refuse | deny | reject non-essential | only necessary | necessary only | only essential",
    "essential only | strictly necessary only | use necessary only | accept only necessary",
    "accept only essential | accept necessary | accept essential | continue without accepting",
    "continue without agreeing | ablehnen | nur notwendige | nur essenzielle | nur erforderliche",
    "nur notwendige akzeptieren | nur technisch notwendige | nur notwendige zulassen | refuser | je refuse",
    "continuer sans accepter | rechazar | rechazarlas | solo necesarias | sólo necesarias | solo esenciales",
    "rifiuta | solo necessari | weigeren | alleen noodzakelijke | alleen noodzakelijk | rejeitar | recusar",
    "apenas necessários | odrzuć | tylko niezbędne",
)
_ACCEPTS: Final = _phrases(
    "accept | i accept | agree | i agree | allow | accept and close | accept and continue | yes, i agree",
    "consent | akzeptieren | zulassen | annehmen | zustimmen | einverstanden | ich stimme zu | erlauben",
    "accepter | j'accepte | aceptar | accetta | accetto | accepteren | akkoord | aceitar | akceptuję | zaakceptuj",
    "zgadzam się | ok | got it",
)
_CLOSES: Final = _phrases(
    "x | \u00d7 | \u2715 | \u2716 | close | close dialog | close banner | close window | close message",
    "close popup | close modal | dismiss | not now | no thanks | no, thanks | no thank you | maybe later | later",
    "skip | skip for now | hide | got it | remind me later | i'm not interested | continue in browser",
    "stay in browser | schließen | nein danke | nein, danke | jetzt nicht | später | vielleicht später",
    "verstanden | alles klar | ausblenden | im browser bleiben | im browser fortfahren | fermer | non merci",
    "non, merci | plus tard | pas maintenant | compris | cerrar | no gracias | no, gracias | ahora no | más tarde",
    "entendido | seguir en el navegador | chiudi | no grazie | no, grazie | non ora | ho capito | sluiten",
    "nee bedankt | nee, bedankt | niet nu | begrepen | fechar | não, obrigado | não obrigado | agora não",
    "entendi | zamknij | nie dziękuję | nie, dziękuję | nie teraz | rozumiem",
)


def closing_button(text: str, buttons: Sequence[Element], *, asks_for_more: bool) -> Element | None:
    """`text`: of all that lies over the page. None when no button only closes it, or several could."""
    refuses = (_REFUSES,) if CONSENT.search(text) and not asks_for_more else ()
    accepts = (_ACCEPTS,) if COOKIES.search(text) and not asks_for_more else ()
    for phrases in (*refuses, _CLOSES, *accepts):
        found = [one for one in buttons if _plain(one.name) in phrases]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _plain(name: str) -> str:
    words = name.casefold().replace("\u2019", "'").strip(" .!").split()
    return " ".join(word for word in words if word not in _BESIDE) or name.casefold()
