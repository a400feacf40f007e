# Every option of every command is in its manual page and in the completion of each shell; and the
# manual has no options that are not there.
source=$ERRKB_SOURCE
words() { tr -c 'a-zA-Z0-9-' '\n' <"$1"; }

commands=$(errkb --help | sed -nE 's/^  ([a-z]+) .*/\1/p')
[[ $(wc -w <<<"$commands") -ge 6 ]] || fail "the commands: $commands"
for command in $commands; do
    page=$source/docs/man/errkb-$command.1
    [[ -e $page ]] || fail "no $page"
    grep -q "errkb-$command 1" "$source/docs/man/errkb.1" || fail "errkb.1 does not mention $command"
    for completion in errkb.bash _errkb errkb.fish; do
        grep -qw "$command" "$source/docs/completions/$completion" || fail "$completion: no $command"
    done
    options=$(errkb "$command" --help | sed -nE 's/^ {2,6}(-[a-zA-Z], )?--([a-z0-9-]+).*/\2/p')
    [[ $options == *help* ]] || fail "$command: no options in its help"
    for option in $options; do
        grep -qE "^\.It Fl ([a-zA-Z] , )?-$option( |$)" "$page" || fail "$page: no --$option"
        sed -n "/\[$command\]=/p" "$source/docs/completions/errkb.bash" | grep -qE -- "--$option[ =']" ||
            fail "errkb.bash: no $command --$option"
        words "$source/docs/completions/_errkb" | grep -qx -- "--$option" || fail "_errkb: no --$option"
        grep -qE -- "-l $option( |$)" "$source/docs/completions/errkb.fish" ||
            fail "errkb.fish: no --$option"
    done
    for option in $(sed -nE 's/^\.It Fl ([a-zA-Z] , )?-([a-z0-9-]+).*/\2/p' "$page"); do
        grep -qx "$option" <<<"$options" || fail "$page: --$option is no option of $command"
    done
    letters=$(errkb "$command" --help | sed -nE 's/^  -([a-zA-Z]), --([a-z0-9-]+).*/\1 , -\2/p')
    while read -r pair; do
        grep -qF ".It Fl $pair" "$page" || fail "$page: no -$pair"
    done <<<"$letters"
done
if command -v mandoc >/dev/null; then
    said=$(mandoc -Tlint -W style "$source"/docs/man/*.1 | grep -v 'referenced manual not found')
    [[ -z $said ]] || fail "$said"
fi
for check in 'bash -n errkb.bash' 'zsh -n _errkb' 'fish -n errkb.fish'; do
    command -v "${check%% *}" >/dev/null || continue
    (cd "$source/docs/completions" && must $check)
done
echo "documented: good"
