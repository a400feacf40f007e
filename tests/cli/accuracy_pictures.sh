# The program that draws what errkb eval --json measured.
draw=$(dirname "$(readlink -f "$(command -v errkb)")")/accuracy_pictures
must errkb import --kb kb "$TESTS/../data/local" >/dev/null
queries=$TESTS/../data/local/queries.jsonl
must errkb eval --kb kb --json "$queries" >whole.json
must errkb eval --kb kb --json --strip-codes "$queries" >bare.json
mkdir pictures
must "$draw" pictures "whole <&>=whole.json" "bare=bare.json"
for picture in reliability risk-coverage; do
    file=pictures/$picture.svg
    grep -q '^<svg xmlns' "$file" || fail "$file is no SVG"
    grep -q 'prefers-color-scheme: dark' "$file" || fail "$file knows no dark page"
    grep -qiE 'nan|inf[^o]' "$file" && fail "$file: a number that is none"
    grep -q 'whole &lt;&amp;>' "$file" || fail "$file: the name of a series"
    ! command -v xmllint >/dev/null || must xmllint --noout "$file"
done
# Two panels: a diagonal each. Two curves.
[[ $(grep -c 'class="ideal"' pictures/reliability.svg) == 2 ]] || fail "not two panels"
[[ $(grep -c 'class="line' pictures/risk-coverage.svg) == 2 ]] || fail "not two curves"
"$draw" pictures x=missing.json 2>/dev/null && fail "a missing report"
"$draw" pictures 2>/dev/null && fail "no report"
"$draw" nowhere a=whole.json 2>/dev/null && fail "a missing folder"
echo "accuracy_pictures: good"
