#include "text/code.h"

#include "base/hash.h"

#include <stdio.h>

enum {
    DECIMAL_MAX = 10,       /* digits of 4294967295 */
    SYMBOL_MIN = 6,         /* letters of the shortest symbolic name */
    SYMBOL_MAX = 128,
    CAMEL_MIN = 8,
    PREFIX_MAX = 7,
    PREFIXED_DIGITS_MIN = 3,
    PREFIXED_DIGITS_MAX = 7,
    CUE_WORDS = 3,          /* words before a number among which its cue may stand */
    CUE_BYTES = 48,
};

static const char *const namespace_names[CODE_NAMESPACES] = {
    [CODE_NUMBER] = "number", [CODE_HRESULT] = "hresult",   [CODE_NTSTATUS] = "ntstatus",
    [CODE_EVENT] = "event",   [CODE_AADSTS] = "aadsts",     [CODE_PREFIXED] = "prefixed",
    [CODE_SYMBOL] = "symbol",
};

const char *code_namespace_name(enum code_namespace ns)
{
    return namespace_names[ns];
}

/* Wrappers that every kind of failure is reported through: E_FAIL, E_UNEXPECTED, a plain .NET
 * exception and its SystemException, an unspecific success or failure. */
static const uint32_t generic_values[] = {0, 1, 0xFFFFFFFFu, 0x80004005u, 0x8000FFFFu,
                                          0x80131500u, 0x80131501u, 0xC0000001u};

static bool is_generic(uint64_t value)
{
    for (size_t i = 0; i < ARRAY_LEN(generic_values); i++)
        if (generic_values[i] == value)
            return true;
    return false;
}

/* ---- reading one token ------------------------------------------------------------------------ */

struct scanner {
    struct str text;
    struct code *codes;
    size_t cap;
    size_t count;
};

static bool is_word(char c)
{
    return ascii_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

static char char_at(struct str s, size_t at)
{
    return at < s.n ? s.p[at] : '\0';
}

static char char_before(struct str s, size_t at)
{
    return at > 0 && at <= s.n ? s.p[at - 1] : '\0';
}

static void found(struct scanner *sc, struct code c)
{
    if (sc->count < sc->cap)
        sc->codes[sc->count] = c;
    sc->count++;
}

/* Severity and facility decide what a 32-bit value is (MS-ERREF 2.1, 2.3). */
static enum code_namespace namespace_of(uint64_t value)
{
    if (value >> 28 == 0xC)
        return CODE_NTSTATUS;
    return value >> 31 ? CODE_HRESULT : CODE_NUMBER;
}

static unsigned number_flags(uint64_t value)
{
    return is_generic(value) ? CODE_GENERIC : 0;
}

static bool word_contains_cue(struct str word)
{
    static const struct str parts[] = {STR_INIT("error"), STR_INIT("code"), STR_INIT("event"),
                                       STR_INIT("hresult"), STR_INIT("fehler")};
    static const struct str whole[] = {STR_INIT("err"),    STR_INIT("errno"),  STR_INIT("status"),
                                       STR_INIT("reason"), STR_INIT("result"), STR_INIT("exit"),
                                       STR_INIT("hr"),     STR_INIT("rc"),     STR_INIT("win32"),
                                       STR_INIT("getlasterror"), STR_INIT("exception")};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (str_ifind(word, parts[i]) != STR_NOT_FOUND)
            return true;
    for (size_t i = 0; i < ARRAY_LEN(whole); i++)
        if (str_ieq(word, whole[i]))
            return true;
    return false;
}

struct cue {
    bool any;
    bool event;
};

static void read_cue(struct str word, struct cue *cue)
{
    if (word_contains_cue(word))
        cue->any = true;
    if (str_istarts(word, STR("event")))
        cue->event = true;
}

/* Cue words within a few words before the token at [start, end), or right behind it. */
static struct cue cue_around(struct str text, size_t start, size_t end)
{
    struct cue cue = {false, false};
    size_t at = start;
    for (int words = 0; words < CUE_WORDS && !cue.any; words++) {
        while (at > 0 && !is_word(text.p[at - 1]) && text.p[at - 1] != '\n' &&
               start - at < CUE_BYTES)
            at--;
        size_t stop = at;
        while (at > 0 && is_word(text.p[at - 1]) && start - at < CUE_BYTES)
            at--;
        if (at == stop)
            break;
        read_cue(str_slice(text, at, stop), &cue);
    }
    if (!cue.any && char_at(text, end) == ' ') {
        size_t stop = end + 1;
        while (stop < text.n && is_word(text.p[stop]) && stop - end < CUE_BYTES)
            stop++;
        read_cue(str_slice(text, end + 1, stop), &cue);
    }
    return cue;
}

/* ---- where a number is no code ---------------------------------------------------------------- */

/* Length of the run of word characters from `at`. */
static size_t run_length(struct str s, size_t at)
{
    size_t end = at;
    while (end < s.n && is_word(s.p[end]))
        end++;
    return end - at;
}

static bool is_hex_run(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_hex(s.p[i]))
            return false;
    return s.n > 0;
}

/* Joined by '-' to something that makes it a part of a GUID, a date, a serial number. */
static bool in_dashed_run(struct str text, size_t start, size_t end)
{
    if (char_before(text, start) == '-' && start >= 2 && is_word(text.p[start - 2]))
        return true;
    if (char_at(text, end) != '-')
        return false;
    struct str next = str_slice(text, end + 1, end + 1 + run_length(text, end + 1));
    return next.n && (ascii_is_digit(next.p[0]) || (next.n >= 4 && is_hex_run(next)));
}

/* A part of 10.0.1.1, v6.1.7601, 12:30:05, 2016/9/27, 3.5, host:3389. */
static bool in_dotted_run(struct str text, size_t start, size_t end)
{
    char before = char_before(text, start), after = char_at(text, end);
    char before2 = start >= 2 ? text.p[start - 2] : '\0', after2 = char_at(text, end + 1);
    if (before == '.' && is_word(before2))
        return true;
    if ((before == ':' || before == '/' || before == ',') && ascii_is_digit(before2))
        return before != ',' || (end - start == 3 && after != ','); /* 12,345 */
    if (after == ',' && ascii_is_digit(after2))
        return end - start <= 3 && run_length(text, end + 1) == 3;
    return (after == '.' || after == ':' || after == '/') && ascii_is_digit(after2);
}

/* file.cpp(12), file.cpp:12, C:\dir\12, https://host/12, user@12, $12, 12%. */
static bool in_place(struct str text, size_t start, size_t end)
{
    char before = char_before(text, start);
    char before2 = start >= 2 ? text.p[start - 2] : '\0';
    if (before == '\\' || before == '@' || before == '$' || char_at(text, end) == '%')
        return true;
    if (before == '/')
        return true;
    if ((before == '(' || before == ':') && is_word(before2)) {
        size_t word = start - 1;
        while (word > 0 && is_word(text.p[word - 1]))
            word--;
        return !word_contains_cue(str_slice(text, word, start - 1));
    }
    return false;
}

static bool has_unit_behind(struct str text, size_t end)
{
    static const struct str units[] = {
        STR_INIT("ms"),   STR_INIT("s"),      STR_INIT("sec"),     STR_INIT("second"),
        STR_INIT("seconds"), STR_INIT("minutes"), STR_INIT("minute"), STR_INIT("min"),
        STR_INIT("hours"), STR_INIT("hour"),  STR_INIT("days"),    STR_INIT("day"),
        STR_INIT("kb"),   STR_INIT("mb"),     STR_INIT("gb"),      STR_INIT("tb"),
        STR_INIT("bytes"), STR_INIT("byte"),  STR_INIT("times"),   STR_INIT("users"),
        STR_INIT("files"), STR_INIT("lines"), STR_INIT("warnings"), STR_INIT("errors"),
        STR_INIT("items"), STR_INIT("percent"), STR_INIT("weeks"), STR_INIT("months")};
    if (char_at(text, end) != ' ')
        return false;
    struct str word = str_slice(text, end + 1, end + 1 + run_length(text, end + 1));
    for (size_t i = 0; i < ARRAY_LEN(units); i++)
        if (str_ieq(word, units[i]))
            return true;
    return false;
}

/* ---- one reader for each kind of token -------------------------------------------------------- */

static bool read_decimal(struct scanner *sc, size_t start, size_t end)
{
    struct str text = sc->text, token = str_slice(text, start, end);
    uint64_t value;
    if (token.n > DECIMAL_MAX || !str_u64(token, 10, &value))
        return false;
    if (in_dotted_run(text, start, end))
        return false;
    bool negative = char_before(text, start) == '-' &&
                    !(start >= 2 && (is_word(text.p[start - 2]) || text.p[start - 2] == '-'));
    if (!negative && (in_dashed_run(text, start, end) || in_place(text, start, end)))
        return false;
    struct cue cue = cue_around(text, start, end);
    bool alone = str_trim(text).n == token.n + negative;
    unsigned flags = cue.any || alone ? CODE_HAS_CUE : 0;
    if (negative) {
        if (value > 0x80000000u || value == 0)
            return false;
        struct code c = {.text = str_slice(text, start - 1, end), .at = start - 1, .flags = flags};
        c.value = (uint64_t)(uint32_t)(0 - (uint32_t)value);
        c.ns = namespace_of(c.value);
        /* A small negative number is a count or an option more often than a code. */
        c.flags |= number_flags(c.value) | (value < 1000 && !alone && !cue.any ? CODE_WEAK : 0);
        found(sc, c);
        return true;
    }
    if (value > UINT32_MAX)
        return false;
    struct code c = {.text = token, .at = start, .value = value, .flags = flags};
    c.ns = cue.event ? CODE_EVENT : namespace_of(value);
    c.flags |= number_flags(value);
    bool year = token.n == 4 && value >= 1990 && value <= 2039;
    if (has_unit_behind(text, end) || (!(cue.any || alone) && (token.n < 3 || year)))
        c.flags |= CODE_WEAK;
    found(sc, c);
    if (token.n == 7 || token.n == 8) {
        c.flags = (c.flags & ~(unsigned)CODE_GENERIC) | CODE_HEX_GUESS;
        str_u64(token, 16, &c.value);
        c.ns = namespace_of(c.value);
        found(sc, c);
    }
    return true;
}

/* 0x and 1 to 8 digits, or a sign-extended 16; L, U, h endings as in sources and debuggers. */
static bool read_hex(struct scanner *sc, size_t start, size_t end)
{
    struct str token = str_slice(sc->text, start, end);
    struct str digits = str_skip(token, 2);
    while (digits.n && !ascii_is_hex(digits.p[digits.n - 1]) &&
           str_find_char(STR("LlUuhH"), digits.p[digits.n - 1]) != STR_NOT_FOUND)
        digits.n--;
    uint64_t value;
    if (!str_u64(digits, 16, &value) || char_before(sc->text, start) == '@')
        return false;
    if (digits.n == 16 && value >> 32 == UINT32_MAX)
        value = (uint32_t)value;
    else if (digits.n > 8)
        return false;
    struct cue cue = cue_around(sc->text, start, end);
    struct code c = {.text = token, .at = start, .value = value, .flags = CODE_HAS_CUE};
    c.ns = namespace_of(value);
    c.flags |= number_flags(value);
    if (digits.n <= 3 && !cue.any && str_trim(sc->text).n != token.n)
        c.flags = (c.flags & ~(unsigned)CODE_HAS_CUE) | CODE_WEAK;
    found(sc, c);
    return true;
}

/* Eight hex digits with a letter among them and the top bit set: 8007052E. */
static bool read_bare_hex(struct scanner *sc, size_t start, size_t end)
{
    struct str token = str_slice(sc->text, start, end);
    uint64_t value;
    if (token.n != 8 || !is_hex_run(token) || !str_u64(token, 16, &value) || !(value >> 31))
        return false;
    if (in_dashed_run(sc->text, start, end) || in_place(sc->text, start, end) ||
        in_dotted_run(sc->text, start, end))
        return false;
    size_t digits = 0;
    for (size_t i = 0; i < token.n; i++)
        digits += ascii_is_digit(token.p[i]);
    if (digits < 3)
        return false;
    struct code c = {.text = token, .at = start, .value = value};
    c.ns = namespace_of(value);
    c.flags = cue_around(sc->text, start, end).any ? CODE_HAS_CUE : 0;
    c.flags |= number_flags(value);
    found(sc, c);
    return true;
}

/* AADSTS50126 (also "AADSTS 50126"), C2039, LNK2019. */
static bool read_prefixed(struct scanner *sc, size_t start, size_t *end)
{
    struct str text = sc->text, token = str_slice(text, start, *end);
    size_t letters = 0;
    while (letters < token.n && ascii_is_alpha(token.p[letters]))
        letters++;
    struct str digits = str_skip(token, letters);
    bool aadsts = str_ieq(str_slice(token, 0, letters), STR("AADSTS"));
    if (aadsts && digits.n == 0) {
        size_t at = *end + (char_at(text, *end) == ' ' || char_at(text, *end) == '-');
        size_t n = run_length(text, at);
        digits = str_slice(text, at, at + n);
        if (digits.n < 5 || digits.n > PREFIXED_DIGITS_MAX)
            return false;
        *end = at + n;
        token = str_slice(text, start, *end);
    }
    struct code c = {.text = token, .at = start, .flags = CODE_HAS_CUE};
    if (letters == 0 || letters > PREFIX_MAX || digits.n < PREFIXED_DIGITS_MIN ||
        digits.n > PREFIXED_DIGITS_MAX || !str_u64(digits, 10, &c.value))
        return false;
    char before = char_before(text, start);
    if (before == '\\' || before == '@' || (before == '-' && start >= 2 && is_word(text.p[start - 2])))
        return false;
    c.ns = aadsts ? CODE_AADSTS : CODE_PREFIXED;
    bool lower = false;
    for (size_t i = 0; i < letters; i++) {
        lower |= ascii_is_lower(token.p[i]);
        if (!aadsts)
            c.prefix[i] = ascii_upper(token.p[i]);
    }
    if (lower && !cue_around(text, start, *end).any && str_trim(text).n != token.n)
        c.flags = CODE_WEAK;
    found(sc, c);
    return true;
}

struct shape {
    size_t upper, lower, digits, underscores, humps;
};

static struct shape shape_of(struct str token)
{
    struct shape s = {0, 0, 0, 0, 0};
    for (size_t i = 0; i < token.n; i++) {
        char c = token.p[i], next = char_at(token, i + 1);
        s.upper += ascii_is_upper(c);
        s.lower += ascii_is_lower(c);
        s.digits += ascii_is_digit(c);
        s.underscores += c == '_';
        s.humps += ascii_is_upper(c) && ascii_is_lower(next);
    }
    return s;
}

/* ERROR_ACCESS_DENIED, invalid_client, ConnectionFailedNoHealthyRdshAvailable. */
static bool read_symbol(struct scanner *sc, size_t start, size_t end)
{
    struct str token = str_slice(sc->text, start, end);
    while (token.n && token.p[0] == '_') {
        token = str_skip(token, 1);
        start++;
    }
    while (token.n && token.p[token.n - 1] == '_')
        token.n--;
    struct shape s = shape_of(token);
    if (token.n < SYMBOL_MIN || token.n > SYMBOL_MAX ||
        s.upper + s.lower + s.digits + s.underscores != token.n)
        return false;
    bool snake = s.underscores > 0 && s.upper + s.lower >= SYMBOL_MIN - 1 &&
                 (s.lower == 0 || s.upper == 0);
    bool camel = s.humps >= 2 && s.lower > s.upper && token.n >= CAMEL_MIN;
    if (!snake && !camel)
        return false;
    char upper[SYMBOL_MAX];
    for (size_t i = 0; i < token.n; i++)
        upper[i] = ascii_upper(token.p[i]);
    struct code c = {.text = token, .at = start, .ns = CODE_SYMBOL};
    c.value = hash64(str_n(upper, token.n));
    if (s.lower == 0 || cue_around(sc->text, start, start + token.n).any)
        c.flags = CODE_HAS_CUE;
    else
        c.flags = CODE_WEAK;
    found(sc, c);
    return true;
}

/* ---- all tokens of a text --------------------------------------------------------------------- */

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

size_t code_find(struct str text, struct code *codes, size_t cap)
{
    struct scanner sc = {.text = text, .codes = codes, .cap = cap};
    size_t at = 0;
    while (at < text.n) {
        if (!is_word(text.p[at])) {
            at++;
            continue;
        }
        size_t end = at + run_length(text, at);
        struct str token = str_slice(text, at, end);
        if (str_istarts(token, STR("0x")) && token.n > 2)
            read_hex(&sc, at, end);
        else if (all_digits(token))
            read_decimal(&sc, at, end);
        else if (token.n >= 4)
            (void)(read_bare_hex(&sc, at, end) || read_prefixed(&sc, at, &end) ||
                   read_symbol(&sc, at, end));
        at = end;
    }
    return sc.count;
}

bool code_parse(struct str text, struct code *code)
{
    struct code all[4];
    text = str_trim_set(str_trim(text), "\"'`()[]<>*:.,");
    size_t n = code_find(text, all, ARRAY_LEN(all));
    if (n == 2 && (all[1].flags & CODE_HEX_GUESS))
        n = 1;
    if (n != 1)
        return false;
    /* Beside the code only words that name its kind. */
    struct str sides[] = {str_slice(text, 0, all[0].at), str_skip(text, all[0].at + all[0].text.n)};
    for (size_t i = 0; i < ARRAY_LEN(sides); i++) {
        struct str rest = sides[i], word;
        while (str_next_part(&rest, ' ', &word)) {
            word = str_trim_set(word, "\"'`()[]<>*:.,#=-");
            if (word.n && !word_contains_cue(word) && !str_ieq(word, STR("id")))
                return false;
        }
    }
    *code = all[0];
    code->flags = (code->flags | CODE_HAS_CUE) & ~(unsigned)CODE_WEAK;
    return true;
}

/* ---- equality --------------------------------------------------------------------------------- */

uint64_t code_key(const struct code *c)
{
    struct {
        uint64_t value;
        char space[8];
    } key = {.value = c->value};
    bool numeric = c->ns == CODE_NUMBER || c->ns == CODE_HRESULT || c->ns == CODE_NTSTATUS;
    if (c->ns == CODE_PREFIXED)
        memcpy(key.space, c->prefix, sizeof key.space);
    else
        key.space[7] = (char)(numeric ? 1 : 2 + (int)c->ns);
    return hash64(str_n((const char *)&key, sizeof key));
}

static size_t push(struct code *equal, size_t n, enum code_namespace ns, uint64_t value,
                   unsigned flags)
{
    if (n < CODE_EQUALS_MAX)
        equal[n++] = (struct code){.ns = ns, .value = value, .flags = flags};
    return n;
}

enum {
    WIN32_MAX = 0xFFFF,
    FACILITY_WIN32 = 0x8007,  /* the top half of HRESULT_FROM_WIN32 */
    NT_BIT = 0x10000000,      /* HRESULT_FROM_NT sets it */
};

size_t code_equals(const struct code *c, struct code *equal)
{
    size_t n = 0;
    switch (c->ns) {
    case CODE_HRESULT:
        if (c->value >> 16 == FACILITY_WIN32)
            n = push(equal, n, CODE_NUMBER, c->value & WIN32_MAX, 0);
        if (c->value >> 28 == 0xD)
            n = push(equal, n, CODE_NTSTATUS, c->value & ~(uint64_t)NT_BIT, 0);
        break;
    case CODE_NTSTATUS:
        n = push(equal, n, CODE_HRESULT, c->value | NT_BIT, 0);
        break;
    case CODE_NUMBER:
        if (c->value > 0 && c->value <= WIN32_MAX) {
            n = push(equal, n, CODE_HRESULT, (uint64_t)FACILITY_WIN32 << 16 | c->value, 0);
            n = push(equal, n, CODE_EVENT, c->value, CODE_BARE);
        }
        break;
    case CODE_EVENT:
    case CODE_AADSTS:
    case CODE_PREFIXED:
        n = push(equal, n, CODE_NUMBER, c->value, CODE_BARE);
        break;
    case CODE_SYMBOL:
    case CODE_NAMESPACES:
        break;
    }
    return n;
}

static size_t form(char forms[][CODE_FORM_SIZE], size_t n, size_t cap, struct str printed,
                   const char *format, long long value)
{
    if (n >= cap)
        return n;
    snprintf(forms[n], CODE_FORM_SIZE, format, value);
    return str_ieq(str_of(forms[n]), printed) ? n : n + 1;
}

size_t code_forms(const struct code *c, char forms[][CODE_FORM_SIZE], size_t cap)
{
    size_t n = 0;
    if (c->ns == CODE_AADSTS)
        return form(forms, n, cap, c->text, "AADSTS%lld", (long long)c->value);
    if (c->ns != CODE_NUMBER && c->ns != CODE_HRESULT && c->ns != CODE_NTSTATUS)
        return 0;
    long long value = (long long)c->value;
    bool top = value >> 31;
    n = form(forms, n, cap, c->text, top ? "0x%08llX" : "0x%llX", value);
    n = form(forms, n, cap, c->text, "%lld", top ? value - (1LL << 32) : value);
    struct code equal[CODE_EQUALS_MAX];
    size_t equals = code_equals(c, equal);
    for (size_t i = 0; i < equals; i++) {
        if (equal[i].flags & CODE_BARE)
            continue;
        if (equal[i].ns == CODE_NUMBER)
            n = form(forms, n, cap, c->text, "Win32 %lld", (long long)equal[i].value);
        else if (top)
            n = form(forms, n, cap, c->text, "0x%08llX", (long long)equal[i].value);
    }
    return n;
}
