#include "text/code.h"

#include "base/hash.h"
#include "text/code_context.h"

#include <stdio.h>

enum {
    HTTP_STATUS_MIN = 100,
    HTTP_STATUS_MAX = 599,
    DECIMAL_MAX = 10, /* digits of 4294967295 */
    SYMBOL_MIN = 6,   /* letters of the shortest symbolic name */
    SYMBOL_MAX = 128,
    CAMEL_MIN = 8,
    PREFIX_MAX = 7,
    PREFIXED_DIGITS_MIN = 3,
    PREFIXED_DIGITS_MAX = 7,
    AADSTS_DIGITS_MIN = 5,
};

static const char *const namespace_names[CODE_NAMESPACES] = {
    [CODE_NUMBER] = "number", [CODE_HRESULT] = "hresult", [CODE_NTSTATUS] = "ntstatus",
    [CODE_EVENT] = "event",   [CODE_AADSTS] = "aadsts",   [CODE_PREFIXED] = "prefixed",
    [CODE_SYMBOL] = "symbol",
};

const char *code_namespace_name(enum code_namespace ns)
{
    return namespace_names[ns];
}

/* Wrappers that every kind of failure is reported through: E_FAIL, E_UNEXPECTED, a plain .NET
 * exception and its SystemException, an unspecific success or failure. */
static const uint32_t generic_values[] = {0,           1,           0xFFFFFFFFu, 0x80004005u,
                                          0x8000FFFFu, 0x80131500u, 0x80131501u, 0xC0000001u};

static const struct str generic_names[] = {STR_INIT("E_FAIL"), STR_INIT("E_UNEXPECTED"),
                                           STR_INIT("COR_E_EXCEPTION"), STR_INIT("COR_E_SYSTEM"),
                                           STR_INIT("STATUS_UNSUCCESSFUL")};

static bool is_generic(uint64_t value)
{
    for (size_t i = 0; i < ARRAY_LEN(generic_values); i++)
        if (generic_values[i] == value)
            return true;
    return false;
}

/* ---- reading one token ------------------------------------------------------------------------
 */

struct scanner {
    struct str text;
    size_t trimmed; /* bytes of the text without white space at its ends */
    struct code *codes;
    size_t cap;
    size_t count;
};

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

/* ---- one reader for each kind of token --------------------------------------------------------
 */

static bool read_decimal(struct scanner *sc, size_t start, size_t end)
{
    struct str text = sc->text, token = str_slice(text, start, end);
    uint64_t value;
    if (token.n > DECIMAL_MAX || !str_u64(token, 10, &value))
        return false;
    if (context_in_dotted_run(text, start, end))
        return false;
    size_t minus = context_minus_before(text, start);
    bool negative = minus && !context_word_before(text, start - minus) &&
                    !context_minus_before(text, start - minus);
    if (!negative &&
        (context_in_dashed_run(text, start, end) || context_in_place(text, start, end)))
        return false;
    struct cue cue = context_cue(text, start, end);
    bool alone = sc->trimmed == token.n + (negative ? minus : 0);
    unsigned flags = (cue.any || alone ? CODE_HAS_CUE : 0u) | (cue.win32 ? CODE_WIN32 : 0u);
    if (negative) {
        if (value > 0x80000000u || value == 0)
            return false;
        struct code c = {
            .text = str_slice(text, start - minus, end), .at = start - minus, .flags = flags};
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
    if (cue.http && value >= HTTP_STATUS_MIN && value <= HTTP_STATUS_MAX)
        c.flags |= CODE_GENERIC; /* every failure of a web service has one */
    bool year = token.n == 4 && value >= 1990 && value <= 2039;
    bool seconds = token.n == DECIMAL_MAX && !(value >> 31); /* since 1970 */
    bool padded = token.n > 1 && token.p[0] == '0'; /* a counter, a time, a part of an id */
    bool doubtful = token.n < 3 || year || seconds || padded;
    if (context_has_unit(text, end) || (!(cue.any || alone) && doubtful))
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
    if (digits.n == 16 && value >> 31 == 0x1FFFFFFFFu)
        value = (uint32_t)value;
    else if (digits.n > 8)
        return false;
    struct cue cue = context_cue(sc->text, start, end);
    struct code c = {.text = token, .at = start, .value = value, .flags = CODE_HAS_CUE};
    c.ns = namespace_of(value);
    c.flags |= number_flags(value) | (cue.win32 ? CODE_WIN32 : 0u);
    if (digits.n <= 3 && !cue.any && sc->trimmed != token.n)
        c.flags = (c.flags & ~(unsigned)CODE_HAS_CUE) | CODE_WEAK;
    found(sc, c);
    return true;
}

/* Eight hex digits with a letter among them, and the top bit set or a cue: 8007052E. */
static bool read_bare_hex(struct scanner *sc, size_t start, size_t end)
{
    struct str token = str_slice(sc->text, start, end);
    uint64_t value;
    if (token.n != 8 || !str_u64(token, 16, &value))
        return false;
    if (context_in_dashed_run(sc->text, start, end) || context_in_place(sc->text, start, end) ||
        context_in_dotted_run(sc->text, start, end))
        return false;
    size_t digits = 0;
    for (size_t i = 0; i < token.n; i++)
        digits += ascii_is_digit(token.p[i]);
    bool cue = context_cue(sc->text, start, end).any || sc->trimmed == token.n;
    if (digits < 3 || (!(value >> 31) && !cue))
        return false;
    struct code c = {.text = token, .at = start, .value = value};
    c.ns = namespace_of(value);
    c.flags = cue ? CODE_HAS_CUE : 0;
    c.flags |= number_flags(value);
    found(sc, c);
    return true;
}

/* The digits of AADSTS in "AADSTS 50126", "AADSTS: 50126", "AADSTS-50126"; empty when none. */
static struct str aadsts_digits(struct str text, size_t end)
{
    size_t at = end;
    while (at - end < 2 && (char_at(text, at) == ':' || char_at(text, at) == ' ' ||
                            (at == end && char_at(text, at) == '-')))
        at++;
    return str_slice(text, at, at + context_word_length(text, at));
}

/* Names of algorithms, standards and updates that look like codes with a prefix. */
static bool is_standard(struct str prefix)
{
    static const struct str standards[] = {
        STR_INIT("SHA"),  STR_INIT("AES"), STR_INIT("RSA"), STR_INIT("RFC"), STR_INIT("ISO"),
        STR_INIT("IEEE"), STR_INIT("UTF"), STR_INIT("CP"),  STR_INIT("KB"),  STR_INIT("X")};
    return str_in(prefix, standards, ARRAY_LEN(standards));
}

/* AADSTS50126 (also "AADSTS 50126"), C2039, LNK2019. */
static bool read_prefixed(struct scanner *sc, size_t start, size_t *end)
{
    struct str text = sc->text, token = str_slice(text, start, *end);
    size_t letters = 0;
    while (letters < token.n && ascii_is_alpha(token.p[letters]))
        letters++;
    struct str prefix = str_slice(token, 0, letters), digits = str_skip(token, letters);
    bool aadsts = str_ieq(prefix, STR("AADSTS"));
    if (aadsts && digits.n == 0)
        digits = aadsts_digits(text, *end);
    struct code c = {.at = start, .flags = CODE_HAS_CUE};
    if (letters == 0 || letters > PREFIX_MAX || digits.n > PREFIXED_DIGITS_MAX ||
        digits.n < (size_t)(aadsts ? AADSTS_DIGITS_MIN : PREFIXED_DIGITS_MIN) ||
        !str_u64(digits, 10, &c.value))
        return false;
    char before = char_before(text, start);
    if (before == '\\' || before == '@' || (before == '-' && context_word_before(text, start - 1)))
        return false;
    *end = (size_t)(digits.p - text.p) + digits.n;
    c.text = str_slice(text, start, *end);
    c.ns = aadsts ? CODE_AADSTS : CODE_PREFIXED;
    bool lower = false;
    for (size_t i = 0; i < letters && !aadsts; i++) {
        lower |= ascii_is_lower(prefix.p[i]);
        c.prefix[i] = ascii_upper(prefix.p[i]);
    }
    if ((lower || (!aadsts && is_standard(prefix))) && !context_cue(text, start, *end).any &&
        sc->trimmed != c.text.n)
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
    if (token.n < SYMBOL_MIN || token.n > SYMBOL_MAX || char_before(sc->text, start) == '\\' ||
        s.upper + s.lower + s.digits + s.underscores != token.n)
        return false;
    bool snake =
        s.underscores > 0 && s.upper + s.lower >= SYMBOL_MIN - 1 && (s.lower == 0 || s.upper == 0);
    bool camel = s.humps >= 2 && s.lower > s.upper && token.n >= CAMEL_MIN;
    if (!snake && !camel)
        return false;
    char upper[SYMBOL_MAX];
    for (size_t i = 0; i < token.n; i++)
        upper[i] = ascii_upper(token.p[i]);
    struct code c = {.text = token, .at = start, .ns = CODE_SYMBOL};
    c.value = hash64(str_n(upper, token.n));
    if (s.lower == 0 || sc->trimmed == token.n || context_cue(sc->text, start, start + token.n).any)
        c.flags = CODE_HAS_CUE;
    else
        c.flags = CODE_WEAK;
    if (str_in(token, generic_names, ARRAY_LEN(generic_names)))
        c.flags |= CODE_GENERIC;
    found(sc, c);
    return true;
}

/* ---- all tokens of a text ---------------------------------------------------------------------
 */

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

/* Behind the host and path of the URL whose scheme ends at `at`: what is asked of it is read on. */
static size_t skip_url(struct str s, size_t at)
{
    while (at < s.n && !ascii_is_space(s.p[at]) && s.p[at] != '\0' && !strchr("?\"'<>()", s.p[at]))
        at++;
    return at;
}

size_t code_find(struct str text, struct code *codes, size_t cap)
{
    struct scanner sc = {.text = text, .trimmed = str_trim(text).n, .codes = codes, .cap = cap};
    size_t at = 0;
    while (at < text.n) {
        size_t n = context_word_length(text, at), end = at + n;
        if (n == 0) {
            at++;
            continue;
        }
        struct str token = str_slice(text, at, end);
        if (str_starts(str_skip(text, end), STR("://")))
            end = skip_url(text, end);
        else if (str_istarts(token, STR("0x")) && token.n > 2)
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

/* Only words that name the kind of a code, and punctuation. */
static bool is_decoration(struct str rest)
{
    struct str word;
    while (str_next_part(&rest, ' ', &word)) {
        word = str_trim_set(word, "\"'`()[]<>*:.,#=-/");
        if (word.n && !context_is_cue(word) && !str_ieq(word, STR("id")))
            return false;
    }
    return true;
}

bool code_parse(struct str text, struct code *code)
{
    struct code all[4];
    text = str_trim_set(str_trim(text), "\"'`()[]<>*:.,");
    size_t n = code_find(text, all, ARRAY_LEN(all)), end = 0;
    if (n == 0 || n > ARRAY_LEN(all))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (all[i].flags & CODE_HEX_GUESS)
            continue;
        if (code_key(&all[i]) != code_key(&all[0]) ||
            !is_decoration(str_slice(text, end, all[i].at)))
            return false;
        end = all[i].at + all[i].text.n;
    }
    if (!is_decoration(str_skip(text, end)))
        return false;
    *code = all[0];
    code->flags = (code->flags | CODE_HAS_CUE) & ~(unsigned)CODE_WEAK;
    return true;
}

/* ---- equality ---------------------------------------------------------------------------------
 */

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
    BARE_MIN = 100,          /* bare digits of a prefixed code: fewer are any number */
    FACILITY_WIN32 = 0x8007, /* the top half of HRESULT_FROM_WIN32 */
    NT_BIT = 0x10000000,     /* HRESULT_FROM_NT sets it */
};

size_t code_equals(const struct code *c, struct code *equal)
{
    size_t n = 0;
    switch (c->ns) {
    case CODE_HRESULT:
        if (c->value >> 16 == FACILITY_WIN32 && (c->value & WIN32_MAX))
            n = push(equal, n, CODE_NUMBER, c->value & WIN32_MAX, CODE_WIN32);
        if (c->value >> 28 == 0xD)
            n = push(equal, n, CODE_NTSTATUS, c->value & ~(uint64_t)NT_BIT, 0);
        break;
    case CODE_NTSTATUS:
        n = push(equal, n, CODE_HRESULT, c->value | NT_BIT, 0);
        break;
    case CODE_NUMBER:
        if (c->value == 0 || c->value > WIN32_MAX)
            break;
        if (c->flags & CODE_WIN32)
            n = push(equal, n, CODE_HRESULT, (uint64_t)FACILITY_WIN32 << 16 | c->value, 0);
        n = push(equal, n, CODE_EVENT, c->value, CODE_BARE);
        break;
    case CODE_PREFIXED:
        if (c->value < BARE_MIN)
            break;
        /* fall through */
    case CODE_EVENT:
    case CODE_AADSTS:
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
