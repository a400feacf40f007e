# Refreshing: what each edit is told as, and what a cron job, a bot and an editor get.
cp -r "$TESTS/../data/docs" docs
mkdir docs/sub/deep

# The knowledge base is what a fresh import of the same folder gives, row by row.
same_as_fresh() {
    rm -f fresh.kb
    must errkb import --kb fresh.kb "$@" >/dev/null 2>&1
    kb_rows kb >rows
    kb_rows fresh.kb >fresh.rows
    diff fresh.rows rows >rows.diff || {
        cut -c 1-200 rows.diff | head -n 20
        fail "not the rows of a fresh import"
    }
}

# For what may be on the way: wait up to half a minute.
await() {
    local i
    for ((i = 0; i < 300; i++)); do
        "$@" && return
        sleep 0.1
    done
    [[ ! -e watch.out ]] || cat watch.out
    fail "waited in vain for: $*"
}

t errkb refresh --kb kb
t errkb import --kb kb docs
before=$(stat -c '%Y %Z %i %s' kb)
t errkb refresh --kb kb
t errkb import --kb kb docs
t errkb refresh --kb kb --exit-code
[[ $(stat -c '%Y %Z %i %s' kb) == "$before" ]] || fail "the file was written though nothing changed"

echo
echo "# edited, added, with a dry run first"
sed -i 's/More than 500/More than 900/' docs/printing.md
printf '# Paper\n\n## Error: PAPER_JAM\n\n**Cause:** too thick.\n\n**Fix:** use thinner paper.\n' >docs/paper.md
t errkb refresh --kb kb --dry-run
t errkb refresh --kb kb --dry-run --exit-code --json
t errkb refresh --kb kb --exit-code
t errkb show --kb kb docs/paper.md#error-paper_jam
same_as_fresh docs

echo
echo "# renamed: the old id still leads there; removed: nothing leads there"
mv docs/paper.md docs/sub/deep/jams.md
t errkb refresh --kb kb
errkb show --kb kb docs/paper.md#error-paper_jam | head -n 1
same_as_fresh docs
rm docs/sub/deep/jams.md
t errkb refresh --kb kb docs
t errkb show --kb kb docs/paper.md#error-paper_jam
same_as_fresh docs

echo
echo "# touched only, and prose that is no problem"
touch -d '2001-02-03' docs/printing.md
t errkb refresh --kb kb --exit-code
printf '\n## About\n\nMade in the year 2001.\n' >>docs/sub/queue.md
t errkb refresh --kb kb --exit-code
same_as_fresh docs
t errkb refresh --kb kb --reread

echo
echo "# an included file changes the page"
mkdir docs/includes
printf '**Fix:** ask the printer kindly.\n' >docs/includes/fix.md
printf '# Errors\n\n## Error: PRN_SULKS\n\n**Cause:** it is tired.\n\n[!INCLUDE [fix](includes/fix.md)]\n' >docs/sulks.md
must errkb refresh --kb kb >/dev/null
printf '**Fix:** give the printer a holiday.\n' >docs/includes/fix.md
t errkb refresh --kb kb
errkb show --kb kb docs/sulks.md#error-prn_sulks | grep -o 'a holiday'
same_as_fresh docs
rm docs/includes/fix.md
t errkb refresh --kb kb
same_as_fresh docs
rm -r docs/includes docs/sulks.md
must errkb refresh --kb kb >/dev/null

echo
echo "# sources: some of them, gone ones, pruned"
mkdir more empty
cp docs/printing.md more/
must errkb import --kb kb more >/dev/null
echo >>docs/printing.md
echo >>more/printing.md
t errkb refresh --kb kb more
t errkb refresh --kb kb nosuch
mv more away
sed -i 's/900/901/' docs/printing.md
t errkb refresh --kb kb
t errkb stats --kb kb
mkdir more
t errkb refresh --kb kb
t errkb refresh --kb kb --prune # an empty folder may be one that is not mounted
t errkb refresh --kb kb --prune more --dry-run
rmdir more
errkb refresh --kb kb --json 2>/dev/null | grep -o '"name":"more"[^}]*"state":"[a-z]*"'
t errkb refresh --kb kb --prune --dry-run
t errkb refresh --kb kb --prune --exit-code
t errkb refresh --kb kb --prune --exit-code
same_as_fresh docs
cp -r docs gone
must errkb import --kb kb gone >/dev/null
rm -r gone
t errkb import --kb kb --prune docs
same_as_fresh docs

echo
echo "# a long list is not printed unasked"
mkdir many
for ((i = 0; i < 30; i++)); do
    printf '# Error MANY_%s\n\n**Cause:** number %s.\n\n**Fix:** turn it %s times.\n' $i $i $i >many/m$i.md
done
t errkb import --kb kb many
sed -i 's/turn it/turn that/' many/*.md
t errkb refresh --kb kb many
sed -i 's/turn that/turn this/' many/m1?.md
errkb refresh --kb kb -v many | wc -l

echo
echo "# a link to the release that is current leads elsewhere after the next one"
mkdir -p rel/1 rel/2
cp docs/printing.md rel/1/
sed 's/901/777/' docs/printing.md >rel/2/printing.md
ln -s 1 rel/current
t errkb import --kb rel.kb rel/current
ln -sfn 2 rel/current
t errkb refresh --kb rel.kb
t errkb import --kb rel.kb --name current rel/current
t errkb import --kb rel.kb --name current rel/2/../current/./
t errkb import --kb rel.kb --name current rel/2
t errkb import --kb rel.kb --name current rel/1
t errkb stats --kb rel.kb
ln -s ../docs/sub rel/aside
t errkb import --kb rel.kb --name aside rel/aside/../sub
errkb stats --kb rel.kb | grep aside

echo
echo "# a document that cannot be read: the rest is, and the status tells"
mkdir -p one/sub two
cp docs/printing.md one/sub/
cp docs/printing.md two/
ln -s /etc/passwd two/out.md # left out for good: nothing to mend
t errkb import --kb big.kb one/ two
truncate -s 40M one/sub/big.md big.md
t errkb refresh --kb big.kb --exit-code
t errkb refresh --kb big.kb one
t errkb import --kb big.kb one
t errkb import --kb new.kb docs big.md
t errkb import --kb none.kb big.md
rm one/sub/big.md big.md
t errkb refresh --kb big.kb

echo
echo "# why all is read again"
cp -r two why
t errkb import --kb why.kb why
t errkb import --kb why.kb --base-url https://example.com/ why
sed -i 's/901/902/' why/printing.md
t errkb refresh --kb why.kb --reread
errkb refresh --kb why.kb --reread --json | grep -o '"reason":"[^"]*"'
errkb refresh --kb why.kb --json | grep -c '"reason"'

echo
echo "# the same warning in many documents"
mkdir same
cp docs/printing.md same/
for ((i = 10; i < 35; i++)); do ln -s /etc/passwd same/m$i.md; done
t errkb import --kb same.kb same

echo
echo "# two at once: the second waits, and both are in it"
for ((i = 0; i < 300; i++)); do cp many/m1.md many/n$i.md; done
errkb import --kb kb many >/dev/null &
errkb import --kb kb --name second docs >/dev/null || fail "the second import"
wait $! || fail "the first import"
errkb stats --kb kb --json | grep -o '"name":"[a-z]*"\|"documents":[0-9]*'

echo
echo "# watching"
watcher=
trap '[[ -z $watcher ]] || kill "$watcher"' EXIT
# A watch of kb; its lines, without their times, are in watch.out.
watch() {
    rm -f watch.out
    errkb refresh --kb kb --watch "$@" >watch.out 2>&1 &
    watcher=$!
    await grep -qs '^watching\|"kb"' watch.out
}
stop() {
    kill "-$1" $watcher
    wait $watcher
    echo "exit $?"
    watcher=
    sed -i 's/^[0-9:]\{8\} //' watch.out
}
# So many documents are in the knowledge base: on a busy machine it may take several refreshes.
has_documents() {
    errkb stats --kb kb --json 2>/dev/null | grep -q "\"sources\":1,\"documents\":$1,"
}
rm -rf kb many
must errkb import --kb kb docs >/dev/null
watch
sed -i 's/90./902/' docs/printing.md # a new file in the old one's place
await grep -q 'docs: 1 changed' watch.out
printf '# Paper\n\n## Error: PAPER_JAM\n\n**Cause:** thick.\n\n**Fix:** use thinner paper.\n' >docs/.paper.md.swp
mv docs/.paper.md.swp docs/paper.md
await grep -q 'docs: 1 added' watch.out
mkdir -p docs/new/folder
cp docs/paper.md docs/new/folder/
await has_documents 4
mv docs/new/folder/paper.md docs/new/folder/thin.md
await grep -q 'docs: 1 moved' watch.out
for ((i = 0; i < 1000; i++)); do
    printf '# Error GIT_%s\n\n**Cause:** number %s.\n\n**Fix:** turn it %s times.\n' $i $i $i >docs/new/g$i.md
done
await has_documents 1004
mv docs away2
await grep -q 'docs is not there any more' watch.out
mkdir docs
cp -r away2/* docs/
rm docs/new/g5*
sed 's/PAPER_JAM/LAST_OF_ALL/' docs/paper.md >docs/new/last.md # whoever sees it has seen all of it
await eval 'errkb list --kb kb 2>/dev/null | grep -q LAST_OF_ALL'
has_documents 894 || fail "not the documents that are there"
stop TERM
(($(grep -c added watch.out) <= 30)) || fail "$(grep -c added watch.out) refreshes for a thousand files"
same_as_fresh docs
watch --json
rm docs/new/g6*
await has_documents 783
await grep -q '"removed":[1-9]' watch.out
stop INT
watch --poll
rm docs/new/g7*
await has_documents 672
await grep -q 'docs: .* removed$' watch.out
stop INT
same_as_fresh docs
t errkb refresh --kb kb --watch --dry-run
t errkb refresh --kb kb --poll
