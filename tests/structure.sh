#!/bin/bash
# structure.sh [ROOT] - what the compiler does not check: which layer may include which, where each
# foreign library is let in, calls that are banned, sizes of files, headers that compile alone.
# Prints one line for each fault; exit 1 when there is any. $CC: the compiler for the headers.
set -u
cd "${1:-$(dirname "$0")/..}" || exit 2
faults=0

fault() {
    echo "$*"
    faults=$((faults + 1))
}

# Layer -> the layers that it may include.
declare -A below=(
    [base]="base"
    [text]="base text"
    [store]="base text store"
    [match]="base text store match"
    [import]="base text store import"
    [eval]="base text store match report eval"
    [scan]="base text store match scan"
    [report]="base text store match report scan"
    [lint]="base text store match import report lint"
    [serve]="base text store match report scan serve"
    [cli]="base text store match import eval report lint scan serve cli"
)

# Of scan, report may include only these headers, which are plain data, and only in files whose names
# begin so.
data_of_scan="scan/summary.h scan/finding.h scan/record.h"
files_that_show_it="src/report/scan"

# Folder of import/ -> the folders of it that it may include, beside import/import.h. What is in no
# folder may include all of them.
declare -A below_in_import=(
    [tree]="tree"
    [words]="tree words"
    [read]="tree words read"
    [extract]="tree words read extract"
    [source]="tree words read extract source"
    [check]="tree words read extract source check"
)

# Header of a library -> the files that may include it.
declare -A only_in=(
    [sqlite3.h]="src/store/db.h"
    [pcre2.h]="src/match/pattern.c"
    [utf8proc.h]="src/text/fold.c src/text/utf8.c"
    [jansson.h]="src/report/json.c src/eval/earlier.c src/eval/labels.c"
    [md4c.h]="import/read/markdown.c"
    [libxml/]="import/read/html.c src/scan/event_xml.c"
    [yaml.h]="import/tree/front.c"
    [xxhash.h]="src/base/hash.c"
    [getopt.h]="src/cli/opt.c"
    [zlib.h]="src/scan/codec_gzip.c"
    [lzma.h]="src/scan/codec_xz.c"
    [zstd.h]="src/scan/codec_zstd.c"
    [zstd_errors.h]="src/scan/codec_zstd.c"
    [iconv.h]="import/tree/charset.c src/scan/encoding.c"
)

banned='strcpy|strcat|strncpy|strncat|stpcpy|sprintf|vsprintf|strtok|strtok_r|gets'
banned+='|atoi|atol|atoll|atof|strtol|strtoll|strtoul|strtoull|strtoimax|strtoumax|strtod|sscanf'
banned+='|setlocale|alloca|system|popen|tmpnam|mktemp'

hard_cap=800 # lines of a file; 600 are the soft cap
header_cap=240

layer_of() {
    case $1 in
    src/*/*) echo "${1#src/}" | cut -d/ -f1 ;;
    import/*) echo import ;;
    esac
}

folder_of() { # of import/FOLDER/FILE
    local rest=${1#import/}
    echo "${rest%%/*}"
}

# C without comments and without what stands in quotes.
code_of() {
    sed -E 's/"([^"\\]|\\.)*"/""/g' "$1" |
        awk '{ line = $0; out = ""
               while (length(line)) {
                   if (inside) { at = index(line, "*/")
                                 if (!at) break
                                 inside = 0; line = substr(line, at + 2) }
                   else { at = index(line, "/*")
                          if (!at) { out = out line; break }
                          out = out substr(line, 1, at - 1); inside = 1
                          line = substr(line, at + 2) } }
               print out }'
}

check_includes() {
    local file=$1 layer=$2 line header target name
    while IFS=: read -r line header; do
        target=${header%%/*}
        if [[ $header != */* || -z ${below[$target]:-} ]]; then
            fault "$file:$line: \"$header\" is not in a layer"
        elif [[ $file == import/*/* && $header == import/*/* &&
            " ${below_in_import[$(folder_of "$file")]:-} " != *" $(folder_of "$header") "* ]]; then
            fault "$file:$line: a file of $(folder_of "$file") must not include \"$header\""
        elif [[ " ${below[$layer]} " != *" $target "* ]]; then
            fault "$file:$line: $layer may not include $target"
        elif [[ $layer == report && $target == scan ]] &&
            [[ $file != "$files_that_show_it"* || " $data_of_scan " != *" $header "* ]]; then
            fault "$file:$line: report knows of scan its data only, and that in $files_that_show_it*"
        fi
    done < <(sed -nE 's/^ *# *include *"([^"]*)".*/\1/;T;=;p' "$file" | paste -d: - -)
    while IFS=: read -r line header; do
        for name in "${!only_in[@]}"; do
            if [[ $header == "$name"* && " ${only_in[$name]} " != *" $file "* ]]; then
                fault "$file:$line: <$header> belongs in ${only_in[$name]} only"
            fi
        done
    done < <(sed -nE 's/^ *# *include *<([^>]*)>.*/\1/;T;=;p' "$file" | paste -d: - -)
}

check_file() {
    local file=$1 layer lines cap=$hard_cap found
    layer=$(layer_of "$file")
    if [[ -z ${below[$layer]:-} ]]; then
        fault "$file: \"$layer\" is no layer that tests/structure.sh knows"
        return
    fi
    check_includes "$file" "$layer"
    while read -r found; do
        fault "$file:$found is banned"
    done < <(code_of "$file" | grep -noE "\\b($banned) *\\(")
    [[ $layer == cli || $file == src/base/mem.c ]] ||
        while read -r found; do
            fault "$file:$found: only cli/ prints or exits"
        done < <(code_of "$file" |
            grep -noE '\b(exit|_exit|_Exit|printf|puts|putchar|perror)\(|\b(stdout|stderr)\b')
    [[ $file == *.h ]] && cap=$header_cap
    lines=$(wc -l <"$file")
    ((lines <= cap)) || fault "$file: $lines lines, more than $cap: split it"
    if grep -qE '^ *//|[;{}] +//' "$file"; then
        fault "$file: a // comment"
    fi
}

check_header_alone() {
    "${CC:-cc}" -std=c17 -pedantic -Wall -Wextra -Werror -D_GNU_SOURCE -Isrc -I. -fsyntax-only \
        -x c -include "$1" - <<<"int any;" 2>/dev/null || fault "$1: does not compile alone"
}

while read -r file; do
    check_file "$file"
    [[ $file == *.h ]] && check_header_alone "$file"
done < <(find src import -name '*.[ch]' | LC_ALL=C sort)

if ((faults)); then
    echo "$faults faults"
    exit 1
fi
echo "structure: good"
