/*
 * code.h - error codes: reading them, their namespaces, and which of them mean the same.
 *
 * A code is a namespace and a value. Numbers that are one 32-bit value have one value however they
 * are printed (0x80070005, 80070005 as eight hex digits, -2147024891, 2147942405). Symbolic names
 * have the hash of their upper-case form as value. Rules: MS-ERREF 2.1 (HRESULT) and 2.3
 * (NTSTATUS); see docs/codes.md. A code is never approximated. Thread-safe. Layer: text.
 */
#ifndef TEXT_CODE_H
#define TEXT_CODE_H

#include "base/str.h"

enum code_namespace {
    CODE_NUMBER,   /* plain decimal, or hex without HRESULT/NTSTATUS severity: 2607, 0x3000046 */
    CODE_HRESULT,  /* 32 bits with the top bit set, facility as MS-ERREF: 0x80070005 */
    CODE_NTSTATUS, /* 0xC0000000 to 0xCFFFFFFF: 0xC000006D */
    CODE_EVENT,    /* an event log id: a number with "event" beside it */
    CODE_AADSTS,   /* AADSTS + 5 to 7 digits */
    CODE_PREFIXED, /* letters + digits: C2039, LNK2019, CS0246, MSB3073, D9024; prefix in `prefix` */
    CODE_SYMBOL,   /* ERROR_ACCESS_DENIED, NTE_BAD_KEYSET, ConnectionFailedNoHealthyRdshAvailable */
    CODE_NAMESPACES
};

enum code_flags {
    CODE_HAS_CUE = 1,   /* "error", "code", "failed with", ... beside it, or 0x or a prefix before it */
    CODE_GENERIC = 2,   /* a wrapper that says nothing by itself: 0x80004005, 0x80131500, ... */
    CODE_HEX_GUESS = 4, /* only digits, read as hex: the weaker of two readings */
    CODE_WEAK = 8,      /* might be an ordinary number or word: only good with other evidence */
    CODE_BARE = 16,     /* the digits of a prefixed code without their prefix */
    CODE_WIN32 = 32,    /* a system error code: "Win32", "GetLastError", "system error" beside it */
};

struct code {
    struct str text; /* as printed */
    size_t at;       /* where in the text it was found */
    enum code_namespace ns;
    char prefix[8];  /* upper case, CODE_PREFIXED only */
    uint64_t value;
    unsigned flags;
};

enum {
    CODES_MAX = 256,      /* codes found in one text; further ones are counted, not returned */
    CODE_EQUALS_MAX = 8,
};

/*
 * All codes in text (any text: a query, a heading, a table cell), in order of position, at most
 * `cap`; returns how many there are in all. Not looked for inside GUIDs, dates and times,
 * versions, IP addresses, ports, paths, URLs before their '?', line numbers, and longer runs.
 * Seven or eight decimal digits give two codes: the second reads them as hex, CODE_HEX_GUESS.
 */
size_t code_find(struct str text, struct code *codes, size_t cap);

/* The whole of text (trimmed) as one code, as in a cell that holds nothing else: it may be printed in
 * several equal forms, with words such as "error code" beside it. False if none. */
bool code_parse(struct str text, struct code *code);

/*
 * The key under which a code is stored and looked up: equal keys, equal codes. Number, HRESULT and
 * NTSTATUS share one key space (the 32-bit value); events, AADSTS, prefixes and symbols have one each.
 */
uint64_t code_key(const struct code *c);

/*
 * Other codes that mean the same by rule, strongest first: HRESULT (top half 0x8007) <-> number with
 * CODE_WIN32, HRESULT_FROM_NT and back, the bare digits of AADSTS and prefixed codes (CODE_BARE),
 * event id and number. A number without CODE_WIN32 may be anybody's: 2607 is not 0x80070A2F. The
 * relation is symmetric but for CODE_BARE. At most CODE_EQUALS_MAX; returns how many.
 */
size_t code_equals(const struct code *c, struct code *equal);

/* Other printed forms of the same code, for display: "0x80070005", "-2147024891", "Win32 5". */
enum { CODE_FORM_SIZE = 24 };
size_t code_forms(const struct code *c, char forms[][CODE_FORM_SIZE], size_t cap);

const char *code_namespace_name(enum code_namespace ns); /* "hresult" */

#endif
