#!/bin/bash
# structure_fails.sh - each kind of fault that structure.sh looks for, planted once: it must find it.
set -u
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# expect WORDS FILE TEXT: a tree with this file only, and what must be said of it ("" for good).
expect() {
    rm -rf "$folder/src" "$folder/import"
    mkdir -p "$folder/src" "$folder/import" "$folder/$(dirname "$2")"
    printf '%b' "$3" >"$folder/$2"
    said=$("$here/structure.sh" "$folder")
    status=$?
    if [[ $said != *"$1"* || ($1 == "structure: good" && $status != 0) ||
        ($1 != "structure: good" && $status != 1) ]]; then
        echo "$2: \"$1\" expected, exit $status: $said"
        failed=1
    fi
}

expect "structure: good" src/text/a.c '#include <stdio.h>\nint a(void);\n'
expect "src/base/a.c:2: base may not include text" src/base/a.c '\n#include "text/fold.h"\n'
expect "src/match/a.c:1: match may not include import" src/match/a.c '#include "import/import.h"\n'
expect "import/a.c:1: import may not include match" import/a.c '#include "match/matcher.h"\n'
expect "src/match/a.c:1: match may not include lint" src/match/a.c '#include "lint/lint.h"\n'
expect "structure: good" src/lint/a.c 'int a;\n'
expect "report may not include cli" src/report/a.h '#include "cli/out.h"\n'
expect "structure: good" src/report/scan_a.c '#include "scan/summary.h"\n'
expect "report knows of scan its data only" src/report/a.c '#include "scan/summary.h"\n'
expect "report knows of scan its data only" src/report/scan_a.c '#include "scan/group.h"\n'
expect '"fold.h" is not in a layer' src/text/a.c '#include "fold.h"\n'
expect "\"cook\" is no layer" src/cook/a.c 'int a;\n'
expect "<sqlite3.h> belongs in src/store/db.h only" src/store/a.c '#include <sqlite3.h>\n'
expect "<libxml/tree.h> belongs in import/read/html.c src/scan/event_xml.c only" import/a.c '#include <libxml/tree.h>\n'
expect "structure: good" src/store/db.h '#include <sqlite3.h>\n'
expect "src/text/a.c:1:strcpy( is banned" src/text/a.c 'void a(void) { strcpy(b, c); }\n'
expect "strtol (" src/text/a.c 'long a = strtol (b, 0, 0);\n'
expect "structure: good" src/text/a.c '/* not strcpy(a, b)\n   nor atoi(c) */\nchar *a = "atoi(b)";\n'
expect "structure: good" src/text/a.c 'int my_atoi(void);\n'
expect "only cli/ prints or exits" src/match/a.c 'void a(void) { printf("x"); }\n'
expect "only cli/ prints or exits" src/match/a.c 'void a(void) { exit(1); }\n'
expect "structure: good" src/cli/a.c 'void a(void) { exit(1); }\n'
expect "a // comment" src/text/a.c 'int a; // one\n'
expect "does not compile alone" src/text/a.h 'size_t a(void);\n'
expect "more than 800: split it" src/text/a.c "$(printf '\\n%.0s' {1..801})"
expect "more than 240: split it" src/text/a.h "$(printf '\\n%.0s' {1..241})"
((failed)) || echo "structure_fails: good"
exit $failed
