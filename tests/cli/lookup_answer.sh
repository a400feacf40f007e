# Whole answers as they are printed, from documents to the terminal's width.
mkdir docs
cat >docs/clients.md <<'END'
---
title: Clients
product: Example Desktop
url: https://example.org/clients
date: 2026-11-22
---
# Clients

## Web client

### The web client cannot connect to NAME

**Message:** `We could not connect to {NAME} because the session was refused.`

**Applies to:** client: Web client

**Cause:** The browser's cookie is too old. It is kept for a day, and the service wants one of the
last hour; nothing is wrong with the desktop itself.

**Remedy:**

1. Close all windows of the browser, which deletes the cookie, and open **one** of them again.
2. Sign in as `jdoe@example.org`. More in [Cookies](https://example.org/cookies?a=1&b=2).

## Android client

### The Android client cannot connect to NAME

**Message:** `We could not connect to {NAME} because the session was refused.`

**Code:** 9713

**Applies to:** client: Android client

**Cause:** The phone's clock is wrong.

**Remedy:** Set the phone's clock. Then run this, with your own name, in the terminal of the phone:

```sh
timeclient --server time.example.org --account jdoe@example.org --verbose --retry 5 --until-done
```
END
# Words are told apart by how rare they are: that needs more than two problems.
{
    echo "# Warehouse"
    for thing in apple barrel candle dragon engine feather garden hammer island jacket kettle ladder \
        magnet needle orange pencil quiver ribbon saddle ticket umbrella violin window yacht zipper; do
        printf '\n## The %s is missing\n\n**Message:** `No %s was found in the store.`\n\n' $thing $thing
        printf '**Cause:** It was sold.\n\n**Remedy:** Order a new %s.\n' $thing
    done
} >docs/warehouse.md
must errkb import --kb kb.sqlite docs >/dev/null
export ERRKB_KB=kb.sqlite

# How sure it is, is another test's business.
masked() { "$@" 2>&1 | sed -E 's/^[A-Z][a-z ]+ \([0-9]+% sure\)/VERDICT (NN% sure)/; s/ \([0-9]+%\)$/ (NN%)/'; }

t masked errkb lookup "error 9713"
t masked env COLUMNS=40 errkb lookup "error 9713"
printf 'Example Desktop\n\nWe could not connect to Desktop 1\nbecause the session was refused.\n' >dialog
t masked errkb lookup <dialog
t masked errkb lookup --facet client=web <dialog
t masked env COLUMNS=200 errkb lookup --facet client=web <dialog
t masked errkb lookup --facet client=fridge "error 9713"
t masked errkb lookup "No sextant was found in the shop, 0xC000006D"
t errkb lookup "0xC000006D and 0xC000006D"
errkb lookup --color always 9713 | cat -v | grep -E '^[^ ]*(Cause|Source)|timeclient'
