# Completion of errkb for bash.

# Options by command; those that take an argument end in '='. Short forms are left to the fingers.
declare -gA _errkb_options=(
    [lookup]='--format= --json --pretty --text --limit= --facet= --all --explain --kb= --color= --help'
    [import]='--kb= --name= --base-url= --dry-run --prune --reread --verbose --image= --help'
    [refresh]='--kb= --dry-run --json --verbose --prune --exit-code --reread --watch --poll --help'
    [mcp]='--allow-dir= --threads= --log= --verbose --kb= --help'
    [serve]='--protocol= --feedback= --allow-dir= --threads= --log= --verbose --kb= --help'
    [scan]='--annotate --json --each --only-matched --only-unmatched --count --report= --limit= --follow --format= --field= --encoding= --glob= --text --since= --until= --threads= --max-output-bytes= --facet= --kb= --color= --help'
    [show]='--format= --json --kb= --color= --help'
    [list]='--json --source= --facet= --code= --kb= --help'
    [stats]='--json --kb= --help'
    [lint]='--rule= --disable= --limit= --json --sarif --kb= --color= --help'
    [eval]='--kb= --json --wrong --explain --against= --strip-codes --min-top1= --max-false-match= --help'
)

_errkb_rules='message-finds-other unreachable-entry shared-signature unquoted-error vague-message
    code-forms-disagree dead-link dead-anchor dead-include no-remedy not-read'

# The knowledge bases named so far, so that ids are completed from them.
_errkb_kbs() {
    local i
    for ((i = 2; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        --kb) [[ ${COMP_WORDS[i + 1]} == = ]] && printf -- '--kb=%s\n' "${COMP_WORDS[i + 2]}" ||
            printf -- '--kb=%s\n' "${COMP_WORDS[i + 1]}" ;;
        esac
    done
}

_errkb_ids() {
    local kbs ids IFS=$'\n'
    mapfile -t kbs < <(_errkb_kbs)
    mapfile -t ids < <(errkb list "${kbs[@]}" 2>/dev/null | cut -f 1)
    mapfile -t COMPREPLY < <(compgen -W "${ids[*]}" -- "$1")
}

_errkb_sources() {
    local kbs names IFS=$'\n'
    mapfile -t kbs < <(_errkb_kbs)
    mapfile -t names < <(errkb stats "${kbs[@]}" 2>/dev/null | sed -n 's/^  source \(.*\): [0-9].*/\1/p')
    mapfile -t COMPREPLY < <(compgen -W "${names[*]}" -- "$1")
}

_errkb_argument() { # of the option $1, begun as $2
    case $1 in
    --color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$2") ;;
    --protocol) mapfile -t COMPREPLY < <(compgen -W 'jsonl mcp' -- "$2") ;;
    --allow-dir)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$2")
        ;;
    --format) mapfile -t COMPREPLY < <(compgen -W 'text json markdown html' -- "$2") ;;
    --rule | --disable) mapfile -t COMPREPLY < <(compgen -W "$_errkb_rules" -- "$2") ;;
    --kb | --image | --feedback | --log | --report | --against)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$2")
        [[ $1 == --kb ]] && mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W ':builtin:' -- "$2")
        ;;
    esac
}

_errkb() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]} options
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W "${!_errkb_options[*]} help --help --version" -- "$word")
        return
    fi
    if [[ $command == help ]]; then
        mapfile -t COMPREPLY < <(compgen -W "${!_errkb_options[*]}" -- "$word")
        return
    fi
    options=${_errkb_options[$command]-}
    # readline cuts words at '=': --kb = FILE
    if [[ $word == = ]]; then
        _errkb_argument "$before" ''
    elif [[ $before == = ]]; then
        _errkb_argument "${COMP_WORDS[COMP_CWORD - 2]}" "$word"
    elif [[ $before == --* && " $options " == *" $before= "* ]]; then
        _errkb_argument "$before" "$word"
    elif [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
        [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace
    else
        case $command in
        import | lint | eval | scan)
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            ;;
        show) _errkb_ids "$word" ;;
        refresh) _errkb_sources "$word" ;;
        esac
    fi
}

complete -F _errkb errkb
