# score.jq - labels against entries; what counts is told in ../extraction.sh.
# Input: {labels: [...], entries: [...], lines: {path: [...]}}; output: one report for each document.

def list: if . == null then [] elif type == "array" then . else [.] end;

# Words only: case, punctuation, quotes, Markdown and escapes make no difference.
def words:
    gsub("\\[(?<text>[^\\]]*)\\]\\([^)]*\\)"; .text) | gsub("\\\\[nr]"; " ")
    | ascii_downcase | gsub("[^a-z0-9\u00c0-\u1fff\u2e80-\uffff]+"; " ") | ltrimstr(" ") | rtrimstr(" ");
def has_words($part): " \(words) " | contains(" \($part | words) ");

# The label's message is an entry's: the same words, or what the entry's template stands for, or one
# is most of the other: an entry may hold the prefix that a tool prints before the message.
def same_message($template):
    words as $a | ($template | words) as $b
    | $a == $b
        or ([$a, $b] | min_by(length) as $short | max_by(length) as $long
            | ($short | length) > 0 and ($long | contains($short)) and ($short | length) * 10 >= ($long | length) * 6)
        or ($template | [splits("<[^<>]*>") | words] as $parts
            | ($parts | length) > 1 and ($parts | join(" ") | split(" ") | length) > 3
                and ($a | test("^\($parts | join(".*"))$")));

def code_right($e): list | all(ascii_downcase as $c | $e.codes | any(ascii_downcase == $c));
def message_right($e): list | all(. as $m | [$e.messages[], $e.title] | any(. as $template | $m | same_message($template)));
def names_right($l; $e): ($l.code | code_right($e)) and ($l.message | message_right($e));

# Is something of this line in the text: four words in a row? Of a shorter line all but its label.
def tells($line):
    " \(words) " as $text | ($line | words | split(" ")) as $w
    | if ($w | length) <= 4 then ($w | length) > 1 and ($text | contains(" \($w[1:] | join(" ")) "))
      else any(range(0; ($w | length) - 3); . as $i | $text | contains(" \($w[$i:$i + 4] | join(" ")) ")) end;

# A bare line of an index is kept once, however many indexes have it, or not at all when a page has the code.
def elsewhere($l; $in):
    if $l.problem == true and $l.code != null and $l.cause_line == null and $l.remedy == null
    then ($l.path | split("/")[0]) as $folder
        | first($in.entries[] | select(.path | startswith($folder + "/")) | . as $e | select($l.code | code_right($e)))
          // null
    else null end;

def plain_title: .code // .message // .title | list | join(" / ");

# A range of rows is a label for each of its lines, marked as a row.
def expanded: map(if .rows then . as $l | range(.rows[0]; .rows[1] + 1) | $l + {line: ., row: true} else . end);

. as $in | ($in.entries | group_by(.path) | map({key: .[0].path, value: .}) | from_entries) as $by_path
| $in.labels | group_by(.path)[]
| .[0].path as $path | (expanded | sort_by(.line)) as $labels
| ($by_path[$path] // [] | sort_by(.line)) as $entries
| [range(0; $labels | length) as $i
   | $labels[$i] as $l | ($labels[$i + 1].line // infinite) as $next
   | [$entries[] | select(.line >= $l.line and .line < $next)] as $inside
   # the nearest entry, of those in one line the one that has the names
   | (($inside | sort_by(.line, (if names_right($l; .) then 0 else 1 end)) | first) // elsewhere($l; $in)) as $e
   | $l + {inside: $inside, entry: (if $l.problem == true then $e else null end)}] as $judged
| {path: $path,
   folder: ($path | split("/")[0]),
   problems: [$judged[] | select(.problem == true and (.row | not)) | . as $l
              | {line, title: plain_title, found: (.entry != null),
                 names: (.entry != null and names_right($l; .entry)),
                 cause: (if .cause_line == null then null
                         else .entry != null and (.entry.cause | tells($in.lines[$path][$l.cause_line - 1])) end),
                 remedy: (if .remedy == null then null
                          else .entry != null and (.entry.remedy | has_words($l.remedy)) end),
                 wanted: $l, entry}],
   rows: [$judged[] | select(.problem == true and .row) | {line, found: (.entry != null)}],
   sections: [$judged[] | select(.problem == false)
              | {line, title, entries: [.inside[] | {id, line}]}],
   wrong: ([$entries[] | select(.line < $labels[0].line)] +
           [$judged[] | select(.problem == false) | .inside[]] +
           [$judged[] | select(.problem == true) | .entry as $e | .inside[] | select(.id != $e.id)])}
