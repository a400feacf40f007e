# errkb eval: what it prints, what went wrong and why, comparing, and when it exits with 1. Figures of
# matching itself are not its concern: the queries are as plain as can be.
mkdir lamps
cat >lamps/a.md <<'END'
# Troubleshoot lamps

## Error 4711: The lampshade is missing

The lampshade sensor found no lampshade.

Remedy: put the lampshade back and press the green button.

## Error: Could not pair lamp with the hub in the basement

The hub is too far away, or its antenna is broken.

Remedy: carry the lamp to the hub.

## Error: Ballast overheated during the warm-up phase

Remedy: let it cool for an hour.
END
cat >lamps/b.md <<'END'
# Troubleshoot desk lamps

## Error: Ballast overheated during the warm-up phase

Remedy: replace the fuse behind the left panel.
END
must errkb import --kb kb lamps >/dev/null
pair='lamps/a.md#error-could-not-pair-lamp-with-the-hub-in-the-basement'
cat >queries.jsonl <<END
{"text":"error 4711: The lampshade is missing","expect":"lamps/a.md","kind":"message","code":"4711"}
{"text":"Could not pair lamp with the hub in the basement","expect":["$pair"],"kind":"message"}
{"text":"zebra crossing quux","expect":["$pair"],"kind":"strange","note":"nobody knows why"}
{"text":"The lampshade is missing","expect":"lamps/gone.md","kind":"message"}
{"text":"Ballast overheated during the warm-up phase","expect":"lamps/b.md","kind":"message"}
{"text":"Could not pair lamp with the hub in the basement, the lampshade is missing","expect":["lamps/a.md#error-4711-the-lampshade-is-missing"],"kind":"strange"}
{"text":"hello world","expect":null,"kind":"nothing"}
{"text":"Could not pair lamp with the hub in the basement!","expect":null,"kind":"nothing"}
END
cat >feedback.jsonl <<END
{"text":"Could not pair lamp with the hub in the basement","verdict":"match","entry":"$pair","confidence":0.9,"right":false}
{"text":"hello there","verdict":"match","entry":"$pair","confidence":0.9,"right":false}
{"text":"error 4711: The lampshade is missing","verdict":"match","entry":"lamps/a.md#error-4711-the-lampshade-is-missing","confidence":0.9,"right":true}
END

has() { # has FILE PATTERN
    grep -qE -- "$2" "$1" || { cat "$1"; fail "$1 lacks: $2"; }
}

errkb eval --kb kb queries.jsonl >table || fail "it does not exit with 0"
has table '^kind +queries +top-1 +top-3 +MRR@10 +coverage +risk +no answer +false match +false at 95 % +calibration +precision$'
has table '^all +8 +0\.500 .* 2 +0\.500 '
has table '^message +4 +0\.750 '
has table '^nothing +2 +- +- +- +- '
has table '^95 % intervals: top-1 3 of 6: 0\.500, 0\.188 to 0\.812; .* false match 1 of 2: 0\.500, '
has table '^another entry is as right for 1 of the queries'
has table '^no expected entry is in the knowledge base for 1 of the queries$'

errkb eval --kb kb --wrong queries.jsonl >wrong
has wrong '^queries.jsonl:3: not-found: zebra crossing quux$'
has wrong '^  note   nobody knows why$'
has wrong '^queries.jsonl:4: not-there: The lampshade is missing$'
has wrong '^queries.jsonl:5: tied: Ballast overheated'
has wrong '^  why    tied with lamps/[ab]\.md#error-ballast.*: margin .*, a match needs '
has wrong '^queries.jsonl:6: ranked-below: Could not pair'
has wrong '^  why    (came as number 2|compared, .*): the first one is ahead in explained'
has wrong "^  got    (match|ambiguous), [01]\.[0-9]+ $pair\$"
has wrong '^queries.jsonl:8: false-match: Could not pair'
has wrong '^  why    there is no answer, and this entry was taken for one because of .*message'
grep -qE '^queries.jsonl:[127]:' wrong && fail "what is right is listed"
errkb eval --kb kb --wrong --explain queries.jsonl >explained
has explained '^    verdict none: '

errkb eval --kb kb --wrong feedback.jsonl >feedback
has feedback '^feedback.jsonl:1: repeated: Could not pair'
has feedback '^all +1 +1\.000 '
has feedback '^of 2 answers that feedback called wrong 1 are given again$'

# Codes taken out; the label's own one too.
errkb eval --kb kb --strip-codes --wrong queries.jsonl >stripped
grep -qE '^queries.jsonl:[0-9]+: .* 4711' stripped && fail "a code is left"

# Limits.
errkb eval --kb kb --min-top1 0.5 --max-false-match 0.5 queries.jsonl >/dev/null || fail "within limits"
t errkb eval --kb kb --min-top1 0.51 queries.jsonl >low 2>&1
has low '^errkb: top-1 is 0\.5000, less than 0\.51$'
has low '^\[exit 1\]$'
t errkb eval --kb kb --max-false-match 0.49 queries.jsonl >high 2>&1
has high '^errkb: false match is 0\.5000, more than 0\.49$'
has high '^\[exit 1\]$'
t errkb eval --kb kb --min-top1 1.5 queries.jsonl
t errkb eval --kb kb --max-false-match much queries.jsonl
t errkb eval --kb kb --explain queries.jsonl
t errkb eval --kb kb --json --wrong queries.jsonl

# JSON, and runs against it.
must errkb eval --kb kb --json queries.jsonl >report.json
[[ $(wc -l <report.json) == 1 ]] || fail "not one line"
has report.json '^\{"strip_codes":false,"all":\{"name":"all","queries":8,"answerable":6,"unanswerable":2,"top1":0\.5,"top1_interval":\[0\.187'
has report.json '"kinds":\[\{"name":"message","queries":4,'
has report.json '"false_match":null'
has report.json '"reason":"not-found","because":"too few'
has report.json '"reliability":\[\{"count":'
has report.json '"curve":\[\{"confidence":'
errkb eval --kb kb --against report.json queries.jsonl >same
has same '^against report.json: 0 became right, 0 became wrong; right in both 4, wrong in both 4; sign test p = 1$'

sed -i '/Could not pair/,$d' lamps/a.md
must errkb import --kb kb2 lamps >/dev/null
errkb eval --kb kb2 --against kb queries.jsonl >less
has less '^queries.jsonl:2: wrong now: Could not pair'
has less "^  before match, $pair\$"
has less '^queries.jsonl:8: right now: Could not pair'
has less '^against kb: 2 became right, 1 became wrong; .* p = 1$'
errkb eval --kb kb2 --against report.json queries.jsonl >less2
diff <(sed 's/against kb:/against report.json:/' less) less2 || fail "a knowledge base and its report differ"
errkb eval --kb kb2 --json --against report.json queries.jsonl >less.json
has less.json '"against":\{"with":"report.json","better":2,"worse":1,"both_right":3,"both_wrong":2,"unpaired":0,"p":1,"became_right":\[\{'
head -2 queries.jsonl >two.jsonl
errkb eval --kb kb --against report.json two.jsonl >fewer
has fewer '^6 queries were asked in one of the runs only$'

echo '{"queries":[{"key":"x"}]}' >bad.json
t errkb eval --kb kb --against bad.json queries.jsonl
t errkb eval --kb kb --against queries.jsonl queries.jsonl
t errkb eval --kb kb --against missing queries.jsonl
echo '{"text":"a"}' >bad.jsonl
t errkb eval --kb kb queries.jsonl bad.jsonl
printf '{"text":"a\\u001b[31mb","expect":["\\u001b[31m"],"kind":"\\u0007"}\n' >hostile.jsonl
errkb eval --kb kb --wrong hostile.jsonl | grep -q $'[\a\e]' && fail "a control character came through"
errkb eval --kb kb --json hostile.jsonl | grep -q $'[\a\e]' && fail "a control character came through"
true
