# What scan makes of files as they come: in every format, packed, in other encodings, broken.
export ERRKB_KB=:builtin:
error='error code 0x3000046 when opening the desktop'
event() { # ID DATA
    printf "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
    printf "<Provider Name='App'/><EventID>%s</EventID><Level>2</Level>" "$1"
    printf "<TimeCreated SystemTime='2024-01-05T10:15:30.1Z'/></System><EventData>%s</EventData></Event>\n" "$2"
}

echo "2024-01-05T10:15:30Z ERROR $error" >plain.log
echo "<11>Jan  5 10:15:30 host app[12]: $error" >syslog.log
echo "01-05 10:15:30.811  1702  2395 E App: $error" >logcat.log
echo "{\"time\":\"2024-01-05T10:15:30Z\",\"a\":{\"text\":\"$error\"}}" >nested.jsonl
printf 'TimeGenerated [UTC],CodeSymbolic,Code,Message\n"1/5/2024, 10:15:30 AM",,50331718,"It\nfailed"\n' >export.csv
event 1 "<Data Name='hr'>0x3000046</Data>" >events.xml
(printf '\xff\xfe' && iconv -t UTF-16LE plain.log) >utf16.log
gzip -nc plain.log >plain.log.gz
for file in plain.log syslog.log logcat.log nested.jsonl export.csv events.xml utf16.log plain.log.gz; do
    echo "$file: $(errkb scan --json "$file" | grep -o '"kind":"record".*"verdict":"[a-z]*"\|"format":"[a-z0-9]*"' |
        sed -E 's/.*"text":("([^"\\]|\\.)*").*"verdict":/\1 /' | tr '\n' ' ')"
done

# Broken ones, and what is whole in them.
{
    echo '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    event 2 "<Data>&c;</Data>"
    event 3 "<Data>0x3000046</Data>"
    event 4 "<Data>0x3000046" | head -c 225
} >bomb.xml
{
    head -c 3000000 /dev/zero | tr '\0' x
    printf '\n%s\n' "$error"
} | gzip -n >long.gz
for ((i = 0; i < 500; i++)); do echo "line $i: $error"; done | gzip -n | head -c 900 >cut.gz
printf 'time,message\n2024-01-05 10:15:30,"never closed\n2024-01-05 10:15:31,%s\n' "$error" >quote.csv
printf '%s\0\0\n' "$error" >nul.log
printf '\177ELF\1\2\3' >binary.log
mkdir folder
ln -s . folder/loop
ln -s nowhere folder/gone.log
cp plain.log folder/
for file in bomb.xml long.gz cut.gz quote.csv nul.log binary.log folder missing.log; do
    echo "$file: exit $(errkb scan --count "$file" >count 2>said; echo $?), $(sed -E 's/ .*//; s/^[0-9]{3,}$/many/' count | tr '\n' ' ')"
    cat said
done
t errkb scan --count --format xls plain.log

# What scan prints may come to lie among what it reads.
cd folder || exit 1
must errkb scan --json . >found.log 2>said
echo "folder, printed into: $(grep -c '"kind":"record"' found.log)"
cat said
