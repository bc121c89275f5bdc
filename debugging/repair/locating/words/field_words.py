"""Words for what fields ask for, in eight languages."""

from __future__ import annotations

from typing import Final

# English, German, French, Spanish, Italian, Portuguese, Dutch, Polish. "zip-code" is two words beside each other.
_ASKED: Final = {
    "mail": "email mail emails e-mail e-mails email-address mail-address e-mail-address emailadresse mailadresse "
    "e-mail-adresse courriel adresse-email adresse-mail adresse-e-mail correo correo-electrónico posta-elettronica "
    "emailadres e-mailadresse indirizzo-email endereço-de-email mail-adresse",
    "phone": "phone telephone tel phone-number phone-no telephone-number contact-number telefon telefonnummer "
    "téléphone numéro-de-téléphone teléfono número-de-teléfono telefono numero-di-telefono telefone telefoon "
    "telefoonnummer numer-telefonu",
    "mobile": "mobile cell cellphone mobile-phone mobile-number cell-phone cell-number handy handynummer "
    "mobilnummer portable móvil cellulare celular telemóvel mobiel",
    "user": "username user login-name user-name user-id userid benutzername benutzer utilisateur nom-d-utilisateur "
    "usuario nombre-de-usuario utente nome-utente usuário nome-de-usuário gebruikersnaam gebruiker użytkownik "
    "nazwa-użytkownika",
    "firstname": "firstname first-name forename given-name vorname prénom primer-nombre primeiro-nome voornaam imię",
    "lastname": "lastname last-name surname family-name nachname familienname nom-de-famille apellido apellidos "
    "cognome sobrenome apelido achternaam nazwisko",
    "name": "name full-name fullname complete-name vollständiger-name nom nom-complet nombre nombre-completo nome "
    "nome-completo naam volledige-naam imię-i-nazwisko",
    "password": "password passwort kennwort passcode mot-de-passe contraseña parola-d-ordine senha palavra-passe "
    "wachtwoord hasło pwd",
    "again": "confirm confirmation confirmed repeat repeated retype re-type re-enter reenter re-password verify again "
    "bestätigen bestätigung wiederholen wiederholung confirmer confirmez répéter répétez confirmar confirme repetir "
    "repita conferma ripeti herhaal bevestig bevestigen powtórz potwierdź",
    "new": "new neu neues neue nouveau nouvelle nuevo nueva nuovo nuova novo nova nieuw nieuwe nowe nowy",
    "old": "old current previous altes aktuelles bisheriges ancien actuel actual antigua vecchia attuale atual huidig "
    "oude stare obecne",
    "zip": "zip zipcode zip-code postcode post-code postal postal-code plz postleitzahl code-postal código-postal cap "
    "cep kod-pocztowy",
    "birthday": "birthday birthdate birth-date birth-day date-of-birth dob geburtsdatum geburtstag date-de-naissance "
    "fecha-de-nacimiento data-di-nascita data-de-nascimento geboortedatum data-urodzenia",
    "message": "message comment comments nachricht mitteilung kommentar commentaire mensaje comentario messaggio "
    "commento mensagem comentário bericht opmerking wiadomość komentarz",
    "website": "website web-site url homepage web-address webseite site-web sitio-web sito-web strona",
    "company": "company organisation organization firm company-name firma unternehmen société entreprise empresa "
    "azienda bedrijf",
    "city": "city town stadt ort wohnort ville ciudad città cidade plaats stad miasto",
    "street": "street street-address straße strasse rue calle rua straat ulica",
    "country": "country country-region land pays país paese kraj",
    "subject": "subject betreff objet asunto oggetto assunto onderwerp temat",
    "gender": "gender sex geschlecht sexe género sesso gênero geslacht płeć",
    "job": "occupation profession job-title beruf métier profesión professione profissão beroep zawód",
    "quantity": "quantity qty menge anzahl quantité cantidad quantità quantidade aantal ilość",
    "date": "date datum fecha",
    "amount": "amount betrag montant importe importo bedrag kwota",
    "code": "code",
    "search": "search suche suchen recherche rechercher buscar búsqueda cerca pesquisar pesquisa zoeken szukaj",
}
ASKED_AS: Final = {word: asked for asked, words in _ASKED.items() for word in words.split()}
ASKED: Final = frozenset(_ASKED)
LONGEST: Final = max(phrase.count("-") + 1 for phrase in ASKED_AS)
# What is said around it: "Please enter your e-mail address here (required)".
AROUND: Final = frozenset(
    {
        *(
            "enter",
            "type",
            "choose",
            "create",
            "select",
            "insert",
            "provide",
            "please",
            "your",
            "the",
            "a",
            "an",
            "here",
        ),
        *(
            "required",
            "optional",
            "for",
            "of",
            "in",
            "to",
            "s",
            "us",
            "with",
            "what",
            "is",
            "this",
            "it",
            "upload",
            "attach",
            "let",
            "know",
        ),
        *("bitte", "geben", "sie", "ihre", "ihr", "ihren", "dein", "deine", "ein", "eingeben", "wählen", "der", "die"),
        *("das", "votre", "saisissez", "entrez", "le", "la", "l", "d", "de", "tu", "su", "el", "introduzca", "escribe"),
        *("il", "tuo", "tua", "inserisci", "o", "seu", "sua", "digite", "je", "uw", "het", "vul", "twój", "podaj"),
    }
)
# The one is never the other, however alike all else is.
SIDES: Final = (
    (
        frozenset({"billing", "invoice", "rechnung", "rechnungsadresse", "rechnungsanschrift", "facturation"}),
        frozenset({"shipping", "delivery", "lieferung", "lieferadresse", "lieferanschrift", "livraison"}),
    ),
    (frozenset({"sender", "absender", "from", "von"}), frozenset({"recipient", "receiver", "empfänger", "to", "bis"})),
    (
        frozenset({"departure", "outbound", "hinfahrt", "start", "begin", "beginn"}),
        frozenset({"return", "arrival", "inbound", "rückfahrt", "end", "ende"}),
    ),
    (frozenset({"home", "private", "privat"}), frozenset({"work", "business", "office", "geschäftlich"})),
    (frozenset({"min", "minimum"}), frozenset({"max", "maximum"})),
)
