# What lint tells of documents with a fault of most kinds, and of one without.
cp -r "$TESTS/../data/lint" docs

t errkb lint docs
t errkb lint --json docs
t errkb lint --rule dead-link --rule dead-include docs
t errkb lint --disable dead-link -d shared-signature -d no-remedy -d dead-anchor docs
t errkb lint --rule dead-link --limit 1 docs
t errkb lint docs/queue.md
(cd docs && t errkb lint --rule code-forms-disagree)
(cd docs && t errkb lint --rule code-forms-disagree .)
t errkb lint --rule code-forms-disagree ./docs//
t errkb lint --rule code-forms-disagree "$PWD/docs"

echo
echo "# SARIF: relative paths, rules with help"
errkb lint --sarif docs >lint.sarif
echo "exit $?"
grep -o '"uri":"[^"]*","uriBaseId":"%SRCROOT%"' lint.sarif | sort | uniq -c
grep -o '"ruleId":"[^"]*","ruleIndex":[0-9]*,"level":"[a-z]*"' lint.sarif
if command -v jq >/dev/null; then
    jq -e '.version == "2.1.0" and (.runs | length) == 1 and
        (.runs[0] | .tool.driver.name == "errkb" and
            (.tool.driver.rules | all(.id and .shortDescription.text and .help.text)) and
            . as $run | .results | all(
                (.message.text | length > 0) and (.level | IN("note", "warning", "error")) and
                .ruleId == $run.tool.driver.rules[.ruleIndex].id and
                (.locations[0].physicalLocation |
                    .region.startLine >= 1 and (.artifactLocation.uri | startswith("docs/")))))' \
        lint.sarif >/dev/null || fail "SARIF: a property is missing"
fi

echo
echo "# two sources of one name, one of them silent about what it knows"
mkdir -p quiet/docs
sed '1a\
\
<!-- errkb-lint-disable dead-link no-remedy -->\
' docs/queue.md | sed 's/^- \*\*Q_BAD_FORMAT.*/& <!-- errkb-lint-disable-line code-forms-disagree -->/
    s/^## I get an error/<!-- errkb-lint-disable-next-line -->\n\n&/' >quiet/docs/queue.md
t errkb lint quiet/docs
t errkb lint --rule code-forms-disagree docs quiet/docs

echo
echo "# the documents that were imported"
must errkb import --kb kb.sqlite docs >/dev/null 2>&1
t errkb lint --kb kb.sqlite --rule dead-include
t errkb lint --rule dead-include
must errkb import --name prn docs/printers.md >/dev/null 2>&1
t errkb lint --rule dead-include
rm -r docs/parts docs/printers.md docs/queue.md
t errkb lint --kb kb.sqlite

echo
echo "# what many documents have in common is told once"
mkdir common
for i in ONE TWO SIX; do
    printf '# Fuses\n\n[!INCLUDE [x](../above.md)]\n\n## Error: FUSE_%s_OUT\n\n**Fix:** Change it.\n' $i \
        >common/$i.md
done
t errkb lint common

echo
echo "# nothing to find"
mkdir good
printf '# Troubleshoot lamps\n\n## Error: LAMP_IS_OUT\n\n**Cause:** Worn.\n\n**Fix:** Change it.\n' >good/a.md
t errkb lint good
t errkb lint --json good
t errkb lint --sarif good | grep -o '"results":.*'

# nor in the knowledge that ships, whose writers have this program
must errkb lint "$ERRKB_SOURCE/kb" >/dev/null

echo
echo "# saved pages are read, their links left alone"
mkdir pages
printf '<h1>Lamps</h1><h2>Error: LAMP_IS_OUT</h2><p>Fix: <a href="x.html">change</a> it.</p>' >pages/a.html
t errkb lint pages

echo
echo "# documents that act on terminals"
printf '# Lamps\n\n## Error: LAMP_OUT\n\n**Cause:** Worn.\n\n**Fix:** See [it](<w\033[31mire.md>).\n' >good/b.md
cp good/b.md $'good/\033[32mc.md'
t errkb lint good

echo
echo "# trouble"
t errkb lint missing
t errkb lint --rule nonsense good
t errkb lint --json --sarif good
t errkb lint --kb kb.sqlite good
t errkb lint --limit 0 good
mkdir empty
t errkb lint empty
printf 'x' >bad.sqlite
t errkb lint --kb bad.sqlite
