# scan: what it prints in each mode, as a part of a pipeline, and when things go wrong around it.
export ERRKB_KB=:builtin:
{
    for ((i = 10; i < 60; i++)); do
        echo "2026-11-22T10:$i:00Z INFO session $i$i opened for user$i"
        echo "2026-11-22T10:$i:10Z ERROR could not spin the wheel $i: jammed"
    done
    echo "2026-11-22T11:00:00Z ERROR sign-in: AADSTS50126: Error validating credentials due to invalid username or password."
    echo "2026-11-22T11:05:00Z ERROR sign-in: AADSTS50126: Error validating credentals due to invalid usernme or pasword."
    echo "2026-11-22T11:10:00Z INFO done"
} >a.log

lines() { wc -l | tr -d ' '; }
is() { [[ $1 == "$2" ]] || fail "$3: $1, not $2"; }

# The summary: the known error twice, misspelt too, and the unknown one in one group.
errkb scan a.log >summary || fail "summary: $?"
grep -q '103 records' summary || fail "not 103 records: $(head -1 summary)"
grep -q '50126' summary || fail "no AADSTS50126"
grep -q 'spin the wheel' summary || fail "no unknown group"

# Findings as JSON, each with its line; then the summary's.
errkb scan --json a.log >json || fail "json: $?"
is "$(grep -c '"kind":"record"' json)" 52 "findings"
is "$(grep -c '"verdict":"match"' json)" 2 "known ones"
is "$(tail -1 json | cut -c1-17)" '{"kind":"summary"' "the last line"
grep -q '"line":101,.*50126' json || fail "line 101 is not found"

# One answer for each line, in order, also from a pipe that stays open; nothing on stderr.
errkb scan --each <a.log >each 2>each.err || fail "each: $?"
is "$(lines <each)" 103 "answers"
is "$(lines <each.err)" 0 "lines on stderr"
mkfifo to from
errkb scan --each <to >from &
exec 3>to 4<from
echo "error code AADSTS50126" >&3
read -r -t 20 answer <&4 || fail "no answer while the pipe is open"
[[ $answer == *50126* ]] || fail "not the answer: $answer"
exec 3>&- 4<&-
wait $! || fail "each from a pipe: $?"
errkb scan --each --max-output-bytes 1200 <a.log | awk 'length > 1200 { exit 1 }' ||
    fail "an answer is longer than it may be"
errkb scan --each --max-output-bytes 1200 <a.log | grep -q '"id":".*50126' || fail "no id is left"

# Lines as they stand in the log.
is "$(errkb scan -m a.log | lines)" 2 "known lines"
is "$(errkb scan -u a.log | lines)" 50 "unknown lines"
errkb scan -m a.log | head -1 | cmp - <(sed -n 101p a.log) || fail "not as in the log"
errkb scan --annotate a.log >notes
is "$(grep -c '^2026' notes)" 103 "annotated lines"
[[ $(lines <notes) -gt 103 ]] || fail "no notes"
errkb scan --count a.log | grep -q '^2 .*50126' || fail "count: $(errkb scan --count a.log)"

# Only the records of a time, in any number of threads.
is "$(errkb scan --json --since 2026-11-22T11:03:00Z a.log | grep -c '"verdict":"match"')" 1 "since"
is "$(errkb scan --json --until 2026-11-22T11:03:00Z a.log | grep -c '"verdict":"match"')" 1 "until"
errkb scan --since yesterdayish a.log 2>err && fail "no such time"
grep -q 'is no time' err || fail "no word about the time"
for ((i = 0; i < 400; i++)); do cat a.log; done >big.log
errkb scan -T 1 --json big.log | grep -v '"kind":"summary"' >one
errkb scan -T 4 --json big.log | grep -v '"kind":"summary"' >four
cmp one four || fail "another order with more threads"

# Nothing but a program and a log: no environment.
env -i "$(command -v errkb)" scan --kb :builtin: --count a.log | grep -q 50126 || fail "without environment"

# A reader that goes away is no trouble; a full disk is.
errkb scan --json big.log 2>err | head -1 >/dev/null
is "${PIPESTATUS[0]}" 0 "closed pipe"
is "$(lines <err)" 0 "closed pipe: lines on stderr"
if [[ -c /dev/full ]]; then
    errkb scan a.log >/dev/full 2>err && fail "a full disk is no trouble"
    is "$(lines <err)" 1 "full disk: lines on stderr"
    errkb scan --report /dev/full a.log >/dev/null 2>err && fail "a full disk for the page is no trouble"
    grep -q /dev/full err || fail "full disk for the page: $(cat err)"
fi
errkb scan --report no/such/folder.html a.log >/dev/null 2>err && fail "a page nowhere is no trouble"
grep -q no/such/folder.html err || fail "no word about the folder"
[[ -e no ]] && fail "it made something"

# One that is not there among others: told, and the others are read.
errkb scan --count missing.log a.log >out 2>err || fail "one missing file: $?"
grep -q 50126 out || fail "the other was not read"
grep -q missing.log err || fail "no word about it"
errkb scan --count missing.log >/dev/null 2>err && fail "nothing could be read, and all is well"
: >empty.log
errkb scan empty.log >out || fail "an empty log: $?"
errkb scan -m -u a.log 2>err && fail "both at once"
errkb scan --facet client a.log 2>err && fail "no facet"
