# lib.sh - what the tests here are written with.

# t COMMAND...: a line of the transcript, what the command prints, its exit status unless 0.
t() {
    local word line='$'
    for word; do
        [[ $word =~ ^[A-Za-z0-9_./:=@%+,-]+$ ]] || word="'${word//\'/\'\\\'\'}'"
        line+=" $word"
    done
    echo "$line"
    "$@"
    local status=$?
    ((status == 0)) || echo "[exit $status]"
}

# must COMMAND...: no transcript; the test fails when the command does.
must() {
    "$@" || {
        echo "failed: $*"
        exit 1
    }
}

fail() {
    echo "failed: $*"
    exit 1
}

skip() {
    echo "skipped: $*"
    exit 77
}
