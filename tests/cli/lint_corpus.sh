# The real documents, all six folders: what is known to be wrong in them is found, at its line, and no rule
# cries wolf. Skipped without the documents.
corpus=${ERRKB_SHARED:-}/corpus
[[ -d $corpus/avd ]] || skip "no corpus"
cd "$corpus" || exit 2
errkb lint --color never avd cpp appstream directory codedeploy iam >"$HOME/lint.out"
[[ $? == 1 ]] || fail "the exit status"
errkb lint --json avd cpp appstream directory codedeploy iam >"$HOME/lint.json"

fail=0
# expect PATH LINE RULE: a finding.
expect() {
    grep -qF "{\"path\":\"$1\",\"line\":$2,\"rule\":\"$3\"" "$HOME/lint.json" ||
        { echo "not found: $3 at $1:$2"; fail=1; }
}
# at_most RULE NUMBER: so many findings of all 3,500 documents.
at_most() {
    local n
    n=$(grep -oE "\"rules\":\{.*" "$HOME/lint.json" | grep -oE "\"$1\":[0-9]+" | grep -oE '[0-9]+$')
    ((${n:-0} <= $2)) || { echo "$1: $n findings, more than $2"; fail=1; }
}

expect avd/troubleshoot-hybrid-join-windows-current.md 175 code-forms-disagree
expect avd/troubleshoot-client-web.md 18 dead-include
expect avd/troubleshoot-client-web.md 20 dead-include
expect avd/troubleshoot-client-web.md 58 dead-include
expect avd/troubleshoot-statuses-checks.md 23 dead-anchor
expect codedeploy/troubleshooting-auto-scaling.md 171 dead-anchor
expect cpp/compiler-errors-2/compiler-errors-c2500-through-c2599.md 18 dead-link
expect appstream/troubleshooting-image-builder.md 77 unquoted-error
at_most code-forms-disagree 1
at_most dead-include 3
at_most message-finds-other 15
at_most unreachable-entry 10
at_most vague-message 20
at_most shared-signature 40
at_most unquoted-error 30
at_most no-remedy 120
exit $fail
