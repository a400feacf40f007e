#include "import/extract/content.h"

/* The codes of a problem: its own, and those that are only spoken of. */

enum {
    EXAMPLE_REACH = 80, /* bytes before a code in which "for example" may stand */
    CODES_IN_TEXT = 64,
    CODES_KEPT_MAX = 128,
};

void content_add_code(struct arena *a, struct content *c, const struct code *code, uint32_t line,
                      bool mentioned)
{
    uint64_t key = code_key(code);
    for (size_t i = 0; i < c->code_count; i++) {
        struct code_use *u = &c->codes[i];
        if (u->code.ns == code->ns && code_key(&u->code) == key &&
            str_eq(u->code.text, code->text)) {
            u->mentioned = u->mentioned && mentioned;
            return;
        }
    }
    if (c->code_count >= CODES_KEPT_MAX)
        return;
    c->codes = arena_grow(a, c->codes, c->code_count, &c->code_cap, sizeof *c->codes);
    c->codes[c->code_count++] = (struct code_use){*code, line, mentioned};
}

/* "For example, if you received AADSTS16000 ...": another problem's code, told as an example. */
static bool is_example(struct str text, size_t at)
{
    static const struct str cues[] = {STR_INIT("for example"), STR_INIT("for instance"),
                                      STR_INIT("e.g."), STR_INIT("such as")};
    size_t from = at > EXAMPLE_REACH ? at - EXAMPLE_REACH : 0;
    struct str before = str_slice(text, from, at);
    for (size_t i = 0; i < ARRAY_LEN(cues); i++)
        if (str_ifind(before, cues[i]) != STR_NOT_FOUND)
            return true;
    return false;
}

void content_add_codes(struct arena *a, struct content *c, struct str text, uint32_t line,
                       bool mentioned, bool sure_only)
{
    struct code found[CODES_IN_TEXT];
    size_t n = min_size(code_find(text, found, ARRAY_LEN(found)), ARRAY_LEN(found));
    for (size_t i = 0; i < n; i++) {
        if (section_is_code(&found[i]) ||
            (!sure_only && !(found[i].flags & CODE_HEX_GUESS)))
            content_add_code(a, c, &found[i], line, mentioned || is_example(text, found[i].at));
    }
}

/* In what a program printed most of what looks like a code is a name of something: numbers and
 * letters count only beside "code" or "error". */
/* "ErrorEntity": { ... }: the name of a field. */
static bool is_json_key(struct str text, const struct code *c)
{
    struct str behind = str_skip(text, c->at + c->text.n);
    size_t n = 0;
    while (n < behind.n && (behind.p[n] == '\\' || behind.p[n] == '"' || behind.p[n] == ' '))
        n++;
    return n > 0 && memchr(behind.p, '"', n) && n < behind.n && behind.p[n] == ':';
}

void content_add_printed_codes(struct arena *a, struct content *c, struct str text, uint32_t line,
                               bool mentioned)
{
    struct code found[CODES_IN_TEXT];
    size_t n = min_size(code_find(text, found, ARRAY_LEN(found)), ARRAY_LEN(found));
    for (size_t i = 0; i < n; i++) {
        bool vague = found[i].ns == CODE_PREFIXED || found[i].ns == CODE_NUMBER;
        bool small = found[i].ns == CODE_NUMBER && found[i].text.n < 3;
        if (section_is_code(&found[i]) && !small && (!vague || found[i].flags & CODE_HAS_CUE) &&
            !is_json_key(text, &found[i]))
            content_add_code(a, c, &found[i], line, mentioned || is_example(text, found[i].at));
    }
}
