# German and Japanese documents, and translations of one problem.
cp -r "$TESTS/../data/local" local
cp local/queries.jsonl queries.jsonl

t errkb import --kb kb local
t errkb list --kb kb
t errkb show --kb kb local/de-de/troubleshoot-lamps.md#die-lampe-flackert-nach-dem-einschalten
t errkb show --kb kb local/ja-jp/troubleshoot-lamps.md#親機にサインインできない
t errkb list --kb kb --facet language=de-de --code 4711

echo
echo "# whole, in part, with typos, in other text"
errkb eval --kb kb queries.jsonl >figures
awk '$1 == "all" { if ($3 < 0.97 || $6 < 0.9 || $9 > 0) exit 1 }' figures || {
    cat figures
    fail "queries that their own entry does not answer"
}

echo
echo "# the translation in the language of the query speaks"
for query in 'Fehlercode 4711' 'エラー コード 4711' 'error code 4711' 4711; do
    echo "$query"
    errkb lookup --kb kb --json "$query" |
        grep -oE '"verdict":"[a-z]*"|"id":"[^"]*"|"also":\[[^]]*\]' | sed 's/^/  /'
done
t errkb lookup --kb kb --facet language=ja LAMP_TIMER_OVERFLOW
