# inspector.sh ERRKB - the inspector's command line, in each era, as a person would use it.
errkb=$1
config=$(mktemp)
trap 'rm -f "$config"' EXIT
for era in legacy modern auto; do
    printf '{"mcpServers":{"errkb":{"type":"stdio","command":"%s","args":["mcp"],"protocolEra":"%s"}}}' \
        "$errkb" "$era" >"$config"
    inspect() {
        timeout 60 "$NODE" "$CLIENTS/@modelcontextprotocol/inspector/$INSPECTOR" --cli --config "$config" \
            --server errkb --format json "$@"
    }
    inspect --method tools/list >list.json || { cat list.json; echo "$era: tools/list failed"; exit 1; }
    for tool in lookup_error get_entry scan_log list_sources; do
        grep -q "\"$tool\"" list.json || { echo "$era: no $tool"; exit 1; }
    done
    # It turns 2607 into a number.
    inspect --method tools/call --tool-name lookup_error --tool-arg text=2607 >call.json ||
        { cat call.json; echo "$era: lookup_error failed"; exit 1; }
    grep -q 'Verdict: match' call.json || { cat call.json; echo "$era: 2607 is not found"; exit 1; }
    inspect --method tools/call --tool-name nonsense >no.json 2>&1 && { echo "$era: nonsense is a tool"; exit 1; }
    inspect --method resources/read --uri errkb://sources >read.json ||
        { cat read.json; echo "$era: resources/read failed"; exit 1; }
    inspect --method prompts/list >prompts.json || { echo "$era: prompts/list failed"; exit 1; }
    echo "inspector, $era: good"
done
