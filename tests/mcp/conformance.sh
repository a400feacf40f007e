# conformance.sh ERRKB - the official conformance suite, which speaks HTTP only, through a bridge.
# Scenarios that call tools, resources or prompts of the suite's own are left out: a server that is
# about something else has none of them. So are those of features that we do not declare.
errkb=$1
port=$((20000 + $$ % 20000))
for node22 in "$CLIENTS"/node-linux-*/bin/node; do
    chmod +x "$node22" 2>/dev/null
    "$node22" --version >/dev/null 2>&1 && break
done
"$node22" --version >/dev/null 2>&1 || { echo "skipped: the suite needs Node 22"; exit 77; }

"$NODE" "$CLIENTS/supergateway/dist/index.js" --stdio "$errkb mcp" --outputTransport streamableHttp \
    --port $port >bridge.log 2>&1 &
bridge=$!
trap 'kill $bridge 2>/dev/null' EXIT
for ((i = 0; i < 100; i++)); do
    (exec 3<>/dev/tcp/127.0.0.1/$port) 2>/dev/null && break
    sleep 0.1
done

failed=0
try() { # REVISION SCENARIO
    timeout 120 "$node22" "$CLIENTS/@modelcontextprotocol/conformance/dist/index.js" server \
        --url "http://127.0.0.1:$port/mcp" --spec-version "$1" --scenario "$2" \
        --expected-failures "$HERE/expected-failures.yaml" >"$1-$2.log" 2>&1
    local status=$?
    if ((status != 0)); then
        grep -aE 'FAILURE|rror' "$1-$2.log" | head -5
        failed=1
    fi
    echo "conformance, $1 $2: exit $status, $(grep -ac SUCCESS "$1-$2.log") checks passed"
}
for scenario in server-initialize ping tools-list resources-list prompts-list; do
    try 2025-11-25 $scenario
done
for scenario in server-stateless tools-list resources-list prompts-list caching \
    sep-2164-resource-not-found; do
    try 2026-07-28 $scenario
done
exit $failed
