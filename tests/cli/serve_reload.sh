# Imports while it serves: nobody waits, nothing is lost, and the next request knows.
mkdir docs
document() { printf '# Problems\n\n## Error %d: it is broken\n\nRemedy: mend number %d.\n' "$1" "$1"; }
document 5000 >docs/p.md
must errkb import --kb kb docs >import.log 2>&1

echo "== what it says of itself"
mkfifo in out
errkb serve --kb kb --log log <in >out & pid=$!
exec 3>in 4<out
ask() { echo "$1" >&3; read -r -t 20 reply <&4 || fail "no reply to $1"; }
# The next request knows; on a busy machine, one of the next.
until_says() { # REQUEST FILTER VALUE
    local i
    for ((i = 0; i < 200; i++)); do
        ask "$1"
        [[ $(jq -r "$2" <<<"$reply") == *"$3"* ]] && break
        sleep 0.05
    done
    jq -r "$2" <<<"$reply"
}
title() { jq -r '.matches[0].title//"none"' <<<"$reply"; }
ask '{"text":"error 5000"}'; title
ask '{"text":"error 5001"}'
ask '{"op":"ping"}'
document 5001 >docs/q.md
must errkb import --kb kb docs >import.log 2>&1
until_says '{"text":"error 5001"}' '.matches[0].title' 'Error 5001'
echo "no knowledge base" >garbage
cp kb good
mv garbage kb
ask '{"text":"error 5001"}'; title
until_says '{"op":"stats"}' '.kbs[0].trouble' 'not a knowledge base'
rm kb
ask '{"text":"error 5000"}'; title
until_says '{"op":"stats"}' '.kbs[0].trouble' 'no knowledge base'
mv good kb
ask '{"text":"error 5001"}'; title
until_says '{"op":"stats"}' '.kbs[0].trouble' null
exec 3>&-
wait $pid; echo "exit $?"
exec 4<&-
sed -E 's/^[^ ]+ //; s/[0-9]+ requests/N requests/' log | uniq

echo "== in a loop"
(for ((i = 0; i < 15; i++)); do
    document $((6000 + i)) >docs/r.md
    errkb import --kb kb docs >import.log 2>&1 || { cat import.log; exit 1; }
done; echo done >imported) &
importer=$!
errkb serve --kb kb --threads 3 <in >replies & pid=$!
exec 3>in
n=0
while [[ ! -e imported ]] && kill -0 $importer 2>/dev/null; do
    for ((k = 0; k < 50; k++, n++)); do echo "{\"id\":$n,\"text\":\"error 5000\",\"limit\":1}"; done >&3
    sleep 0.02
done
wait $importer || fail "an import: $(cat import.log)"
for ((i = 0; i < 20; i++)); do # the last of them knows the last import
    echo "{\"id\":$((n + i)),\"text\":\"error 6014\",\"limit\":1}" >&3
    sleep 0.05
done
exec 3>&-
wait $pid; echo "exit $?"
jq -c '[.id,.verdict,.matches[0].title]' replies |
    awk -v n=$n 'NR <= n && $0 != "[" NR - 1 ",\"match\",\"Error 5000: it is broken\"]" {print "wrong: " $0; bad = 1}
                 {last = $0}
                 END {if (last !~ /Error 6014/) {print "not the newest: " last; bad = 1}
                      if (NR != n + 20) print NR " replies to " n + 20; else if (!bad) print "each reply is right"}'
