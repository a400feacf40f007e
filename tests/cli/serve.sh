# `errkb serve` as a chatbot uses it: operations, ids, limits, conversations, feedback.
mkdir docs
cat >docs/printing.md <<'D'
# Printing

## Error 7001: the queue is full

Cause: too many jobs wait. Remedy: delete some of them.

## The printer is offline (Windows client)

Cause: the cable. Remedy: plug it in.
D
must errkb import --kb kb docs >import.log 2>&1
ask() { printf '%s\n' "$@" | errkb serve --kb kb | sed -E 's/"(elapsed_us|confidence|margin|steps)":[0-9.]+/"\1":0/g'; }
brief() { jq -c '{id,verdict,first:.matches[0].id,error:.error.code,op:(.pong//.kept)}|del(..|nulls)'; }

echo "== operations"
t ask '{"id":1,"text":"error 7001","limit":1}'
ask '{"id":2,"text":7001}' '{"id":3,"text":7001,"limit":0}' '{"id":4,"text":"7001","limit":1e9}' \
    '{"id":5,"op":"ping"}' '{"op":"ping"}' '{"id":6,"text":"nobody knows this","facets":{"client":"web"}}' \
    '{"id":7,"text":7001,"colour":"red","deep":[{"a":[]}]}' '{"id":8,"op":null}' '{"id":9,"text":" "}' \
    '{"id":10}' '{"id":11,"text":7001,"limit":"3"}' '{"id":12,"text":7001,"facets":["web"]}' \
    '{"id":13,"text":true}' '{"id":14,"op":"drop"}' | brief
t ask '{"id":1,"op":"get","entry":"docs/printing.md#error-7001-the-queue-is-full"}'
ask '{"id":2,"op":"get","entry":"printing.md#error-7001-the-queue-is-full"}' | jq -c .entry.title
t ask '{"id":3,"op":"get","entry":"nonsense"}' '{"id":4,"op":"get"}'
ask '{"id":1,"op":"stats"}' | jq -c '.kbs[0].kb, .kbs[0].entries, .requests, .errors, .sessions'
t ask '{"id":1,"op":"scan","text":"start\nerror 7001\nerror 7001\nit failed in step 3\nit failed in step 4\n  at f()\n"}'

ask '{"text":"error 7001"}' '{"text":"error 7001","max_steps":1}' | jq -c '.budget | [.max, .spent]'
ask '{"text":"error 7001","max_steps":"many"}' | jq -c .error.code

echo "== ids come back as they are"
for id in '"x"' '"a\u0041\/"' 0 -1.50e+3 123456789012345678901234567890 true null '[1, {"a":[]}]' '{"b" : 2}' '"\ud800"'; do
    ask "{\"op\":\"ping\",\"id\":$id}"
done

echo "== what is no request"
for line in 'garbage' '' '[1]' '"x"' '7' '{"id":1,"id":2}' '{"id":5,"text":"a' '{"id":6,"text":"a"}}' '{"id":7 "text":1}'; do
    t ask "$line"
done

echo "== conversations"
talk() {
    ask '{"id":1,"session":"s","text":"error 7001"}' '{"id":2,"session":"s","answer":"nonsense"}' \
        '{"id":3,"session":"t","answer":"web"}' '{"id":4,"answer":"web"}' '{"id":5,"session":"","text":"x"}' \
        '{"id":6,"session":7,"text":"printer offline"}'
}
talk | jq -c '[.id,.session,.verdict,.error.code]'
must errkb import --kb clients.kb --name docs "$ERRKB_SOURCE/tests/data/lookup" >import.log 2>&1
question='We could not connect to Desktop 1\nbecause the session was refused.'
for words in 'Web client' 'it is the android one' 2 'which one?'; do
    printf '%s\n' "{\"session\":\"s\",\"text\":\"$question\"}" "{\"session\":\"s\",\"answer\":\"$words\"}" \
        "{\"session\":\"u\",\"text\":\"$question\"}" "{\"session\":\"u\",\"text\":\"$words\"}" |
        errkb serve --kb clients.kb --threads 4 | jq -c '[.session,.verdict,.ask.options,.narrowed,.matches[0].id]'
done

echo "== feedback"
t ask '{"id":1,"op":"feedback","text":"error 7001","right":true}'
printf '%s\n' '{"id":1,"session":"s","text":"error 7001"}' '{"id":2,"session":"s","op":"feedback","right":true}' \
    '{"id":3,"op":"feedback","text":"printer is dead","right":false,"expect":"docs/printing.md#the-printer-is-offline-windows-client"}' \
    '{"id":4,"op":"feedback","text":"my cat","right":false,"entry":"docs/printing.md#error-7001-the-queue-is-full","expect":null}' \
    '{"id":5,"op":"feedback","text":"x"}' | errkb serve --kb kb --feedback feedback.jsonl | brief
wc -l <feedback.jsonl
must errkb eval --kb kb feedback.jsonl >eval.out
t errkb serve --kb kb --feedback /nonexistent/x </dev/null

echo "== the end"
errkb serve --kb kb </dev/null && echo "no request, no reply: exit $?"
printf '{"id":1,"op":"ping"}' | errkb serve --kb kb
t errkb serve --kb missing </dev/null
t errkb serve extra
