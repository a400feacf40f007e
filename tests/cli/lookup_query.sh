# What counts as the query, and which queries and options are refused.
must errkb import --kb kb.sqlite "$ERRKB_SOURCE/tests/data/lookup" >/dev/null
export ERRKB_KB=kb.sqlite
title() { "$@" | head -1; }

echo "== arguments"
t title errkb lookup "error 4711"
t title errkb lookup The quota of jdoe is used up.
t title errkb lookup -2147024891
t title errkb lookup -- -2147024891
t errkb lookup --json -2147024891 | grep -o '"text":"-2147024891"'
t title errkb lookup 4711 --limit 1

echo "== standard input"
echo "error 4711" | t title errkb lookup
echo "error 4711" | t title errkb lookup -
printf 'Quota\n\nThe quota of jdoe\nis used up.\n\nOK\n' | t title errkb lookup
printf 'error\0 4711 \377\033[31m' | t title errkb lookup
printf '\377\376e\0r\0r\0o\0r\0 \0004\0007\0001\0001\0' | t title errkb lookup
echo "not read" | t title errkb lookup "error 4711"

echo "== no query"
t errkb lookup ""
t errkb lookup " " "	"
t errkb lookup </dev/null
printf ' \r\n\t\n' | t errkb lookup -
t errkb lookup <&-
t errkb lookup </

echo "== too much of it"
{ echo "error 4711"; head -c 10000000 /dev/zero | tr '\0' 'x'; } | t title errkb lookup
{ head -c 10000000 /dev/zero | tr '\0' ' '; echo "error 4711"; } | t title errkb lookup
{ echo "error 4711"; head -c 10000000 /dev/zero; } | errkb lookup --json 2>&1 | grep -o '"cut":true'

echo "== options"
t errkb lookup --limit 0 x
t errkb lookup --limit 101 x
t errkb lookup --limit -1 x
t errkb lookup --limit 1x x
t errkb lookup --limit
t errkb lookup --facet client x
t errkb lookup --facet =x x
t errkb lookup --facet client= x
t errkb lookup --color sometimes x
t errkb lookup --nosuch x
t errkb lookup --kb missing.sqlite x

echo "== exit status"
t title errkb lookup "nothing that anybody wrote about"
errkb lookup "nothing that anybody wrote about" >/dev/null; echo "none: $?"
errkb lookup --json "nothing that anybody wrote about" >/dev/null; echo "none, JSON: $?"
errkb lookup 4711 >/dev/null; echo "match: $?"
