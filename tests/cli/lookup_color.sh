# When an answer is coloured, and how wide it is, on a terminal and elsewhere.
command -v script >/dev/null || skip "no script(1) to make a terminal with"
errkb=$(readlink -f "$(command -v errkb)")
# on_terminal VARIABLE=VALUE... -- OPTION...: what is printed there, escapes made visible.
on_terminal() {
    local environment=() options
    while [[ $1 != -- ]]; do
        environment+=("$1")
        shift
    done
    shift
    options=$(printf ' %q' "$@")
    env -u TERM -u NO_COLOR "${environment[@]}" \
        script -qec "stty cols 60; $errkb lookup --kb :builtin: $options 'error code 2607'" /dev/null \
        </dev/null | tr -d '\r' | cat -v
}
escapes() { grep -c '\^\[\[' || true; }
widest() { sed -E 's/\^\[\[[0-9]*m//g' | awk '/https?:/ { next } { if (length($0) > n) n = length($0) } END { print n }'; }

yes_or_no() { (($(escapes) > 0)) && echo coloured || echo plain; }
echo "terminal: $(on_terminal TERM=xterm -- | yes_or_no)"
echo "terminal, NO_COLOR=1: $(on_terminal TERM=xterm NO_COLOR=1 -- | yes_or_no)"
echo "terminal, NO_COLOR empty: $(on_terminal TERM=xterm NO_COLOR= -- | yes_or_no)"
echo "terminal, dumb: $(on_terminal TERM=dumb -- | yes_or_no)"
echo "terminal, no TERM: $(on_terminal -- | yes_or_no)"
echo "terminal, never: $(on_terminal TERM=xterm -- --color=never | yes_or_no)"
echo "terminal, JSON: $(on_terminal TERM=xterm -- --json | yes_or_no)"
echo "terminal, NO_COLOR=1, always: $(on_terminal TERM=xterm NO_COLOR=1 -- --color=always | yes_or_no)"
echo "pipe: $(TERM=xterm errkb lookup 2607 | cat -v | yes_or_no)"
echo "pipe, always: $(TERM=xterm errkb lookup --color=always 2607 | cat -v | yes_or_no)"

width=$(on_terminal TERM=xterm -- | widest)
((width > 40 && width <= 60)) || fail "a terminal of 60 columns, a line of $width"
width=$(COLUMNS=200 errkb lookup 2607 | widest)
((width > 80 && width <= 96)) || fail "200 columns, a line of $width"
width=$(COLUMNS=junk errkb lookup 2607 | widest)
((width > 60 && width <= 80)) || fail "unknown columns, a line of $width"
hint=$(script -qec "$errkb lookup" /dev/null <<<$'error code 2607\n\x04' | grep -c 'press Ctrl-D')
((hint == 1)) || fail "nobody says how to end the input"
