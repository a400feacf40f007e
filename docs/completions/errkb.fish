# Completion of errkb for fish.

function __errkb_in
    contains -- (commandline -opc)[2] $argv
end

function __errkb_ids
    errkb list 2>/dev/null
end

function __errkb_sources
    errkb stats 2>/dev/null | string replace -rf '^  source (.*): [0-9].*' '$1'
end

set -l commands lookup scan serve mcp import refresh show list stats lint eval help

complete -c errkb -f
complete -c errkb -n "not __errkb_in $commands" -l version -d 'print the version'
complete -c errkb -n "not __errkb_in $commands" -a lookup -d 'find the entry that explains an error'
complete -c errkb -n "not __errkb_in $commands" -a scan -d 'find the known errors in logs'
complete -c errkb -n "not __errkb_in $commands" -a serve -d 'answer requests, one a line'
complete -c errkb -n "not __errkb_in $commands" -a mcp -d 'be a tool of language models (MCP server)'
complete -c errkb -n "not __errkb_in $commands" -a import -d 'read documents into a knowledge base'
complete -c errkb -n "not __errkb_in $commands" -a refresh -d 'read again what changed in them'
complete -c errkb -n "not __errkb_in $commands" -a show -d 'print an entry'
complete -c errkb -n "not __errkb_in $commands" -a list -d 'list entries'
complete -c errkb -n "not __errkb_in $commands" -a stats -d 'count what is in a knowledge base'
complete -c errkb -n "not __errkb_in $commands" -a lint -d 'tell what stops readers from finding documents'
complete -c errkb -n "not __errkb_in $commands" -a eval -d 'measure lookup on labelled queries'
complete -c errkb -n "not __errkb_in $commands" -a help -d 'tell about a command'
complete -c errkb -n '__errkb_in help' -a 'lookup scan serve mcp import refresh show list stats lint eval'
complete -c errkb -s h -l help -d 'print a summary of the options'

complete -c errkb -n '__errkb_in lookup scan refresh show list stats lint' -s j -l json -d 'print JSON'
complete -c errkb -n '__errkb_in lookup scan serve mcp show list stats import refresh eval lint' -l kb -r -F -a :builtin: -d 'use this knowledge base'
complete -c errkb -n '__errkb_in lookup show' -l format -x -a 'text json markdown html' -d 'how to print it'
complete -c errkb -n '__errkb_in lookup scan show lint' -l color -x -a 'auto always never' -d 'use colour'
complete -c errkb -n '__errkb_in lookup scan list' -s f -l facet -x -d 'only where this applies: NAME=VALUE'

complete -c errkb -n '__errkb_in lookup' -l pretty -d 'with --json: over several lines'
complete -c errkb -n '__errkb_in lookup' -s t -l text -d 'with --json: plain text, not Markdown'
complete -c errkb -n '__errkb_in lookup' -s n -l limit -x -d 'give at most so many entries'
complete -c errkb -n '__errkb_in lookup' -s a -l all -d 'tell every documented error in the text, in order'
complete -c errkb -n '__errkb_in lookup' -s e -l explain -d 'tell how the answer was found'

complete -c errkb -n '__errkb_in scan' -s a -l annotate -d 'print the log, with notes'
complete -c errkb -n '__errkb_in scan' -l each -d 'answer each line with one JSON line'
complete -c errkb -n '__errkb_in scan' -s m -l only-matched -d 'print the records that are known'
complete -c errkb -n '__errkb_in scan' -s u -l only-unmatched -d 'print the errors that are not'
complete -c errkb -n '__errkb_in scan' -s c -l count -d 'print how many records each entry explains'
complete -c errkb -n '__errkb_in scan' -s r -l report -r -F -d 'write a page'
complete -c errkb -n '__errkb_in scan' -s n -l limit -x -d 'show so many groups of unknown errors'
complete -c errkb -n '__errkb_in scan' -s F -l follow -d 'go on with what is added'
complete -c errkb -n '__errkb_in scan' -l format -x -d 'how the log is written'
complete -c errkb -n '__errkb_in scan' -l field -x -d 'what holds the message'
complete -c errkb -n '__errkb_in scan' -l encoding -x -d 'of the log'
complete -c errkb -n '__errkb_in scan' -l glob -x -d 'names of files in folders'
complete -c errkb -n '__errkb_in scan' -l text -d 'read binary files, too'
complete -c errkb -n '__errkb_in scan' -l since -x -d 'only from then on'
complete -c errkb -n '__errkb_in scan' -l until -x -d 'only before'
complete -c errkb -n '__errkb_in scan' -s T -l threads -x -d 'use so many threads'
complete -c errkb -n '__errkb_in scan' -l max-output-bytes -x -d 'of one JSON line'
complete -c errkb -n '__errkb_in serve' -l feedback -r -F -d 'add what clients say of answers'
complete -c errkb -n '__errkb_in serve' -l protocol -x -a 'jsonl mcp' -d 'what is spoken'
complete -c errkb -n '__errkb_in serve mcp' -l allow-dir -x -a '(__fish_complete_directories)' -d 'tools may read files in this folder'
complete -c errkb -n '__errkb_in serve mcp' -l threads -x -d 'answer with so many threads'
complete -c errkb -n '__errkb_in serve mcp' -l log -r -F -d 'tell there what happens'
complete -c errkb -n '__errkb_in serve mcp' -s v -l verbose -d 'tell it on standard error'

complete -c errkb -n '__errkb_in import' -F
complete -c errkb -n '__errkb_in import' -s n -l name -x -d 'call the source so'
complete -c errkb -n '__errkb_in import' -s u -l base-url -x -d 'where the documents are published'
complete -c errkb -n '__errkb_in import' -l dry-run -d 'only report what would be imported'
complete -c errkb -n '__errkb_in import' -l image -r -F -d 'write a compact new knowledge base'

complete -c errkb -n '__errkb_in import refresh' -l prune -d 'remove the sources that are gone'
complete -c errkb -n '__errkb_in import refresh' -l reread -d 'read all documents again'
complete -c errkb -n '__errkb_in import refresh' -s v -l verbose -d 'list all changes'

complete -c errkb -n '__errkb_in refresh' -a '(__errkb_sources)'
complete -c errkb -n '__errkb_in refresh' -l dry-run -d 'only report what would change'
complete -c errkb -n '__errkb_in refresh' -l exit-code -d 'exit with status 1 when entries changed'
complete -c errkb -n '__errkb_in refresh' -s w -l watch -d 'go on refreshing'
complete -c errkb -n '__errkb_in refresh' -l poll -d 'with --watch: look for changes each second'

complete -c errkb -n '__errkb_in show' -a '(__errkb_ids)'

complete -c errkb -n '__errkb_in list' -s s -l source -x -d 'only entries of this source'
complete -c errkb -n '__errkb_in list' -s c -l code -x -d 'only entries with this code'

set -l rules message-finds-other unreachable-entry shared-signature unquoted-error vague-message \
    code-forms-disagree dead-link dead-anchor dead-include no-remedy not-read
complete -c errkb -n '__errkb_in lint' -F
complete -c errkb -n '__errkb_in lint' -s r -l rule -x -a "$rules" -d 'tell only of this rule'
complete -c errkb -n '__errkb_in lint' -s d -l disable -x -a "$rules" -d 'do not tell of this rule'
complete -c errkb -n '__errkb_in lint' -s n -l limit -x -d 'show at most so many findings'
complete -c errkb -n '__errkb_in lint' -l sarif -d 'print SARIF, for code hosts'

complete -c errkb -n '__errkb_in eval' -F
complete -c errkb -n '__errkb_in eval' -s j -l json -d 'print all of it as JSON'
complete -c errkb -n '__errkb_in eval' -s w -l wrong -d 'list what went wrong, and why'
complete -c errkb -n '__errkb_in eval' -s e -l explain -d 'with --wrong: all that is known of each answer'
complete -c errkb -n '__errkb_in eval' -s a -l against -r -F -d 'compare with a knowledge base or a report'
complete -c errkb -n '__errkb_in eval' -l strip-codes -d 'take the codes out of the queries'
complete -c errkb -n '__errkb_in eval' -l min-top1 -x -d 'exit with status 1 below this share'
complete -c errkb -n '__errkb_in eval' -l max-false-match -x -d 'exit with status 1 above this share'
