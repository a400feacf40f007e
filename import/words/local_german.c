/* German: what local.h says. */
#include "import/words/local.h"

static const struct cue_group cues[] = {
    {CUE_RESOLVE,
     "um dieses problem zu beheben|um das problem zu beheben|um diesen fehler zu beheben|"
     "um den fehler zu beheben|um dieses problem zu lösen|um das problem zu lösen|"
     "um diese meldung zu vermeiden|um diesen fehler zu vermeiden|um dies zu beheben|"
     "um das zu beheben|um dieses problem zu umgehen|um das problem zu umgehen|zur behebung|"
     "zur lösung|zur problembehebung|als problemumgehung|als abhilfe|zur abhilfe|"
     "abhilfe schafft|so beheben sie|so lösen sie|so umgehen sie|problemumgehung|"
     "behoben werden|gelöst werden|umgangen werden|zu beheben|mögliche lösung|"
     "mögliche lösungen|die lösung"},
    {CUE_ORDER,
     "sie müssen|müssen sie|sie sollten|sollten sie|es wird empfohlen|wir empfehlen|"
     "sie können|können sie|stellen sie sicher|vergewissern sie sich|achten sie darauf|"
     "muss aktualisiert werden|wenden sie sich an"},
    {CUE_ORDER | CUE_STEPS,
     "gehen sie wie folgt vor|führen sie die folgenden schritte|führen sie folgende schritte|"
     "folgen sie diesen schritten|führen sie diese schritte|versuchen sie folgendes|"
     "überprüfen sie folgendes|prüfen sie folgendes|gehen sie folgendermaßen vor"},
    {CUE_CAUSE,
     "weil|aufgrund|wegen|verursacht durch|wird verursacht|die ursache|ursache ist|"
     "ursache dafür|grund dafür|der grund|liegt daran|tritt auf|treten auf|auftreten|"
     "aufgetreten|bedeutet|weist darauf hin|gibt an|deutet darauf hin|"
     "ist darauf zurückzuführen|kann passieren|passiert|entsteht|infolge|dadurch"},
    {CUE_CAUSE | CUE_TROUBLE,
     "dieser fehler|dieses problem|diese warnung|diese ausnahme|dieser ausfall"},
    {CUE_CAUSE | CUE_ERROR,
     "diese fehlermeldung|diese meldung"},
    {CUE_ANNOUNCE,
     "lautet|besagt|angezeigt|gemeldet|zurückgegeben|sehen sie|meldet|erscheint|ähnlich wie"},
    {CUE_ANNOUNCE | CUE_FOLLOWS,
     "folgende meldung|folgenden meldung|folgende meldungen|folgende nachricht"},
    {CUE_ANNOUNCE | CUE_FOLLOWS | CUE_ERROR,
     "folgende fehlermeldung|folgenden fehlermeldung|folgende fehlermeldungen|"
     "folgenden fehler|folgender fehler|folgende fehler|folgende warnung|folgende ausnahme"},
    {CUE_ANNOUNCE | CUE_ERROR,
     "der fehler|den fehler|ein fehler|einen fehler|schlägt fehl mit|fehler wie"},
    {CUE_ANNOUNCE | CUE_ERROR | CUE_WAS_ERROR | CUE_KIND,
     "fehlermeldungen"},
    {CUE_ANNOUNCE | CUE_ERROR | CUE_WAS_ERROR,
     "fehlermeldung|fehlertext"},
    {CUE_ANNOUNCE | CUE_ERROR | CUE_SYMPTOM,
     "wird die fehlermeldung|erhalten sie die fehlermeldung|erhalten sie den fehler|"
     "erhält die fehlermeldung|erscheint die fehlermeldung|erscheint der fehler"},
    {CUE_ANNOUNCE | CUE_WAS_ERROR,
     "meldung|meldungen|benachrichtigung|nachricht"},
    {CUE_ANNOUNCE | CUE_SYMPTOM,
     "erhalten sie|bekommen sie|wird ihnen"},
    {CUE_ANNOUNCE | CUE_SYMPTOM | CUE_WHEN,
     "wenn sie die fehlermeldung|wenn sie den fehler|wenn sie eine fehlermeldung|"
     "wenn die fehlermeldung|wenn die meldung|wenn der fehler|falls die meldung|"
     "falls die fehlermeldung|wird angezeigt, wenn"},
    {CUE_ERROR | CUE_TROUBLE | CUE_KIND,
     "fehlercodes|fehlerbehandlung|fehlerszenarien|ausfälle|ausnahmen"},
    {CUE_ERROR | CUE_TROUBLE,
     "fehlgeschlagen|schlägt fehl|schlagen fehl|fehlschlägt|fehlschlagen|scheitert|"
     "gescheitert|stürzt ab|absturz|abgestürzt|zugriff verweigert|zeitüberschreitung|"
     "abgebrochen|abbruch|verbindungsfehler|anmeldefehler"},
    {CUE_ERROR | CUE_TROUBLE | CUE_WAS_ERROR,
     "fehler|ausnahme"},
    {CUE_ERROR | CUE_WAS_ERROR,
     "fehlercode"},
    {CUE_TROUBLE | CUE_KIND,
     "problem|probleme|problemen|warnungen|störungen"},
    {CUE_TROUBLE,
     "nicht|kein|keine|keinen|kann nicht|können nicht|konnte nicht|konnten nicht|"
     "funktioniert nicht|reagiert nicht|startet nicht|lässt sich nicht|verweigert|ungültig|"
     "ungültige|ungültiger|ungültiges|fehlt|fehlen|fehlende|fehlender|hängt|nicht verfügbar|"
     "nicht gefunden|unerwartet|unerwarteter|falsch|falsche|falsches|falscher|überschritten|"
     "abgelaufen|abgelehnt|gesperrt|leer|schwarzer bildschirm|langsam|getrennt|verloren|"
     "konflikt|beschädigt|nicht unterstützt|blockiert|ausgegraut|zu lang|zu viele|zu groß|"
     "nicht autorisiert|nicht genügend|unbekannt|unbekannter|bereits vorhanden|unterbrochen|"
     "veraltet"},
    {CUE_TROUBLE | CUE_WAS_ERROR,
     "warnung"},
    {CUE_CONTROL,
     "schaltfläche|registerkarte|menü|seite|abschnitt|spalte|symbol|feld|option|rolle|"
     "richtlinie|einstellung|kontrollkästchen|dialogfeld|fenster|befehl|datei|ordner|attribut|"
     "parameter|aktion|eigenschaft|wert|dienst|gruppe|namens|genannt"},
    {CUE_CONTROL | CUE_VERB,
     "wählen sie|klicken sie|drücken sie"},
    {CUE_VERB,
     "aktivieren sie|aktualisieren sie|ändern sie|anmelden sie|ausführen sie|beenden sie|"
     "bearbeiten sie|beheben sie|bereinigen sie|bestätigen sie|bitten sie|deaktivieren sie|"
     "deinstallieren sie|entfernen sie|ergänzen sie|erhöhen sie|ermitteln sie|erneuern sie|"
     "erstellen sie|erteilen sie|fügen sie|führen sie|geben sie|gewähren sie|installieren sie|"
     "konfigurieren sie|kontaktieren sie|kopieren sie|korrigieren sie|laden sie|lassen sie|"
     "legen sie|leeren sie|löschen sie|melden sie|nehmen sie|öffnen sie|passen sie|prüfen sie|"
     "reduzieren sie|registrieren sie|reparieren sie|richten sie|rufen sie|schalten sie|"
     "schließen sie|senden sie|setzen sie|speichern sie|sperren sie|starten sie|stellen sie|"
     "stoppen sie|synchronisieren sie|testen sie|tragen sie|trennen sie|überprüfen sie|"
     "verbinden sie|vergewissern sie|verkleinern sie|verlängern sie|vermeiden sie|"
     "verringern sie|verschieben sie|versuchen sie|verwenden sie|tauschen sie|kaufen sie|"
     "erweitern sie|warten sie|wechseln sie|wenden sie|wiederholen sie|ziehen sie|"
     "zuweisen sie|weisen sie|ersetzen sie|geben sie|erlauben sie"},
    {CUE_VERB | CUE_LOOK,
     "siehe|beachten sie|lesen sie|sehen sie|suchen sie|navigieren sie|gehen sie|notieren sie"},
    {CUE_SYMPTOM | CUE_WHEN,
     "wenn sie sich nicht|wenn sie keine verbindung|wenn probleme auftreten"},
    {CUE_WHEN,
     "wenn|falls|sobald|nachdem|sofern|beim|bei"},
    {CUE_LEAD,
     "zuerst|zunächst|dann|danach|anschließend|außerdem|schließlich|bitte|oder|und|"
     "andernfalls|alternativ|optional|erneut|in diesem fall|ansonsten|sonst|dazu"},
    {CUE_HOWTO,
     "so konfigurieren sie|so erstellen sie|so aktivieren sie|so installieren sie|"
     "so fügen sie|so verwenden sie|konfigurieren von|einrichten von|einrichten der|"
     "einrichten des|erstellen von|erstellen einer|erstellen eines|verwenden von|"
     "verwalten von|installieren von|hinzufügen von|überwachen von|grundlegendes zu|"
     "informationen zu"},
    {CUE_WISH,
     "ich möchte|wie kann ich|kann ich|was ist|was sind|warum sollte"},
    {CUE_RELATION,
     "um|für|auf|aus|mit|im|unter"},
    {CUE_REFERENCE,
     "weitere informationen|weitere informationen finden sie|ausführliche informationen|"
     "informationen hierzu|einzelheiten|mehr dazu|siehe auch|weitere details"},
    {CUE_NOTHING,
     "sie können nur|sie können sehen"},
};

/* Sorted bytewise: they are searched by halves. */
static const struct local_label labels[] = {
    {"abhilfe", LABEL_REMEDY},
    {"achtung", LABEL_NOTE},
    {"aktion", LABEL_REMEDY},
    {"anmerkung", LABEL_NOTE},
    {"anmerkungen", LABEL_REMARKS},
    {"ausnahme", LABEL_MESSAGE},
    {"auswirkung", LABEL_SYMPTOM},
    {"bedeutung", LABEL_CAUSE},
    {"beheben", LABEL_REMEDY},
    {"behebung", LABEL_REMEDY},
    {"beispiel", LABEL_EXAMPLE},
    {"beispiele", LABEL_EXAMPLE},
    {"beispielfehler", LABEL_MESSAGE},
    {"bemerkungen", LABEL_REMARKS},
    {"benutzeraktion", LABEL_REMEDY},
    {"beobachtetes verhalten", LABEL_SYMPTOM},
    {"beschreibung", LABEL_SYMPTOM},
    {"betrifft", LABEL_APPLIES},
    {"betroffene clients", LABEL_APPLIES},
    {"code", LABEL_CODE},
    {"empfehlung", LABEL_REMEDY},
    {"empfehlungen", LABEL_REMEDY},
    {"empfohlene aktion", LABEL_REMEDY},
    {"empfohlene aktionen", LABEL_REMEDY},
    {"empfohlene maßnahme", LABEL_REMEDY},
    {"ereignis-id", LABEL_CODE},
    {"ereignis-ids", LABEL_CODE},
    {"ereigniskennung", LABEL_CODE},
    {"erklärung", LABEL_CAUSE},
    {"erläuterung", LABEL_CAUSE},
    {"exitcode", LABEL_CODE},
    {"fehler", LABEL_MESSAGE},
    {"fehlerbehebung", LABEL_REMEDY},
    {"fehlercode", LABEL_CODE},
    {"fehlercodes", LABEL_CODE},
    {"fehlermeldung", LABEL_MESSAGE},
    {"fehlermeldungen", LABEL_MESSAGE},
    {"fehlernummer", LABEL_CODE},
    {"fehlertext", LABEL_MESSAGE},
    {"gegenmaßnahme", LABEL_REMEDY},
    {"gegenmaßnahmen", LABEL_REMEDY},
    {"gilt für", LABEL_APPLIES},
    {"grund", LABEL_CAUSE},
    {"gründe", LABEL_CAUSE},
    {"gültig für", LABEL_APPLIES},
    {"hintergrund", LABEL_CAUSE},
    {"hinweis", LABEL_NOTE},
    {"hinweise", LABEL_REMARKS},
    {"in diesem abschnitt", LABEL_SEE},
    {"in diesem artikel", LABEL_SEE},
    {"korrekturmaßnahme", LABEL_REMEDY},
    {"links", LABEL_SEE},
    {"lösung", LABEL_REMEDY},
    {"lösungen", LABEL_REMEDY},
    {"lösungsvorschlag", LABEL_REMEDY},
    {"lösungsweg", LABEL_REMEDY},
    {"maßnahme", LABEL_REMEDY},
    {"maßnahmen", LABEL_REMEDY},
    {"meldung", LABEL_MESSAGE},
    {"meldungen", LABEL_MESSAGE},
    {"meldungstext", LABEL_MESSAGE},
    {"mögliche lösung", LABEL_REMEDY},
    {"mögliche lösungen", LABEL_REMEDY},
    {"mögliche ursache", LABEL_CAUSE},
    {"mögliche ursachen", LABEL_CAUSE},
    {"nachricht", LABEL_MESSAGE},
    {"nächste schritte", LABEL_SEE},
    {"nächster schritt", LABEL_SEE},
    {"problem", LABEL_SYMPTOM},
    {"problembehandlung", LABEL_REMEDY},
    {"problembehebung", LABEL_REMEDY},
    {"problembeschreibung", LABEL_SYMPTOM},
    {"problemlösung", LABEL_REMEDY},
    {"problemumgehung", LABEL_REMEDY},
    {"referenzen", LABEL_SEE},
    {"rückgabecode", LABEL_CODE},
    {"schritte zur behebung", LABEL_REMEDY},
    {"schritte zur problembehandlung", LABEL_REMEDY},
    {"siehe auch", LABEL_SEE},
    {"so beheben sie das problem", LABEL_REMEDY},
    {"so beheben sie den fehler", LABEL_REMEDY},
    {"so beheben sie diesen fehler", LABEL_REMEDY},
    {"so lösen sie das problem", LABEL_REMEDY},
    {"statuscode", LABEL_CODE},
    {"symptom", LABEL_SYMPTOM},
    {"symptome", LABEL_SYMPTOM},
    {"szenario", LABEL_SYMPTOM},
    {"themen", LABEL_SEE},
    {"tipp", LABEL_NOTE},
    {"um das problem zu beheben", LABEL_REMEDY},
    {"um den fehler zu beheben", LABEL_REMEDY},
    {"um diesen fehler zu beheben", LABEL_REMEDY},
    {"um dieses problem zu beheben", LABEL_REMEDY},
    {"umgehung", LABEL_REMEDY},
    {"ursache", LABEL_CAUSE},
    {"ursachen", LABEL_CAUSE},
    {"verhalten", LABEL_SYMPTOM},
    {"verwandte artikel", LABEL_SEE},
    {"verwandte inhalte", LABEL_SEE},
    {"verwandte themen", LABEL_SEE},
    {"vorgehen", LABEL_REMEDY},
    {"vorgehensweise", LABEL_REMEDY},
    {"vorsicht", LABEL_NOTE},
    {"wahrscheinliche ursache", LABEL_CAUSE},
    {"warnung", LABEL_NOTE},
    {"warum passiert das", LABEL_CAUSE},
    {"warum tritt das auf", LABEL_CAUSE},
    {"was sie tun können", LABEL_REMEDY},
    {"was tun", LABEL_REMEDY},
    {"weitere informationen", LABEL_SEE},
    {"weitere ressourcen", LABEL_SEE},
    {"weitere schritte", LABEL_SEE},
    {"weiterführende informationen", LABEL_SEE},
    {"wichtig", LABEL_NOTE},
    {"zusätzliche ressourcen", LABEL_SEE},
    {"ähnliche themen", LABEL_SEE},
};

const struct local_words local_german = {
    .cues = cues,
    .cue_count = ARRAY_LEN(cues),
    .labels = labels,
    .label_count = ARRAY_LEN(labels),
    .never = "feedback|voraussetzungen|voraussetzung|bevor sie beginnen|anforderungen|"
             "übersicht|überblick|einführung|einleitung|zusammenfassung|syntax|parameter|"
             "eigenschaften|inhalt|inhaltsverzeichnis|lizenz|hilfe und support|support|"
             "hilfe erhalten|support kontaktieren|protokolle sammeln|protokolle|"
             "protokolldateien|versionshinweise|änderungsverlauf|dokumentverlauf|glossar|"
             "rückgabewert|rückgabewerte|feedback geben|feedback senden|neuigkeiten",
    .never_start = "was ist|was sind|neuerungen in|versionshinweise|kontaktieren|"
                   "informationen zu|grundlegendes zu",
    .steps = "schritt|aufgabe|phase|version|option|methode|teil",
    .prefixes = "fehler|warnung|problem|fehlercode|fehlermeldung|ausnahme|"
                "schwerwiegender fehler|symptom|szenario",
    .troubles = "problembehandlung|fehlerbehebung|fehlerbehandlung|fehlersuche|"
                "bekannte probleme|häufige probleme|häufige fehler|fehlermeldungen|fehlercodes",
    .lists = "bekannte probleme|bekannte einschränkungen|häufige fehler",
    .persons = "ich|mein|meine|wir|unsere",
};
