"""What questions say besides what they ask about, and what makes them more than a question. In eight languages."""

from __future__ import annotations

from typing import Final


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


ASKING: Final = _words(
    "are you sure really please confirm do did does want wish to would like the this that a an of for from your",
    "it now and in will be can cannot can't t undone action sind sie sich sicher möchten wollen wirklich bitte",
    "bestätigen soll jetzt der die das den dem diese diesen dieser dieses ein eine einen zu von und werden dass",
    "ihre ihren êtes vous sûr certain voulez vraiment confirmer le la les de du des ce cet cette que un une est",
    "está estás seguro segura desea confirmar el los las este esta del una sei sicuro vuoi davvero confermi il lo",
    "gli questo questa di weet u het zeker wilt deze dit czy na pewno",
)
DOUBTS: Final = _words(
    "anyway still despite although however warning caution without fee fees charge charged overdraft exceed",
    "exceeds exceeded differ differs mismatch already duplicate twice again unsaved lose lost loss instead",
    "invalid error fail failed fails expired except penalty outdated missing permanently all every everything",
    "subscribe subscription continue proceed ignore override overwrite replace not no never trotzdem dennoch",
    "achtung warnung ohne gebühr gebühren weicht bereits schon nochmals erneut verloren ungültig fehler fehlt",
    "alle alles fortfahren überschreiben ersetzen kostenpflichtig nicht kein keine quand malgré attention sans",
    "frais déjà perdu perdus erreur tout tous toutes continuer écraser remplacer pas todas todos advertencia",
    "cuidado sin cargo ya perderá todo continuar reemplazar sobrescribir comunque attenzione senza già perso",
    "errore tutto tutti toch zonder kosten al verlies fout doorgaan niet mimo bez już uwaga",
)
