# Standard output that cannot be written, and pipes that close.
[[ -c /dev/full ]] || skip "no /dev/full"
errkb list >/dev/full 2>err
echo "full disk: $?" "$(cat err)"
errkb --version >/dev/full 2>err
echo "full disk: $?" "$(cat err)"
errkb list >&- 2>err
echo "closed: $?" "$(cat err)"
errkb stats --nosuch 2>/dev/full
echo "stderr full: $?"
errkb stats --nosuch 2>&-
echo "stderr closed: $?"
{ sleep 0.2; errkb list; echo "broken pipe: $?" >status; } 2>&1 | true
cat status
errkb list --json <&- >/dev/null
echo "no stdin: $?"
