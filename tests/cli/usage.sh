# What a person gets who does not know the commands yet, or mistypes one.
t errkb
t errkb --help
t errkb help
t errkb -h
t errkb help nonsense
t errkb lokup 2607
t errkb statistics
t errkb ''
t errkb "$(printf 'a\033[31mb')"
t errkb --frobnicate
t errkb stats --help
t errkb help stats
t errkb stats -h extra
t errkb stats --nosuch
t errkb stats --json=1
t errkb stats -x
t errkb stats -jx
t errkb stats --kb
t errkb stats more
t errkb list --facet client
t errkb list --s
t errkb list --=
t errkb lookup --expl=5 2607
t errkb import --na
t errkb eval --
t errkb lint --help
t errkb lint --nosuch
t errkb lint --rule
t errkb lint --rule nonsense x
t errkb lint --json --sarif x
t errkb lookup --limit 0 2607
t errkb lookup --limit 101 2607
t errkb lookup --limit many 2607
t errkb lookup --color sometimes 2607
t errkb lookup --
t errkb show
t errkb import
t errkb import --name x a b
t errkb import --kb a --image b c
t errkb refresh --help
t errkb refresh --exit
t errkb refresh --watch --exit-code
t errkb stats $(printf -- '--kb x %.0s' {1..17})
errkb --version | grep -qx 'errkb [0-9]*\.[0-9]*\.[0-9]*' || fail "--version"
