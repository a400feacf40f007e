# The AppStream guide of 2020-08, 2021-02 and 2022-04, one after the other in the same folder: each refresh
# must give the rows that a fresh import of that state gives, ids included; and tell it as it was.
history=$ERRKB_SHARED/corpus-history/appstream
[[ -d $history ]] || skip "no corpus"

# The folder becomes what it was at that time: files that are the same keep their times.
become() {
    local name
    mkdir -p appstream
    for name in appstream/*; do
        [[ -e $history/$1/${name##*/} ]] || rm -f "$name"
    done
    for name in "$history/$1"/*; do
        cmp -s "$name" "appstream/${name##*/}" || cp "$name" appstream/
    done
}

same_as_fresh() {
    rm -f fresh.kb
    must errkb import --kb fresh.kb appstream >/dev/null 2>&1
    kb_rows kb >rows
    kb_rows fresh.kb >fresh.rows
    diff -q rows fresh.rows >/dev/null || {
        diff fresh.rows rows | cut -c 1-200 | head -n 20
        fail "not the rows of a fresh import"
    }
}

# told KIND ID [FROM]: the report has it.
told() {
    local from=${3:+\"from\":\"appstream/$3\"}
    grep -o "\"$1\":\[[^]]*\(\"fields\":\[[^]]*\][^]]*\)*\]" report.json | tr '{' '\n' |
        grep "\"id\":\"appstream/$2\"" | grep -q "$from" || fail "$state: not $1: $2 ${3:-}"
}

become 2020-08
must errkb import --kb kb appstream >/dev/null
for state in 2021-02 2022-04 2020-08; do
    become "$state"
    must errkb refresh --kb kb --json >report.json
    must errkb refresh --kb kb >again
    grep -q 'nothing changed' again || fail "changed again: $(cat again)"
    same_as_fresh
    case $state in # as reading the two folders side by side shows
    2021-02)
        told added 'troubleshooting-fleets.md#i-tried-to-increase-my-fleet-capacity-[a-z-]*'
        told changed 'troubleshooting-notification-codes.md#[a-z-]*/DOMAIN_JOIN_INTERNAL_SERVICE_ERROR'
        told moved 'troubleshooting-persistent-storage.md#my-stacks-home-folders-[a-z-]*' \
            'troubleshooting-general.md#my-stacks-home-folders-[a-z-]*'
        told moved 'troubleshooting-general.md#ive-enabled-application-settings-[a-z-]*' \
            'troubleshooting-general.md#ive-enabled-app-settings-[a-z-]*'
        told moved 'troubleshooting-user-issues.md#my-users-drawing-tablets-[a-z0-9-]*' \
            'troubleshooting-client.md#my-users-drawing-tablets-[a-z0-9-]*'
        ;;
    2022-04)
        told added 'troubleshooting-notification-codes.md#image-internal-service/INTERNAL_SERVICE_ERROR'
        told changed 'troubleshooting-persistent-storage.md#my-stacks-home-folders-[a-z-]*'
        told removed 'troubleshooting-general.md#i-set-up-a-custom-domain-[a-z0-9-]*-isnt-being-[a-z-]*'
        ;;
    esac
done
