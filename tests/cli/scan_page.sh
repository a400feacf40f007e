# scan --report: the page runs its own script and nothing else, whatever the log and its name hold.
# With a Chromium that can be had it is looked at there, else only taken apart.
must errkb import --kb kb.sqlite "$ERRKB_SOURCE/tests/data/lookup" >/dev/null
export ERRKB_KB=kb.sqlite
hostile='</title></script><script>document.title="broken in"</script><img src=x onerror="document.title=1">'
log="a<img src=x onerror=alert(1)>&quot;.log"
for ((i = 10; i < 40; i++)); do
    echo "2026-01-09T14:$i:15Z ERROR The quota of $hostile is used up."
    echo "2026-01-09T14:$i:16Z ERROR could not spin the wheel $i: $hostile"
done >"$log"
must errkb scan --report page.html "$log" >/dev/null

# What stands in the page once, and is let run by its hash.
part() { # ELEMENT
    awk -v element="$1" 'BEGIN { RS = "</" element ">" } NR == 1 {
        at = index($0, "<" element ">"); printf "%s", substr($0, at + length(element) + 2) }' page.html
}
base64_hash() {
    local hex
    hex=$(sha256sum | cut -c1-64)
    # shellcheck disable=SC2059
    printf "$(sed 's/../\\x&/g' <<<"$hex")" | base64
}
for element in style script; do
    [[ $(grep -c "<$element" page.html) == 1 ]] || fail "more than one $element"
    hash=$(part $element | base64_hash)
    grep -qF "$element-src 'sha256-$hash'" page.html || fail "the $element's hash is not $hash"
done
grep -qF "default-src 'none'" page.html || fail "no policy"
! grep -qE '<(img|link|iframe|object|embed|form|base)[ >]' page.html || fail "an element of the log"
! grep -qE '(href|src)="(http:|https:)?//(x|$)' page.html || fail "an address of the log"
[[ $(grep -c 'class="errkb-item"' page.html) == 2 ]] || fail "not one known and one unknown error"

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo "not looked at in a browser: no Chromium"
    exit 0
}
# Without --no-sandbox it does not start as root, in a container.
shown() {
    timeout 120 "$browser" --headless --no-sandbox --disable-gpu --virtual-time-budget=2000 \
        --user-data-dir="$PWD/profile" --enable-logging=stderr --dump-dom "file://$PWD/$1" \
        2>"$1.log"
}
shown page.html >dom.html || skip "Chromium does not start here"
[[ -s dom.html ]] || skip "Chromium shows nothing here"
grep -q '<p class="errkb-search">' dom.html || fail "the script did not run"
! grep -qE 'Refused|violates|Uncaught' page.html.log || fail "$(cat page.html.log)"
grep -q '<title>Errors in a&lt;img' dom.html || fail "$(grep -o '<title>.*</title>' dom.html)"
