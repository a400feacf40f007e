# Entries and answers as text, JSON, Markdown and HTML; links that lead to other entries.
mkdir docs
cat >docs/one.md <<'EOF'
# One

## Error 4711: the <lease> has ended

**Cause:** It was **never** renewed; see [the other](two.md#error-4712-the-door-is-shut) & [page](two.md).

**Remedy:**

1. Run this:

   ```sh
   lease --renew <NAME>
   ```

2. Read [on](https://example.org/?a=1&b=2), not [this](javascript:alert(1)), nor [that](missing.md).

| Value | Meaning |
|---|---|
| `0` | fine |
EOF
cat >docs/two.md <<'EOF'
# Two

## Error 4712: the door is shut

**Cause:** Somebody went out.

**Remedy:** Knock.
EOF
must errkb import --kb kb.sqlite docs >/dev/null
export ERRKB_KB=kb.sqlite
one="docs/one.md#error-4711-the-lease-has-ended"
two="docs/two.md#error-4712-the-door-is-shut"
for form in text markdown html; do
    t errkb show --format "$form" "$one"
    t errkb lookup --format="$form" "error 4712: the door is shut"
done
echo "== links in JSON"
errkb show --format json "$one" | grep -o '"links":\[[^]]*\]'
errkb lookup --json "error 4711" | grep -o '"links":\[[^]]*\]'
echo "== several"
for form in markdown html; do
    errkb show --format "$form" "$one" "$two" | grep -E '^(# |</?article|$)'
done
t errkb lookup --format html "no such thing as ants"
t errkb lookup --format markdown "no such thing as ants"
t errkb show --json --format html "$two"
errkb show --json --format json "$two" | grep -c '"id"'
t errkb show --format rtf x
if command -v xmllint >/dev/null; then
    for id in $(errkb list | cut -f 1); do
        (echo '<div>'; errkb show --format html "$id"; echo '</div>') | must xmllint --noout -
    done
fi
