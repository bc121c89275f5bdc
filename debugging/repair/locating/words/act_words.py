"""Words for what controls do, in eight languages."""

from __future__ import annotations

from typing import Final

# English, German, French, Spanish, Italian, Portuguese, Dutch, Polish. "sign in" is two words beside each other.
_ACTS: Final = {
    "delete": "delete remove trash erase discard destroy purge löschen entfernen verwerfen supprimer effacer retirer "
    "eliminar borrar quitar elimina rimuovi excluir remover apagar verwijderen wissen usuń skasuj",
    "cancel": "cancel abort abbrechen stornieren annuler cancelar annulla annuleren anuluj",
    "back": "back previous prev return-to "
    "zurück précédent retour atrás anterior volver indietro voltar terug vorige wstecz wróć",
    "close": "close dismiss times xmark schließen fermer cerrar chiudi fechar sluiten zamknij",
    "reset": "reset clear zurücksetzen réinitialiser restablecer ripristina redefinir resetten wyczyść",
    "send": "submit send absenden abschicken senden einreichen envoyer soumettre enviar invia verzenden "
    "versturen wyślij",
    "save": "save update apply store speichern übernehmen enregistrer sauvegarder guardar salva salvar gravar opslaan "
    "zapisz",
    "pay": "pay buy order purchase checkout bezahlen kaufen bestellen payer acheter commander pagar comprar pedir "
    "acquista ordina paga betalen kopen zapłać kup zamów check-out place-order",
    "book": "book reserve buchen reservieren réserver reservar prenota boeken reserveren zarezerwuj",
    "publish": "publish release veröffentlichen publier publicar pubblica publiceren opublikuj",
    "agree": "accept agree allow approve yes akzeptieren zustimmen erlauben genehmigen accepter autoriser approuver "
    "aceptar permitir aprobar accetta consenti aceitar accepteren toestaan akceptuj zezwól",
    "refuse": "reject decline refuse deny disagree disallow no ablehnen verweigern refuser rechazar denegar rifiuta "
    "recusar rejeitar weigeren afwijzen odrzuć",
    "sign in": "login signin sign-in log-in anmelden einloggen connecter connexion acceder accedi entrar inloggen "
    "zaloguj",
    "sign out": "logout signout sign-out log-out sign-off log-off abmelden ausloggen déconnecter déconnexion esci "
    "sair uitloggen wyloguj",
    "sign up": "signup register sign-up create-account registrieren inscrire registrarse registrati cadastrar "
    "registreren zarejestruj",
    "next": "next continue proceed weiter fortfahren suivant continuer siguiente continuar avanti continua próximo "
    "volgende doorgaan dalej",
    "recover": "forgot forgotten lost vergessen oublié oubliée olvidado olvidada olvidaste olvidó dimenticato "
    "dimenticata esqueceu esqueci esquecida vergeten zapomniałeś zapomniałem",
    "search": "search find lookup suchen rechercher chercher buscar cerca pesquisar zoeken szukaj",
    "add": "add create new plus hinzufügen anlegen erstellen ajouter créer añadir agregar crear aggiungi crea "
    "adicionar "
    "criar toevoegen dodaj utwórz",
    "edit": "edit modify rename pencil bearbeiten ändern modifier éditer editar modifica bewerken wijzigen edytuj",
    "download": "download export herunterladen exportieren télécharger exporter descargar exportar scarica esporta "
    "baixar downloaden exporteren pobierz eksportuj",
    "upload": "upload import attach hochladen importieren importer subir importar carica importa carregar uploaden "
    "wgraj importuj",
    "print": "print drucken imprimer imprimir stampa afdrukken drukuj",
    "copy": "copy duplicate clone kopieren copier dupliquer copiar duplicar copia kopiëren kopiuj",
    "turn on": "enable activate start resume unlock turn-on aktivieren starten entsperren activer démarrer activar "
    "iniciar attiva avvia ativar activeren włącz",
    "turn off": "disable deactivate stop suspend lock pause block turn-off deaktivieren stoppen sperren désactiver "
    "arrêter bloquer desactivar detener bloquear disattiva ferma desativar parar deactiveren wyłącz zatrzymaj",
    "join": "subscribe follow join abonnieren abonner suscribirse iscriviti inscrever abonneren subskrybuj",
    "leave": "unsubscribe unfollow leave quit opt-out abbestellen désabonner désinscrire disiscriviti afmelden wypisz",
    "transfer": "transfer withdraw refund überweisen erstatten auszahlen transférer rembourser virer transferir "
    "retirar "
    "reembolsar rimborsa trasferisci overboeken terugbetalen przelej zwróć",
    "archive": "archive archivieren archiver archivar archivia arquivar archiveren",
    "share": "share invite teilen einladen partager inviter compartir invitar condividi invita compartilhar delen deel "
    "uitnodigen udostępnij zaproś",
    "view": "see-all view-all show-all read-all read-more continue-reading see-more "
    "view-more show-more see-details view-details show-details",
    "report": "report flag report-issue report-problem report-this report-error report-abuse melden signaler denunciar "
    "segnala denunciar zgłoś",
    "toggle menu": "bars hamburger pushmenu toggle-navigation toggle-menu toggle-sidebar toggle-nav open-menu "
    "open-navigation open-sidebar show-menu menu-toggle sidebar-toggle menü-öffnen",
    "restore": "undo restore undelete wiederherstellen restaurer restaurar herstellen cofnij przywróć",
}
ACT_OF: Final = {word: act for act, words in _ACTS.items() for word in words.split()}
FILLING: Final = frozenset(
    {
        *(
            "a",
            "i",
            "an",
            "the",
            "my",
            "your",
            "to",
            "of",
            "for",
            "with",
            "now",
            "here",
            "as",
            "it",
            "this",
            "and",
            "in",
            "on",
            "page",
        ),
        *("please", "changes", "jetzt", "hier", "der", "die", "das", "und", "zu", "le", "la", "les", "et", "el", "los"),
        *("y", "il", "lo", "gli", "e", "o", "os", "de", "het", "een", "en"),
    }
)
# What is found on many pages, for many things.
ANYWHERE: Final = frozenset(
    {
        *(
            "more",
            "details",
            "view",
            "open",
            "show",
            "hide",
            "ok",
            "go",
            "menu",
            "options",
            "option",
            "actions",
            "action",
        ),
        *(
            "select",
            "choose",
            "info",
            "all",
            "read",
            "see",
            "click",
            "link",
            "manage",
            "start",
            "finish",
            "done",
            "expand",
        ),
        *(
            "collapse",
            "toggle",
            "mehr",
            "details",
            "öffnen",
            "anzeigen",
            "auswählen",
            "alle",
            "plus",
            "voir",
            "afficher",
        ),
        *("ouvrir", "choisir", "tout", "más", "ver", "abrir", "mostrar", "elegir", "todo", "altro", "vedi", "apri"),
        *("mostra", "scegli", "tutto", "mais", "escolher", "tudo", "meer", "bekijk", "openen", "toon", "kies", "alles"),
        *("więcej", "otwórz", "pokaż", "wybierz"),
    }
)
# How much of it: "Delete all" is more than "Delete".
MUCH: Final = frozenset(
    {
        *("all", "everything", "every", "selected", "permanently", "forever", "alle", "alles", "endgültig", "tout"),
        *("tous", "toutes", "todo", "todos", "todas", "tutto", "tutti", "tudo", "wszystko", "wszystkie"),
    }
)
WORDS_FEW: Final = 3
