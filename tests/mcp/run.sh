#!/bin/bash
# run.sh NAME ERRKB FOLDER - a test with clients of others: NAME.mjs or NAME.sh. They are installed
# from npm into FOLDER, once, from the lock file. Exit status 77: skipped, for want of node, npm, the
# network, or a node that is new enough.
set -u
HERE=$(cd "$(dirname "$0")" && pwd)
name=$1 errkb=$2 folder=$3
export HERE NODE CLIENTS=$folder/node_modules INSPECTOR=clients/launcher/build/index.js
export MCP_INSPECTOR_SECRET_STORE=memory LC_ALL=C
NODE=$(command -v node) || { echo "skipped: no node"; exit 77; }
command -v npm >/dev/null || { echo "skipped: no npm"; exit 77; }
(($("$NODE" -p 'process.versions.node.split(".")[0]') >= 20)) || { echo "skipped: node is older than 20"; exit 77; }

install() {
    cmp -s "$HERE/package-lock.json" "$folder/installed" && return
    cp "$HERE/package.json" "$HERE/package-lock.json" "$folder/"
    (cd "$folder" && timeout 600 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >"$folder/npm.log" 2>&1 &&
        cp "$HERE/package-lock.json" "$folder/installed"
}
mkdir -p "$folder"
(flock 9 && install) 9>"$folder/lock" || { echo "skipped: npm cannot install them (offline?)"; tail -3 "$folder/npm.log"; exit 77; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work XDG_DATA_HOME=$work XDG_CACHE_HOME=$work
cd "$work" || exit 2
if [[ -e $HERE/$name.mjs ]]; then
    cp "$HERE/$name.mjs" "$folder/" # imports are looked for beside the file
    timeout 250 "$NODE" "$folder/$name.mjs" "$errkb" "$work"
else
    bash -u "$HERE/$name.sh" "$errkb"
fi
