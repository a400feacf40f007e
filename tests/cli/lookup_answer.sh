# Whole answers as they are printed, from documents to the terminal's width.
must errkb import --kb kb.sqlite --name docs "$ERRKB_SOURCE/tests/data/lookup" >/dev/null
export ERRKB_KB=kb.sqlite

# How sure it is, is another test's business.
masked() { "$@" 2>&1 | sed -E 's/^[A-Z][a-z ]+ \([0-9]+% sure\)/VERDICT (NN% sure)/; s/ \([0-9]+%\)$/ (NN%)/'; }

t masked errkb lookup "error 9713"
echo "== 40 columns"
COLUMNS=40 errkb lookup "error 9713" | sed -n '/^Message/,$p'
printf 'Example Desktop\n\nWe could not connect to Desktop 1\nbecause the session was refused.\n' >dialog
t masked errkb lookup <dialog
t masked errkb lookup --facet client=web <dialog
t masked env COLUMNS=200 errkb lookup --facet client=web <dialog
t masked errkb lookup --facet client=fridge "error 9713"
t masked errkb lookup "No sextant was found in the shop, 0xC000006D"
t errkb lookup "0xC000006D and 0xC000006D"
errkb lookup --color always 9713 | cat -v | grep -E '^[^ ]*(Cause|Source)|timeclient'
