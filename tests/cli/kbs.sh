# Which knowledge base is used, and what is said when it cannot be.
first_line() { "$@" 2>&1 | head -1; }

t first_line errkb stats
t errkb stats --kb missing.sqlite
t env ERRKB_KB=missing.sqlite errkb stats
t first_line env ERRKB_KB= errkb stats
mkdir -p data/errkb home2/.local/share/errkb
echo "# no knowledge base, though long enough to have the header of one, and then some more text" \
    | tee data/errkb/kb.sqlite >home2/.local/share/errkb/kb.sqlite
t env XDG_DATA_HOME="$PWD/data" errkb stats
t first_line env XDG_DATA_HOME=data errkb stats # not absolute: does not count
t env HOME="$PWD/home2" errkb stats
t first_line env HOME="$PWD/home2" errkb stats --kb :builtin: # nor is another one touched
t errkb stats --kb data
t errkb stats --kb ''
: >empty
t errkb stats --kb empty
mkfifo pipe
t errkb stats --kb pipe
t errkb stats --kb "$(printf 'a\033[31mb\nc')"
t errkb show --kb empty x
t errkb list --kb empty
t errkb lookup --kb empty x
t errkb show no/such#entry

# No environment at all, and no place to write.
program=$(readlink -f "$(command -v errkb)")
env -i "$program" stats | head -1
env -i "$program" import x 2>&1
