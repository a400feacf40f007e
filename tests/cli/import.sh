# Documents in, entries out: what import prints, and what it leaves when something goes wrong.
cp -r "$TESTS/../data/docs" docs

t errkb import --kb deep/er/kb.sqlite docs
t ls -A deep/er
t errkb stats --kb deep/er/kb.sqlite
t errkb stats --kb deep/er/kb.sqlite --json
t errkb list --kb deep/er/kb.sqlite
t errkb list --kb deep/er/kb.sqlite --code 80070005
t errkb list --kb deep/er/kb.sqlite --code queue_
t errkb list --kb deep/er/kb.sqlite --facet client=android
t errkb list --kb deep/er/kb.sqlite --source docs --code 4711 --json
t errkb list --kb deep/er/kb.sqlite --source others
t errkb show --kb deep/er/kb.sqlite docs/printing.md#error-prn_queue_full
t errkb show --kb deep/er/kb.sqlite printing.md#error-code-4711-no-paper missing#id
t errkb show --kb deep/er/kb.sqlite --json printing.md#error-prn_queue_full

echo
echo "# again: the same entries, in the same order; and with another name, an address"
errkb list --kb deep/er/kb.sqlite --json >before
must errkb import --kb deep/er/kb.sqlite docs >/dev/null
errkb list --kb deep/er/kb.sqlite --json | cmp - before && echo same
t errkb import --kb deep/er/kb.sqlite --name other --base-url https://example.com/help docs/sub
errkb list --kb deep/er/kb.sqlite --source other --json | grep -o '"url":"[^"]*"'
t errkb import --kb deep/er/kb.sqlite --name other docs

echo
echo "# the user's own knowledge base"
t errkb import docs/printing.md
(cd "$HOME" && find . -type f)
t errkb lookup 4711
t errkb list

echo
echo "# two files of one folder: the second does not take the place of the first"
t errkb import docs/sub/queue.md
cp docs/printing.md docs/more.md
t errkb import docs/more.md
t errkb import --name more docs/more.md
t errkb import docs
t errkb stats
rm docs/more.md

echo
echo "# layers: the first with an id wins"
sed -i 's/More than 500/More than 900/; /4711/,$d' docs/printing.md
must errkb import --kb top.sqlite docs >/dev/null
t errkb list --kb top.sqlite --kb deep/er/kb.sqlite
t errkb show --kb top.sqlite --kb deep/er/kb.sqlite docs/printing.md#error-prn_queue_full
t errkb show --kb deep/er/kb.sqlite --kb top.sqlite docs/printing.md#error-prn_queue_full

echo
echo "# nothing is written"
t errkb import --dry-run --kb dry.sqlite docs
t errkb import --kb none.sqlite missing
t errkb import --kb none.sqlite docs missing
mkdir empty
t errkb import --kb none.sqlite empty
t errkb import --kb docs docs
t errkb import --kb docs/picture.png docs
t errkb import --kb docs/picture.png/kb docs
t errkb import --kb none.sqlite /dev/null
ln -s nowhere link.sqlite
t errkb import --kb link.sqlite docs
rm link.sqlite
for name in '' a/b 'a#b' $'a\nb' $'a\xff'; do
    errkb import --kb none.sqlite --name "$name" docs 2>&1
    echo "[exit $?]"
done
t errkb import --kb none.sqlite --base-url 'javascript:alert(1)//' docs
t ls -A

echo
echo "# an image: the same bytes each time, nothing of this machine in it"
must errkb import --image one.kb docs >/dev/null
cp -r docs elsewhere
touch -d '2001-01-01' elsewhere/*.md
must errkb import --image two.kb --name docs elsewhere >/dev/null
cmp one.kb two.kb && echo same
grep -c "$PWD" one.kb
t errkb lookup --kb one.kb --json QUEUE_GONE | grep -o '"verdict":"[a-z]*"'

echo
echo "# a full disk, and a folder that cannot be written"
(
    ulimit -f 8
    errkb import --kb new.sqlite docs >/dev/null
    echo "exit $?"
    errkb import --kb deep/er/kb.sqlite --name third docs >/dev/null
    echo "exit $?"
) 2>&1 | cat # what this prints is a file, too
errkb stats --kb deep/er/kb.sqlite | grep sources
ls -A deep/er
