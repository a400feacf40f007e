/*
 * Any text as a paste: what is undone of it stays text and knows where it came from, noise and
 * messages lie in it in order. The first byte chooses what the lexicon knows.
 */
#include "base/buf.h"
#include "tests/support/must.h"
#include "text/decode.h"
#include "text/paste.h"
#include "text/segment.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool knows(void *ctx, struct str word)
{
    const uint8_t *choice = ctx;
    must(word.n > 0);
    for (size_t i = 0; i < word.n; i++)
        must(ascii_is_lower(word.p[i]) || ascii_is_digit(word.p[i]) || word.p[i] == '_');
    return (*choice >> ((unsigned char)word.p[word.n - 1] & 7)) & 1;
}

static void check_paste(const struct paste *p, struct str given)
{
    must(p->text.n <= given.n);
    must(utf8_valid(p->text) == p->text.n);
    for (size_t i = 0; i < p->text.n; i++) {
        unsigned char c = (unsigned char)p->text.p[i];
        must((c >= 0x20 || c == '\n' || c == '\t') && c != 0x7F);
        must(!p->from || p->from[i] <= p->from[i + 1]);
    }
    must(!p->from || p->from[p->text.n] == given.n);
}

static void check_parts(struct arena *a, struct str text)
{
    size_t noise_count, count, end = 0;
    const struct noise *noise = noise_find(a, text, &noise_count);
    for (size_t i = 0; i < noise_count; i++) {
        must(noise[i].start >= end && noise[i].start < noise[i].end);
        end = noise[i].end;
    }
    must(end <= text.n);
    const struct segment *s = segment_split(a, text, noise, noise_count, &count);
    end = 0;
    for (size_t i = 0; i < count; i++) {
        must(s[i].start >= end && s[i].start < s[i].end);
        must(i == 0 || (s[i].line > s[i - 1].line && s[i].block >= s[i - 1].block));
        end = s[i].end;
    }
    must(end <= text.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    uint8_t choice = data[0];
    struct lexicon lexicon = {knows, &choice};
    struct buf decoded = BUF_INIT(size * 3);
    struct decoded d = decode_text(str_n((const char *)data + 1, size - 1), &decoded);
    struct arena *a = arena_new();
    struct paste p = paste_undo(a, d.text, choice ? &lexicon : NULL);
    check_paste(&p, d.text);
    check_parts(a, p.text);
    arena_free(a);
    buf_release(&decoded);
    return 0;
}
