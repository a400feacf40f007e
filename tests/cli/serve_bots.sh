# The bots of docs/serve.md do what it says, and its configurations start a server.
snippet() { # LANGUAGE [N]: the N-th block of that language
    awk -v want="$1" -v nth="${2:-1}" '/^```/ {if (inside) {inside = 0} else if ($0 == "```" want && ++n == nth) {inside = 1; next}}
        inside' "$ERRKB_SOURCE/docs/serve.md"
}
expected="match $(errkb lookup --json 2607 | jq -r '.matches[0].title')"
check() { [[ $2 == "$expected" ]] && echo "$1: good" || fail "$1: \"$2\", not \"$expected\""; }

if command -v python3 >/dev/null; then
    snippet python >bot.py
    check python "$(timeout 60 python3 bot.py)"
fi
if command -v node >/dev/null; then
    snippet js >bot.mjs
    check node "$(timeout 60 node bot.mjs)"
fi
compiler=$(command -v cc || command -v gcc || command -v clang) && {
    snippet c >bot.c
    must "$compiler" -D_GNU_SOURCE bot.c -o bot
    check C "$(timeout 60 ./bot | jq -r '.verdict + " " + .matches[0].title')"
}

must errkb import --kb team.sqlite "$ERRKB_SOURCE/tests/data/lookup" >import.log 2>&1
mkdir logs
hello='{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}'
for n in 2 3 4; do # the blocks with configurations
    snippet json $n | jq -e 'has("mcpServers") or has("servers")' >/dev/null 2>&1 || continue
    mapfile -t words < <(snippet json $n | jq -r '.[].errkb | .command, .args[]' |
        sed "s|/srv/kb/|$PWD/|; s|\${workspaceFolder}|$PWD|")
    [[ $(echo "$hello" | timeout 60 "${words[@]}" | jq -r .result.serverInfo.name) == errkb ]] ||
        fail "configuration $n: ${words[*]}"
    echo "configuration: good"
done
