/* Any bytes decoded, folded, searched for codes and words: the laws of text/. */
#include "base/arena.h"
#include "tests/support/must.h"
#include "text/code.h"
#include "text/decode.h"
#include "text/fold.h"
#include "text/token.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { GROWTH = 18, TOKENS_MAX = 8192 }; /* one code point folds to 18 at most: U+FDFA */

static void check_folding(struct str text)
{
    size_t room = text.n * GROWTH;
    struct buf once = BUF_INIT(room), twice = BUF_INIT(room);
    uint32_t *map = malloc((room + 1) * sizeof *map);
    fold(text, &once, map);
    must(!once.cut && utf8_valid(buf_str(&once)) == once.n && map[once.n] == text.n);
    for (size_t i = 0; i < once.n; i++)
        must(map[i] < text.n && map[i] <= map[i + 1]);
    fold(buf_str(&once), &twice, NULL);
    must(str_eq(buf_str(&once), buf_str(&twice)));
    free(map);
    buf_release(&once);
    buf_release(&twice);
}

static void check_codes(struct str text)
{
    struct code codes[CODES_MAX], equal[CODE_EQUALS_MAX], c;
    char forms[8][CODE_FORM_SIZE];
    size_t n = code_find(text, codes, CODES_MAX);
    for (size_t i = 0; i < n && i < CODES_MAX; i++) {
        must(codes[i].text.n > 0 && codes[i].text.p == text.p + codes[i].at);
        must(i == 0 || codes[i].at >= codes[i - 1].at);
        must(code_equals(&codes[i], equal) <= CODE_EQUALS_MAX);
        must(code_forms(&codes[i], forms, ARRAY_LEN(forms)) <= ARRAY_LEN(forms));
    }
    if (code_parse(text, &c))
        must(c.text.n > 0 && c.text.p >= text.p && c.text.p + c.text.n <= text.p + text.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct buf out = BUF_INIT(3 * size);
    struct decoded d = decode_text(str_n((const char *)data, size), &out);
    must(!out.cut && utf8_valid(d.text) == d.text.n);
    must((d.replaced == 0) == (d.first_line == 0));
    check_folding(d.text);
    check_codes(d.text);
    check_codes(str_n((const char *)data, size)); /* ill-formed text does no harm, either */
    size_t n;
    struct token *t = token_split(a, d.text, TOKENS_MAX, &n);
    for (size_t i = 0; i < n; i++)
        must(t[i].term.n > 0 && t[i].start < t[i].end && t[i].end <= d.text.n &&
             utf8_valid(t[i].term) == t[i].term.n);
    buf_release(&out);
    arena_free(a);
    return 0;
}
