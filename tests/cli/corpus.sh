# The real documents, all six folders: every code table row by its code, the codes in their printed
# forms, and what the labelled queries say. Skipped without the documents.
corpus=${ERRKB_SHARED:-}/corpus
[[ -d $corpus/avd ]] || skip "no corpus"
kb=corpus.kb
errkb import --kb $kb "$corpus"/{avd,cpp,appstream,directory,codedeploy,iam} >import.out 2>&1 ||
    { cat import.out; exit 1; }

fail=0
# expect ID-PATTERN TEXT...: the first entry's id holds the pattern, the verdict is a match.
expect() {
    local want=$1 got
    shift
    got=$(errkb lookup --kb $kb --json --limit 1 -- "$@")
    if [[ $got != '{"verdict":"match","matches":[{"id":"'*"$want"* ]]; then
        echo "wanted $want for: $*"
        echo "${got:0:200}"
        fail=1
    fi
}
# all NAME QUERIES: every one of them first.
all() {
    errkb eval --kb $kb --wrong --min-top1 1 "$2" >eval.out || { echo "$1:"; cat eval.out; fail=1; }
}

table=reference-aadsts-error-codes.md
grep -oE '^\| *AADSTS[0-9]+' "$corpus/avd/$table" | grep -oE 'AADSTS[0-9]+' |
    sed 's|.*|{"text":"&","expect":["avd/'$table'#aadsts-error-codes/&"]}|' >rows.jsonl
[[ $(wc -l <rows.jsonl) == 241 ]] || { echo "not 241 rows"; fail=1; }
all "AADSTS rows" rows.jsonl

codes=troubleshooting-notification-codes.md
grep -E '^\*\*[A-Z_\\]+\*\*' "$corpus/appstream/$codes" | tr -d '*\\ ' | sort -u |
    sed 's|.*|{"text":"&","expect":"appstream/'$codes'"}|' >notifications.jsonl
[[ $(wc -l <notifications.jsonl) -ge 12 ]] || { echo "too few notification codes"; fail=1; }
all "notification codes" notifications.jsonl

article=avd/troubleshoot-azure-ad-connections.md
android=$article#error-code-2607---we-couldnt-connect-to-the-remote-pc-because-your-credentials-did-not-work
expect "$android" 2607
expect "$android" Error code: 2607
expect "$android" error 2607 android
expect AADSTS50126 '{"error":"invalid_grant","error_description":"AADSTS50126: Error validating credentials due to invalid username or password.\r\nTrace ID: 255d1aef-8c98-452f-ac51-23d051240864\r\nCorrelation ID: fb3d2015-bc17-4bb9-bb85-30c5cf1aaaa7\r\nTimestamp: 2016-01-09 02:02:12Z","error_codes":[50126],"timestamp":"2016-01-09 02:02:12Z","trace_id":"255d1aef-8c98-452f-ac51-23d051240864"}'
expect "$article#a-specified-logon-session-does-not-exist" "An authentication error occurred. A specified logon session does not exist. It may already have been terminated"
expect "$article#your-account-is-configured-to-prevent" "Your account is configured to prevent you from using this device. For more information, contact your system administrator"
expect "$article#sign-in-failed-please-check" "Remote Desktop

Oops, we couldn't connect to az140-21-ws1. Sign in failed. Please check your username and password and try again.

Timestamp (UTC): 2022-08-24T10:11:12Z
Activity ID: 3f2504e0-4f89-11d3-9a0c-0305e82c3301"
expect "$article#we-couldnt-connect-to-the-remote-pc-because-of-a-security-error" "Oops, we couldn't connect to SessionDesktop. We couldn't connect to the remote PC because of a security error. If this keeps happening, ask your admin or tech support for help."

# One code in all its forms has one answer, in the knowledge that is compiled in too.
for code in 0x80070005 80070005 -2147024891 2147942405; do
    first=$(errkb lookup --kb :builtin: --json --limit 1 -- $code | grep -o '"id":"[^"]*"' | head -1)
    [[ -n ${forms:=$first} && $first == "$forms" ]] || { echo "$code: $first, not $forms"; fail=1; }
done
errkb lookup --kb :builtin: 0x3000046 >seven.out || { echo "0x3000046: not found"; fail=1; }

# The labelled queries: floors well below the figures in docs/accuracy.md, to notice a slip.
errkb eval --kb $kb --min-top1 0.97 "$ERRKB_SHARED/queries/cpp.jsonl" >cpp.out ||
    { cat cpp.out; fail=1; }
errkb eval --kb $kb --min-top1 0.60 "$ERRKB_SHARED/queries/ops.jsonl" >ops.out ||
    { cat ops.out; fail=1; }
exit $fail
