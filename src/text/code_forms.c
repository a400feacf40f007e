#include "text/code_forms.h"

enum {
    BETWEEN_MAX = 16, /* bytes between two forms */
    SHORT_MAX = 0xFFFF,
};

/* Only what joins two forms of one thing, or marks it up. */
static bool joins(struct str between)
{
    static const struct str words[] = {STR_INIT("or"), STR_INIT("aka"), STR_INIT("decimal"),
                                       STR_INIT("dec"), STR_INIT("hex")};
    if (between.n == 0 || between.n > BETWEEN_MAX)
        return false;
    struct str s = str_trim_set(between, " \t*_`\\\"'<>");
    if (s.n == 0)
        return false; /* a list of codes */
    if (str_in(s, words, ARRAY_LEN(words)))
        return true;
    size_t signs = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (strchr("/(=|", s.p[i]))
            signs++;
        else if (!strchr(" \t*_`\\\"'<>", s.p[i]))
            return false;
    }
    return signs == 1;
}

static bool is_hex(const struct code *c)
{
    return str_istarts(c->text, STR("0x"));
}

static bool is_decimal(const struct code *c)
{
    struct str digits = str_trim_set(c->text, "-");
    uint64_t value;
    return !(c->flags & CODE_HEX_GUESS) && str_u64(digits, 10, &value);
}

/* Could the decimal be meant as this number at all? A small one beside a long code is another code,
 * as is any number beside one that stands for something else. */
static bool same_size(const struct code *hex, const struct code *decimal)
{
    uint32_t x = (uint32_t)hex->value, d = (uint32_t)decimal->value;
    return (x <= SHORT_MAX) == (d <= SHORT_MAX);
}

static bool equal(const struct code *hex, const struct code *decimal)
{
    if ((uint32_t)hex->value == (uint32_t)decimal->value)
        return true;
    struct code other[CODE_EQUALS_MAX];
    size_t n = code_equals(hex, other);
    for (size_t i = 0; i < n; i++)
        if (code_key(&other[i]) == code_key(decimal))
            return true;
    return false;
}

bool code_forms_disagree(struct str text, size_t *at, struct code_pair *pair)
{
    struct code codes[CODES_MAX];
    struct str rest = str_skip(text, *at);
    if (str_ifind(rest, STR("0x")) == STR_NOT_FOUND)
        return false;
    size_t n = min_size(code_find(rest, codes, CODES_MAX), CODES_MAX);
    const struct code *before = NULL;
    for (size_t i = 0; i < n; i++) {
        const struct code *c = &codes[i];
        if (c->flags & CODE_HEX_GUESS)
            continue;
        if (before && (is_hex(before) ? is_decimal(c) : is_hex(c) && is_decimal(before))) {
            const struct code *hex = is_hex(before) ? before : c;
            const struct code *decimal = hex == before ? c : before;
            struct str between = str_slice(rest, before->at + before->text.n, c->at);
            if (joins(between) && same_size(hex, decimal) && !equal(hex, decimal)) {
                *pair = (struct code_pair){*hex, *decimal};
                *at += c->at + c->text.n;
                return true;
            }
        }
        before = c;
    }
    return false;
}
