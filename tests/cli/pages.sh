# Saved HTML pages in, entries out: two sites' pages, as their structure is; and pages made to do harm.
cp -r "$TESTS/../data/pages" pages

t errkb import --kb kb pages
t errkb list --kb kb
t errkb show --kb kb pages/learn-lamp-errors.html#error-lamp_not_found
t errkb show --kb kb pages/learn-lamp-errors.html#error-the-hub-said-too-many-lamps
t errkb show --kb kb pages/guide-kettle-errors.html#kettle-dry
t errkb lookup --kb kb WATER_LEVEL_ERROR_TOO_LOW

echo
echo "# furniture is no entry, nor do its words find one"
for code in 7777 8888 9999; do
    errkb lookup --kb kb "error $code" >/dev/null && fail "error $code stands around the document"
done

echo
echo "# pages made to do harm: what is left out is said"
page() { # page NAME TEXT COUNT: a page with the text so many times
    mkdir -p hostile
    { printf '<body><h2>Error: the lamp is out</h2><p><b>Cause:</b> dark<p><b>Fix:</b> Light it.<p>'
        yes "$2" | head -n "$3"; } >"hostile/$1.html"
}
page nested '<div>' 100000
page never-closed '<b>x' 100000
page stray '</x>' 100000
printf '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><h2>Error: laughs</h2><p>&b;' \
    >hostile/laughs.html
printf '<h2>Error: a \0 b</h2><p><b>Cause:</b> NUL' >hostile/nul.html
printf '<meta charset=klingon><h2>Error: Qapla</h2><p><b>Cause:</b> far away' >hostile/unknown.html
printf '\xff\xfe<\0h\0002\0>\0E\0r\0r\0o\0r\0:\0 \0x\0 \0y\0<\0p\0>\0a\0' >hostile/utf16.html
truncate -s 100M hostile/large.html
t errkb import --kb kb hostile
t errkb list --kb kb --source hostile
