# The JSON contract: one line, the fields of the design, harmless whatever the documents hold.
mkdir docs
printf '# Page\n\n## Error 4712: the lease has ended\n\n**Message:** `The lease of {USER} has ended.`\n\n**Code:** 4712\n\n**Applies to:** client: Web client\n\n**Cause:** \033[31mRed\033[0m \302\205\342\200\256gnp.exe \377.\n\n**Remedy:** Delete **something**, see [there](https://example.org/x).\n' >docs/page.md
must errkb import --kb kb.sqlite docs "$ERRKB_SOURCE/tests/data/lookup" >/dev/null 2>&1
export ERRKB_KB=kb.sqlite
query="The lease of jdoe has ended, error 4712 or 0xC000006D"
untimed() { sed -E 's/"elapsed_us": ?[0-9]+/"elapsed_us":0/; s/"(confidence|margin)": ?[0-9.]+/"\1":0/g; s/(\["[a-z0-9]+",)[0-9.]+/\10/g'; }

echo "== one line"
errkb lookup --json "$query" | untimed
echo "== pretty"
errkb lookup --json --pretty "$query" | untimed | grep -vE '^ *(\[|\]|"[a-z]+",|[0-9.]+),?$'
echo "== plain text in it"
errkb lookup --json --text "$query" | grep -oE '"(cause|remedy)":"[^"]*"'
echo "== no colour, no control characters"
errkb lookup --json --color always "$query" | LC_ALL=C grep -c '[[:cntrl:]]'
errkb lookup "$query" | LC_ALL=C grep -cP '[\x00-\x08\x0b-\x1f\x7f]'
errkb lookup --color always "$query" | sed 's/\x1b\[[0-9]*m//g' | LC_ALL=C grep -cP '[\x00-\x08\x0b-\x1f\x7f]'
echo "== none"
errkb lookup --json "ants, bees and wasps" | untimed
echo "== explained"
errkb lookup --json --explain "$query" | grep -o '"explain":"' 
