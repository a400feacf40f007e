# Peers that do not behave: each has one outcome, and none of them hangs, crashes or makes us say
# anything but replies.
serve() { timeout 60 errkb serve "$@"; }
codes() { jq -c '[.id,.error.code//"answered"]'; }

echo "== bytes that are none of JSON's"
printf '{"id":1,"text":"a\0b"}\n{"id":2,"text":"\xff\xfe"}\n\0\0\0\n{"id":3,"op":"ping"}\r\n\r\n{"id":4,"op":"ping"}' | serve | codes
printf '{"id":5,"text":"\\ud800 \\u0000 \\udfff \\u202e"}\n' | serve | codes

echo "== too much of it"
{
    printf '{"id":1,"text":"'; head -c 3000000 /dev/zero | tr '\0' 'a'; printf '"}\n'
    echo '{"id":2,"op":"ping"}'
    head -c 100000 /dev/zero | tr '\0' '['; echo
    printf '{"id":3,"a":'; for ((i = 0; i < 64; i++)); do printf '{"a":'; done; echo
    printf '{"id":4,"a":['; yes '1,' | head -n 100000 | tr -d '\n'; echo '1]}'
    printf '{"id":5,"text":"'; for ((i = 0; i < 60000; i++)); do printf 'a?%d' $i; done; printf '"}\n'
    printf '{"id":6,"text":"'; for ((i = 10000; i < 11000; i++)); do printf 'error 0x8007%d ' $i; done; printf '"}\n'
    echo '{"id":7,"op":"ping"}'
} | serve | codes

echo "== half a line, then silence"
mkfifo in
serve <in >out & pid=$!
exec 3>in
printf '{"id":1,"op":"ping"}\n{"id":2,"op"' >&3
for ((i = 0; i < 100; i++)); do [[ -s out ]] && break; sleep 0.05; done
cat out
kill -0 $pid && echo "waits"
printf ':"ping"}\n' >&3
for ((i = 0; i < 100; i++)); do [[ $(wc -l <out) == 2 ]] && break; sleep 0.05; done
cat out
exec 3>&-
wait $pid; echo "exit $?"

echo "== SIGTERM while it waits, with half a line"
errkb serve <in >out2 & pid=$!
exec 3>in
printf '{"id":1,"op":"ping"}\n{"id":2' >&3
for ((i = 0; i < 100; i++)); do [[ -s out2 ]] && break; sleep 0.05; done
kill -TERM $pid
wait $pid; echo "exit $?"; cat out2
exec 3>&-

echo "== a reader that stops reading: no more is read than can be kept"
mkfifo replies
requests() { local i; for ((i = 0; i < 20000; i++)); do echo "{\"id\":$i,\"text\":\"error code 2607\",\"limit\":5}"; done; }
requests >requests
errkb serve --threads 4 <requests >replies & pid=$!
exec 4<replies
sleep 1
before=$(awk '/VmRSS/ {print $2}' /proc/$pid/status)
sleep 1
after=$(awk '/VmRSS/ {print $2}' /proc/$pid/status)
((after < before + 20000 && after < 300000)) || [[ -n ${ASAN_OPTIONS:-} ]] || fail "memory grows: $before, $after KiB"
kill -0 $pid && echo "waits"
echo "... and goes on"
cat <&4 | jq -c .id | awk '$1 != NR - 1 {print "out of order: " $0; exit 1} END {print NR " replies, in order"}'
wait $pid; echo "exit $?"
exec 4<&-

echo "== SIGTERM when nobody reads"
errkb serve --threads 4 <requests >replies & pid=$!
exec 4<replies
sleep 0.5
kill -TERM $pid
for ((i = 0; i < 60; i++)); do kill -0 $pid 2>/dev/null || break; sleep 0.1; done
kill -0 $pid 2>/dev/null && fail "it stays"
wait $pid; echo "exit $?"
exec 4<&-

echo "== the output is closed"
serve <requests 2>err | head -n 1 | jq -c .id; echo "exit ${PIPESTATUS[0]}"; cat err
errkb serve <in 2>err >replies & pid=$!
exec 3>in 4<replies
exec 4<&- # nothing was asked, and nobody will read
for ((i = 0; i < 60; i++)); do kill -0 $pid 2>/dev/null || break; sleep 0.1; done
kill -0 $pid 2>/dev/null && fail "it stays for nobody"
wait $pid; echo "exit $?"; cat err
exec 3>&-
echo '{"id":1,"op":"ping"}' | serve >&-; echo "exit $?"
[[ -c /dev/full ]] && { echo '{"id":1,"op":"ping"}' | serve >/dev/full; echo "exit $?"; }

echo "== no input at all"
serve <&-; echo "exit $?"
