/* Which tokens of a text are codes, what they mean, and which of them are equal. */
#include "text/code.h"

#include "base/buf.h"
#include "tests/support/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

/* One code as "namespace value flags": c cue, g generic, h hex guess, w weak, b bare, s system. */
static void describe(struct buf *out, const struct code *c)
{
    static const char letters[] = "cghwbs";
    if (c->ns == CODE_SYMBOL)
        buf_printf(out, "symbol %.*s", STR_ARG(c->text));
    else if (c->ns == CODE_PREFIXED)
        buf_printf(out, "prefixed %s%llu", c->prefix, (unsigned long long)c->value);
    else
        buf_printf(out, c->value >> 31 ? "%s 0x%llX" : "%s %llu", code_namespace_name(c->ns),
                   (unsigned long long)c->value);
    buf_putc(out, ' ');
    for (unsigned i = 0; letters[i]; i++)
        if (c->flags >> i & 1)
            buf_putc(out, letters[i]);
    while (out->n && out->p[out->n - 1] == ' ')
        buf_truncate(out, out->n - 1);
}

static void describe_all(struct buf *out, struct str text)
{
    struct code codes[CODES_MAX];
    size_t n = code_find(text, codes, ARRAY_LEN(codes));
    for (size_t i = 0; i < n && i < ARRAY_LEN(codes); i++) {
        if (out->n)
            buf_puts(out, ", ");
        describe(out, &codes[i]);
    }
}

struct vector {
    const char *comment, *text, *codes;
};

static void check(const struct vector *v, size_t n)
{
    size_t wrong = 0;
    struct buf got = BUF_INIT(4096);
    for (size_t i = 0; i < n; i++) {
        buf_clear(&got);
        describe_all(&got, str_of(v[i].text));
        if (str_eq(buf_str(&got), str_of(v[i].codes)))
            continue;
        print_error("%s: \"%s\" gives [%.*s], not [%s]\n", v[i].comment, v[i].text,
                    STR_ARG(buf_str(&got)), v[i].codes);
        wrong++;
    }
    buf_release(&got);
    assert_int_equal(wrong, 0);
}
#define CHECK(table) check(table, ARRAY_LEN(table))

static const struct vector numbers[] = {
    {"nothing", "", ""},
    {"a bare number", "2607", "number 2607 c"},
    {"with blanks around it", "  2607\n", "number 2607 c"},
    {"decimal stays decimal", "error 2607", "number 2607 c"},
    {"hex is another number", "0x2607", "number 9735 c"},
    {"without a cue", "it says 2607 now", "number 2607"},
    {"a cue before it", "Error code: 2607", "number 2607 c"},
    {"a cue behind it", "the 2607 error", "number 2607 c"},
    {"a cue in the third word before", "error message number 2607", "number 2607 c"},
    {"a cue too far away", "error in the other window 2607 seen", "number 2607"},
    {"a cue on the line before does not count", "some error\nline up 2607 here", "number 2607"},
    {"glued to its cue", "errorcode=2607", "number 2607 c"},
    {"a colon without a blank", "code:2607", "number 2607 c"},
    {"brackets behind the cue", "Error(2607)", "number 2607 c"},
    {"failed with", "it failed with 2607.", "number 2607 c"},
    {"failed alone is no cue", "it failed 2607 of them", "number 2607"},
    {"JSON", "{\"errorCode\":2607}", "number 2607 c"},
    {"JSON array", "\"error_codes\":[50126]", "symbol error_codes w, number 50126 c"},
    {"in curly quotes", "error \u201C2607\u201D", "number 2607 c"},
    {"behind a no-break space", "error code\u00A02607", "number 2607 c"},
    {"before an ellipsis", "error 2607\u2026", "number 2607 c"},
    {"in full-width brackets", "\uFF08\u30A8\u30E9\u30FC2607\uFF09", "number 2607 c"},
    {"behind text without blanks", "\u9519\u8BEF\u4EE3\u7801\uFF1A0x204", "number 516 c"},
    {"a letter of Latin script goes on", "\u00FC2607", ""},
    {"several", "Error 264 and error 516, then 0x904", "number 264 c, number 516 c, number 2308 c"},
    {"a list", "errors 2603, 2607 or 2608", "number 2603 c, number 2607 c, number 2608"},
    {"one or two digits are weak", "step 12 of it", "number 12 w"},
    {"not with a cue", "error 5", "number 5 c"},
    {"a year is weak", "since 2019 or so", "number 2019 w"},
    {"a unit makes it weak", "error after 3600 seconds", "number 3600 cw"},
    {"a count of errors is weak", "120 errors", "number 120 cw"},
    {"seconds since 1970 are weak", "at 1661335872 it", "number 1661335872 w"},
    {"zero is generic", "exit code 0", "number 0 cg"},
    {"one is generic", "exit status 1", "number 1 cg"},
    {"a system error code", "Win32 error 1326", "number 1326 cs"},
    {"as a program prints it", "System error 53 has occurred.", "number 53 cs"},
    {"as a programmer does", "GetLastError() = 5, lasterror: 6",
     "symbol GetLastError w, number 5 cs, number 6 cs"},
    {"system alone is no cue", "operating system 2607", "number 2607"},
    {"event id", "Event ID: 3277", "event 3277 c"},
    {"event id, glued", "EventID=3277", "event 3277 c"},
    {"event id, no blank", "Event ID:3277", "event 3277 c"},
    {"event", "event 3703, INVALID_FORM", "event 3703 c, symbol INVALID_FORM c"},
    {"a nearer cue says it is no event", "Event 1026, Error 5", "event 1026 c, number 5 c"},
    {"prevent is no event", "to prevent 2607 again", "number 2607"},
    {"eventually is no event", "eventually 2607 came", "number 2607"},
    {"too large", "error 4294967296", ""},
    {"the largest", "error 4294967295", "hresult 0xFFFFFFFF cg"},
    {"too many digits", "error 12345678901", ""},
    {"a letter behind it", "error 2607x", ""},
    {"an underscore before it", "error _2607", ""},
};

static const struct vector hex[] = {
    {"HRESULT", "0x80070005", "hresult 0x80070005 c"},
    {"lower case", "0x8007052e", "hresult 0x8007052E c"},
    {"upper-case X", "0X80072EE7", "hresult 0x80072EE7 c"},
    {"NTSTATUS", "0xC000006D", "ntstatus 0xC000006D c"},
    {"NTSTATUS in an HRESULT", "0xD000006D", "hresult 0xD000006D c"},
    {"seven digits", "0x3000046", "number 50331718 c"},
    {"one digit, alone", "0x5", "number 5 c"},
    {"leading zeros", "error 0x00000005", "number 5 c"},
    {"few digits without a cue", "the flag 0x20 is set", "number 32 w"},
    {"few digits with a cue", "Error code: 0x204", "number 516 c"},
    {"0x516 is not 516", "Extended error code: 0x516", "number 1302 c"},
    {"a dialog", "Error code: 0x204\nExtended error code: 0x0", "number 516 c, number 0 cg"},
    {"endings of sources and debuggers", "0x80070005L, 0x80070005UL 0x80070005h",
     "hresult 0x80070005 c, hresult 0x80070005 c, hresult 0x80070005 c"},
    {"before a colon", "0x80070005: Access is denied.", "hresult 0x80070005 c"},
    {"sign-extended", "0xFFFFFFFF80070005", "hresult 0x80070005 c"},
    {"sixteen digits that extend no sign", "0xFFFFFFFF00070005", ""},
    {"an address", "0x7ffe1234abcd", ""},
    {"nine digits", "0x800700051", ""},
    {"nothing behind 0x", "0x, 0x", ""},
    {"no hex", "0x80070g05", ""},
    {"a placeholder", "0xNNNNNNNN", ""},
    {"generic", "0x80004005 0x80131500 0x8000FFFF",
     "hresult 0x80004005 cg, hresult 0x80131500 cg, hresult 0x8000FFFF cg"},
    {"bare, with letters", "8007052E", "hresult 0x8007052E c"},
    {"bare in a sentence", "got c000021a again", "ntstatus 0xC000021A"},
    {"bare, top bit clear, with a cue", "error 0000052E", "number 1326 c"},
    {"bare, top bit clear, no cue", "the id 0000052E there", ""},
    {"bare, only digits: decimal first", "80070005",
     "number 80070005 c, hresult 0x80070005 ch"},
    {"bare, seven digits", "3000046", "number 3000046 c, number 50331718 ch"},
    {"six digits are never hex", "700016", "number 700016 c"},
    {"an LDAP error", "80090308: LdapErr: DSID-0C090449, comment: x, data 52e",
     "number 80090308, hresult 0x80090308 h"},
    {"a word of hex letters", "deadbeef facade12", ""},
};

static const struct vector negative[] = {
    {"signed", "-2147024891", "hresult 0x80070005 c"},
    {"signed NTSTATUS", "(-1073741715)", "ntstatus 0xC000006D"},
    {"signed, with a cue", "hr = -2146233088", "hresult 0x80131500 cg"},
    {"typeset minus", "\u22122147024891", "hresult 0x80070005 c"},
    {"dash for a minus", "error \u20132147024891", "hresult 0x80070005 c"},
    {"behind a slash", "(0x80090016/-2146893802)", "hresult 0x80090016 c, hresult 0x80090016"},
    {"minus one", "returned -1", "hresult 0xFFFFFFFF cg"},
    {"the least", "-2147483648", "hresult 0x80000000 c"},
    {"below the least", "-2147483649", ""},
    {"a small one is weak", "shift by -12 there", "hresult 0xFFFFFFF4 w"},
    {"a range is no sign", "120-2147024891", ""},
    {"a typeset range neither", "pages 120\u2013130", "number 120"},
    {"two of them are no sign", "--2607", "number 2607"},
};

static const struct vector places[] = {
    {"a GUID", "Activity 3f2504e0-4f89-11d3-9a0c-0305e82c3301", ""},
    {"a GUID of digits", "error 00002607-2607-2607-2607-000000002607", ""},
    {"a GUID that begins like a code", "{80070005-1234-4a4a-8b8b-0123456789ab}", ""},
    {"a date", "2026-07-28", ""},
    {"a date and time", "2022-08-24T10:11:12.123456Z", ""},
    {"other dates", "24.08.2022 8/24/2022 2016/9/27", ""},
    {"a time", "at 12:30:05 PM", ""},
    {"a version", "version 6.1.7601 and v10.0.19045", ""},
    {"a version without dots", "version 2607, build 19045", ""},
    {"an IPv4 address", "10.0.1.1 and 192.168.100.200", ""},
    {"an IPv6 address", "fe80::1234:5678 2607:f8b0::8a2e:370:7334", ""},
    {"a MAC address", "00:1A:2B:3C:4D:5E 00-11-22-33-44-55", ""},
    {"a port", "host:3389 and 10.0.0.4:443", ""},
    {"a port in words", "port 3389, \"port\": 3389, Port=443", ""},
    {"a decimal fraction", "took 2607.5 of 0.2607", ""},
    {"thousands", "12,345 and 1,234,567", ""},
    {"a Windows path", "C:\\logs\\2607\\ERROR_HERE", ""},
    {"a Unix path", "/var/log/2607/1234", ""},
    {"a URL", "https://example.com/2607/C2039/ERROR_HERE", ""},
    {"what is asked of a URL", "https://login.microsoftonline.com/error?code=50058",
     "number 50058 c"},
    {"behind a URL", "see https://example.com/2607 (error 2608)", "number 2608 c"},
    {"a URL in Markdown", "[2607](https://example.com/1234) then 2608",
     "number 2607, number 2608"},
    {"line and column", "main.cpp(12,5): error C2065", "prefixed C2065 c"},
    {"a long column", "main.cpp(1205,1024): error", ""},
    {"line", "main.cpp(1205) : error", ""},
    {"line and column of gcc", "main.c:1205:17: error", ""},
    {"line in words", "File \"x.py\", line 2607, in f", ""},
    {"a process", "PID 2607, tid=1234", ""},
    {"percent", "2607% or 100 %", ""},
    {"money", "$2607", ""},
    {"at a host", "user@2607", ""},
    {"a SID", "S-1-5-21-3623811015-3361044348-30300820-1013", ""},
    {"a serial number", "VM-2607-0012", ""},
    {"digits and letters", "2607a 26O7 1920x1080 512MB", ""},
};

static const struct vector prefixed[] = {
    {"AADSTS", "AADSTS50126", "aadsts 50126 c"},
    {"seven digits, never hex", "AADSTS5000811: x", "aadsts 5000811 c"},
    {"lower case is as good", "got aadsts50126 today", "aadsts 50126 c"},
    {"apart", "AADSTS 50126", "aadsts 50126 c"},
    {"by a colon", "AADSTS: 50126", "aadsts 50126 c"},
    {"by a dash", "AADSTS-50126", "aadsts 50126 c"},
    {"too few digits", "AADSTS5012", ""},
    {"too many digits", "AADSTS50126123", ""},
    {"alone", "AADSTS errors", ""},
    {"JSON", "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50126: Error\"}",
     "symbol invalid_grant c, symbol error_description c, aadsts 50126 c"},
    {"compiler", "error C2039: 'x'", "prefixed C2039 c"},
    {"linker, C#, MSBuild", "LNK2019 CS0246 MSB3073",
     "prefixed LNK2019 c, prefixed CS246 c, prefixed MSB3073 c"},
    {"leading zeros do not count", "CS0246 CS246", "prefixed CS246 c, prefixed CS246 c"},
    {"two digits", "C20", ""},
    {"eight digits", "C20391234", ""},
    {"eight letters", "ABCDEFGH2039", ""},
    {"something behind the digits", "C2039a", ""},
    {"lower case without a cue", "see room c2039 there", "prefixed C2039 w"},
    {"lower case with a cue", "error c2039", "prefixed C2039 c"},
    {"lower case, alone", "c2039", "prefixed C2039 c"},
    {"algorithms and standards", "with SHA256 and RFC2616", "prefixed SHA256 w, prefixed RFC2616 w"},
    {"a part of a name", "vm-C2039 dir\\C2039 user@C2039", ""},
    {"in curly quotes", "\u201CLNK2019\u201D", "prefixed LNK2019 c"},
};

static const struct vector symbols[] = {
    {"upper case", "ERROR_ACCESS_DENIED", "symbol ERROR_ACCESS_DENIED c"},
    {"in a sentence", "got NTE_BAD_KEYSET there", "symbol NTE_BAD_KEYSET c"},
    {"lower case is weak", "an invalid_client here", "symbol invalid_client w"},
    {"lower case with a cue", "error invalid_client", "symbol invalid_client c"},
    {"camel case", "ConnectionFailedNoHealthyRdshAvailable",
     "symbol ConnectionFailedNoHealthyRdshAvailable c"},
    {"camel case with a cue", "code: ShortpathTransportNetworkDrop",
     "symbol ShortpathTransportNetworkDrop c"},
    {"with its number", "**NTE_BAD_KEYSET** (0x80090016/-2146893802)",
     "symbol NTE_BAD_KEYSET c, hresult 0x80090016 c, hresult 0x80090016"},
    {"generic", "E_FAIL", "symbol E_FAIL cg"},
    {"too short", "S_OK A_B", ""},
    {"one hump", "Windows Desktop Connection", ""},
    {"camel case with underscores", "Error_Access", "symbol Error_Access c"},
    {"mixed snake", "error_Access ERROR_access", ""},
    {"in a path", "C:\\ProgramData\\ERROR_HERE", ""},
    {"underscores around it", "__ERROR_HERE__", "symbol ERROR_HERE c"},
    {"underscores only", "______ ___", ""},
    {"letters beyond ASCII", "ERROR_\u00DCBER", ""},
};

static void finds_numbers(void **state)
{
    (void)state;
    CHECK(numbers);
}

static void finds_hex(void **state)
{
    (void)state;
    CHECK(hex);
}

static void finds_signed(void **state)
{
    (void)state;
    CHECK(negative);
}

static void knows_what_is_no_code(void **state)
{
    (void)state;
    CHECK(places);
}

static void finds_prefixed(void **state)
{
    (void)state;
    CHECK(prefixed);
}

static void finds_symbols(void **state)
{
    (void)state;
    CHECK(symbols);
}

static void text_and_place_are_told(void **state)
{
    (void)state;
    struct code c[4];
    struct str text = STR("a \u22122147024891, AADSTS: 50126 and __ERROR_HERE__");
    assert_int_equal(code_find(text, c, ARRAY_LEN(c)), 3);
    static const char *const want[] = {"\u22122147024891", "AADSTS: 50126", "ERROR_HERE"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(str_eq(c[i].text, str_of(want[i])));
        assert_ptr_equal(c[i].text.p, text.p + c[i].at);
    }
}

static void more_than_fit_are_counted(void **state)
{
    (void)state;
    struct code c[2];
    assert_int_equal(code_find(STR("2601 2602 2603 2604"), c, ARRAY_LEN(c)), 4);
    assert_int_equal(c[1].value, 2602);
    assert_int_equal(code_find(STR("2601"), NULL, 0), 1);
}

/* The whole of a cell as one code. */
static void parses_cells(void **state)
{
    (void)state;
    static const struct vector t[] = {
        {"number", "3703", "number 3703 c"},
        {"with a cue", "Error: 3703", "number 3703 c"},
        {"event", "event ID 3277", "event 3277 c"},
        {"bold", "**0x801c03f2**", "hresult 0x801C03F2 c"},
        {"inline code", "`AADSTS50034`", "aadsts 50034 c"},
        {"in brackets", "(0x80070005)", "hresult 0x80070005 c"},
        {"digits that may be hex", "80070005", "number 80070005 c"},
        {"one value in two forms", "0x80090016/-2146893802", "hresult 0x80090016 c"},
        {"in two forms, with brackets", "**0x80070005** (-2147024891)", "hresult 0x80070005 c"},
        {"a weak one is strong here", "12", "number 12 c"},
        {"symbol", "DOMAIN_JOIN_ERROR_ACCESS_DENIED", "symbol DOMAIN_JOIN_ERROR_ACCESS_DENIED c"},
        {"camel case", "UserAccountNotFound", "symbol UserAccountNotFound c"},
        {"a code and its name", "**0x801c03f2** (DSREG_DEVICE_NOT_FOUND)", ""},
        {"two codes", "2603, 2607", ""},
        {"a code and words", "3703 means trouble", ""},
        {"words and a code", "see 3703", ""},
        {"a quantity", "5 minutes", ""},
        {"a date", "2022-08-24", ""},
        {"a word", "Yes", ""},
        {"punctuation", "**", ""},
        {"empty", "", ""},
        {"five times the same is too much", "5 5 5 5 5", ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct code c;
        struct buf got = BUF_INIT(256);
        if (code_parse(str_of(t[i].text), &c))
            describe(&got, &c);
        if (!str_eq(buf_str(&got), str_of(t[i].codes)))
            fail_msg("%s: \"%s\" gives [%.*s], not [%s]", t[i].comment, t[i].text,
                     STR_ARG(buf_str(&got)), t[i].codes);
        buf_release(&got);
    }
}

static struct code parsed(const char *text)
{
    struct code c;
    if (!code_parse(str_of(text), &c))
        fail_msg("\"%s\" is no code", text);
    return c;
}

static bool derives(const struct code *c, uint64_t key, unsigned *flags)
{
    struct code equal[CODE_EQUALS_MAX];
    size_t n = code_equals(c, equal);
    for (size_t i = 0; i < n; i++)
        if (code_key(&equal[i]) == key) {
            *flags = equal[i].flags;
            return true;
        }
    return false;
}

/* How two codes are related: same key, derived by rule, the bare digits, or not at all. */
static void equality(void **state)
{
    (void)state;
    static const struct {
        const char *comment, *a, *b, *relation;
    } t[] = {
        {"signed", "0x80070005", "-2147024891", "same"},
        {"unsigned", "0x80070005", "2147942405", "same"},
        {"bare hex", "0x8007052E", "8007052e", "same"},
        {"signed", "0x8007052E", "-2147023570", "same"},
        {"unsigned", "0x8007052E", "2147943726", "same"},
        {"signed", "0x80072EE7", "-2147012889", "same"},
        {"unsigned", "0x80072EE7", "2147954407", "same"},
        {"signed", "0xC000006D", "-1073741715", "same"},
        {"unsigned", "0xC000006D", "3221225581", "same"},
        {"signed", "0xC0000409", "-1073740791", "same"},
        {"unsigned", "0xC0000409", "3221226505", "same"},
        {"signed", "0x80131500", "-2146233088", "same"},
        {"unsigned", "0x80131500", "2148734208", "same"},
        {"seven digits", "0x3000046", "50331718", "same"},
        {"sign-extended", "0xFFFFFFFF80070005", "0x80070005", "same"},
        {"leading zeros", "0x00000005", "5", "same"},
        {"the case of a name", "ERROR_ACCESS_DENIED", "error_access_denied", "same"},
        {"the case of a prefix", "c2039", "C2039", "same"},
        {"a blank", "AADSTS 50126", "aadsts50126", "same"},
        {"Win32", "0x80070005", "Win32 error 5", "derived"},
        {"Win32", "0x8007052E", "Win32 1326", "derived"},
        {"Win32", "Win32 code 12007", "0x80072EE7", "derived"},
        {"Win32 in hex", "Win32 error 0x5", "0x80070005", "derived"},
        {"a number may be Win32", "0x80070005", "5", "derived one way"},
        {"but it may be anybody's", "2607", "0x80070A2F", "none"},
        {"NTSTATUS in an HRESULT", "0xC000006D", "0xD000006D", "derived"},
        {"signed", "0xC000006D", "-805306259", "derived"},
        {"event", "event 3703", "3703", "bare"},
        {"AADSTS", "AADSTS50126", "50126", "bare"},
        {"prefix", "C2039", "2039", "bare"},
        {"decimal is not hex", "2607", "0x2607", "none"},
        {"2607 as hex", "2607", "0xA2F", "same"},
        {"neither approximated", "2607", "2608", "none"},
        {"the code field of an NTSTATUS is no Win32 code", "0xC000021A", "538", "none"},
        {"only facility 7 unwraps", "0x80040005", "5", "none"},
        {"a table, not arithmetic", "0xC000006D", "109", "none"},
        {"nor by that table", "0xC000006D", "1326", "none"},
        {"0 stays 0", "0x80070000", "0", "none"},
        {"above 16 bits", "65536", "0x80070000", "none"},
        {"other prefixes", "C2039", "CS2039", "none"},
        {"AADSTS is not hex", "AADSTS50126", "0x50126", "none"},
        {"0x516 is not 516", "0x516", "516", "none"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct code a = parsed(t[i].a), b = parsed(t[i].b);
        unsigned flags = 0, back = 0;
        bool derived = derives(&a, code_key(&b), &flags);
        const char *relation = code_key(&a) == code_key(&b)           ? "same"
                               : !derived                             ? "none"
                               : flags & CODE_BARE                    ? "bare"
                               : derives(&b, code_key(&a), &back)     ? "derived"
                                                                      : "derived one way";
        if (strcmp(relation, t[i].relation) != 0)
            fail_msg("%s: %s and %s: %s", t[i].comment, t[i].a, t[i].b, relation);
    }
}

/* By rule and both ways, for values of all kinds; the 32-bit value prints and parses in each form. */
static void laws_of_values(void **state)
{
    (void)state;
    struct random r = {4};
    static const uint32_t tops[] = {0, 0x80070000u, 0xC0000000u, 0xD0000000u, 0x80040000u, 0x30000u};
    for (int round = 0; round < 20000; round++) {
        uint32_t value = (uint32_t)random_next(&r);
        if (round % 2)
            value = tops[random_below(&r, ARRAY_LEN(tops))] | (value & 0xFFFF);
        char printed[3][24];
        snprintf(printed[0], sizeof printed[0], "0x%X", value);
        snprintf(printed[1], sizeof printed[1], "%u", value);
        snprintf(printed[2], sizeof printed[2], "%d", (int32_t)value);
        struct code c = parsed(printed[0]);
        assert_int_equal(c.value, value);
        for (size_t i = 1; i < ARRAY_LEN(printed); i++) {
            struct code other = parsed(printed[i]);
            assert_int_equal(code_key(&other), code_key(&c));
            assert_int_equal(other.ns, c.ns);
        }
        struct code equal[CODE_EQUALS_MAX];
        size_t n = code_equals(&c, equal);
        for (size_t i = 0; i < n; i++) {
            unsigned flags;
            assert_true(derives(&equal[i], code_key(&c), &flags));
            assert_true(code_key(&equal[i]) != code_key(&c));
        }
        char forms[8][CODE_FORM_SIZE];
        n = code_forms(&c, forms, ARRAY_LEN(forms));
        for (size_t i = 0; i < n; i++)
            assert_false(str_ieq(str_of(forms[i]), c.text));
    }
}

static void prints_other_forms(void **state)
{
    (void)state;
    static const struct {
        const char *code, *forms;
    } t[] = {
        {"0x80070005", "-2147024891|Win32 5"},
        {"-2147024891", "0x80070005|Win32 5"},
        {"2147942405", "0x80070005|-2147024891|Win32 5"},
        {"8007052e", "0x8007052E|-2147023570|Win32 1326"},
        {"0xC000006D", "-1073741715|0xD000006D"},
        {"0xD000006D", "-805306259|0xC000006D"},
        {"0xC0000409", "-1073740791|0xD0000409"},
        {"0x3000046", "50331718"},
        {"2607", "0xA2F"},
        {"AADSTS 50126", "AADSTS50126"},
        {"AADSTS50126", ""},
        {"event 3703", ""},
        {"C2039", ""},
        {"ERROR_ACCESS_DENIED", ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct code c = parsed(t[i].code);
        char forms[8][CODE_FORM_SIZE];
        size_t n = code_forms(&c, forms, ARRAY_LEN(forms));
        struct buf got = BUF_INIT(256);
        for (size_t k = 0; k < n; k++)
            buf_printf(&got, "%s%s", k ? "|" : "", forms[k]);
        if (!str_eq(buf_str(&got), str_of(t[i].forms)))
            fail_msg("%s: %.*s", t[i].code, STR_ARG(buf_str(&got)));
        buf_release(&got);
        assert_int_equal(code_forms(&c, forms, 0), 0);
    }
}

/* Long texts made to be slow: quadratic work would take minutes. */
static void hostile_texts(void **state)
{
    (void)state;
    static const char *const fills[] = {"1", "1 ", "-", "1-", "a:1 ", "1,", "1.", "error 1 ", "0x1 ",
                                        "_", "a_", "Aa", "AADSTS ", "x://", "\xC3\xBC", "\x80", "C203 "};
    size_t size = 1 << 18;
    char *text = malloc(size);
    struct code c[CODES_MAX];
    for (size_t i = 0; i < ARRAY_LEN(fills); i++) {
        size_t n = strlen(fills[i]);
        for (size_t k = 0; k < size; k++)
            text[k] = fills[i][k % n];
        code_find(str_n(text, size), c, ARRAY_LEN(c));
        /* Half of it white space: what is trimmed must not be trimmed again for each number. */
        memset(text, ' ', size / 2);
        code_find(str_n(text, size), c, ARRAY_LEN(c));
    }
    free(text);
}

/* Any bytes at all: codes lie inside the text, in order. */
static void any_bytes(void **state)
{
    (void)state;
    struct random r = {5};
    char text[64];
    struct code c[CODES_MAX], one;
    for (int round = 0; round < 50000; round++) {
        size_t n = random_below(&r, sizeof text);
        random_text(&r, "0123456789xXaAfF_-.,:/\\ (){}%$@#ECSTADNevnt\"\n\x80\xC3\xBC\xE2\x88\x92", text, n);
        size_t found = code_find(str_n(text, n), c, ARRAY_LEN(c)), last = 0;
        for (size_t i = 0; i < found; i++) {
            assert_true(c[i].at >= last && c[i].text.n > 0 && c[i].at + c[i].text.n <= n);
            last = c[i].at;
        }
        code_parse(str_n(text, n), &one);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_numbers),
        cmocka_unit_test(finds_hex),
        cmocka_unit_test(finds_signed),
        cmocka_unit_test(knows_what_is_no_code),
        cmocka_unit_test(finds_prefixed),
        cmocka_unit_test(finds_symbols),
        cmocka_unit_test(text_and_place_are_told),
        cmocka_unit_test(more_than_fit_are_counted),
        cmocka_unit_test(parses_cells),
        cmocka_unit_test(equality),
        cmocka_unit_test(laws_of_values),
        cmocka_unit_test(prints_other_forms),
        cmocka_unit_test(hostile_texts),
        cmocka_unit_test(any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
