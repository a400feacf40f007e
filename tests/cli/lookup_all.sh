# lookup --all: every documented error of a paste, in order, each once with its lines.
must errkb import --kb kb.sqlite "$ERRKB_SOURCE/tests/data/lookup" >/dev/null
export ERRKB_KB=kb.sqlite
summary() { grep -oE '"verdict":"[a-z]+"|"id":"[^"]*"|"span":\[[0-9,]+\],"lines":\[[0-9,]*\],"count":[0-9]+'; }
cat >paste.txt <<'EOF'
Subject: all of it is broken
> 2026-01-09T14:06:15.175Z ERROR [worker-3] The quota of jdoe is used up.
> 2026-01-09T14:06:16.001Z INFO  [worker-3] trying again
> 2026-01-09T14:06:17.175Z ERROR [worker-4] The quota of mmuster is used up.

[Window Title]
Warehouse

[Content]
No barrel was found
in the store.

[OK]

It ends with 0x80070005.
EOF

echo "== text"
t errkb lookup --all <paste.txt
echo "== JSON"
errkb lookup --all --limit 1 --json <paste.txt | summary
errkb lookup -a --json <paste.txt | grep -oE '^\{"findings":\[|\],"messages":[0-9]+,"elapsed_us":'
echo "== Markdown, HTML"
errkb lookup --all --format markdown <paste.txt | grep -E '^(#|\*)'
errkb lookup --all --format html <paste.txt | grep -o '<section[^>]*>'
echo "== one"
errkb lookup --all --limit 1 --json "error 4711" | summary
echo "== none"
t errkb lookup --all "nothing that anybody wrote about"
errkb lookup --all --json "nothing that anybody wrote about" | grep -o '"findings":\[\]'
errkb lookup --all --json "nothing that anybody wrote about" >/dev/null; echo "none: $?"
