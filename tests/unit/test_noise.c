/* Every row of the table of noise finds what its samples mark, and text is cut into messages. */
#include "base/buf.h"
#include "text/noise.h"
#include "text/segment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define OPEN  "\u00AB"
#define CLOSE "\u00BB"

/* The text with its noise marked. */
static void mark(struct arena *a, struct str text, struct buf *out)
{
    size_t count, at = 0;
    const struct noise *noise = noise_find(a, text, &count);
    for (size_t i = 0; i < count; i++) {
        assert_true(noise[i].start >= at && noise[i].end > noise[i].start);
        assert_true(noise[i].end <= text.n);
        buf_put(out, str_slice(text, at, noise[i].start));
        buf_puts(out, OPEN);
        buf_put(out, str_slice(text, noise[i].start, noise[i].end));
        buf_puts(out, CLOSE);
        at = noise[i].end;
    }
    buf_put(out, str_skip(text, at));
}

static void unmark(struct str sample, struct buf *out)
{
    for (size_t i = 0; i < sample.n; i++)
        if (str_starts(str_skip(sample, i), STR(OPEN)) || str_starts(str_skip(sample, i), STR(CLOSE)))
            i += strlen(OPEN) - 1;
        else
            buf_putc(out, sample.p[i]);
}

static void samples(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < noise_row_count; i++) {
        const struct noise_row *r = &noise_rows[i];
        assert_true(i == 0 || r->kind >= noise_rows[i - 1].kind);
        assert_true((r->form != NULL) != (r->length != NULL));
        assert_non_null(r->samples[0]);
        assert_non_null(strstr(r->samples[0], OPEN));
        for (size_t k = 0; k < ARRAY_LEN(r->samples) && r->samples[k]; k++) {
            struct arena *a = arena_new();
            struct buf text = BUF_INIT(4096), marked = BUF_INIT(4096);
            unmark(str_of(r->samples[k]), &text);
            mark(a, buf_str(&text), &marked);
            if (!str_eq(buf_str(&marked), str_of(r->samples[k]))) {
                print_error("%s: [%.*s], not [%s]\n", r->name, STR_ARG(buf_str(&marked)),
                            r->samples[k]);
                wrong++;
            }
            buf_release(&text);
            buf_release(&marked);
            arena_free(a);
        }
    }
    assert_int_equal(wrong, 0);
}

static void segments(void **state)
{
    (void)state;
    /* Each segment as "block: text"; '/' parts them, '~' is a line end. */
    static const struct {
        const char *comment, *text, *segments;
    } t[] = {
        {"nothing", "", ""},
        {"blanks", " \n\t\n", ""},
        {"one line", "Disk full", "0:Disk full"},
        {"a head is left out", "2021-09-13 23:21:24 ERROR Disk full  ", "0:Disk full"},
        {"lines of a dialog", "Your credentials did not work.\nError code: 2607",
         "0:Your credentials did not work./0:Error code: 2607"},
        {"a sentence goes on", "We could not connect to the\nremote PC.", "0:We could not connect to the~remote PC."},
        {"deeper lines go on", "a.cpp(3): error: x\n   with\n   [T=int]\nb.cpp(4): error: y",
         "0:error: x~   with~   [T=int]/0:error: y"},
        {"a level or a code begins a message", "Building\nerror: x\n  y\n    LINK : fatal error LNK1168: z",
         "0:Building/0:error: x~  y/0:LINK : fatal error LNK1168: z"},
        {"blank lines and noise part blocks", "a\n\nb\n------\n[OK]\nc", "0:a/1:b/2:c"},
        {"a head begins a message", "a.c:1: x,\nb.c:2: y", "0:x,/0:y"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct arena *a = arena_new();
        struct str text = str_of(t[i].text);
        size_t noise_count, count;
        const struct noise *noise = noise_find(a, text, &noise_count);
        const struct segment *s = segment_split(a, text, noise, noise_count, &count);
        struct buf b = BUF_INIT(4096);
        for (size_t k = 0; k < count; k++) {
            buf_printf(&b, "%s%u:", k ? "/" : "", s[k].block);
            for (size_t at = s[k].start; at < s[k].end; at++)
                buf_putc(&b, text.p[at] == '\n' ? '~' : text.p[at]);
        }
        if (!str_eq(buf_str(&b), str_of(t[i].segments)))
            fail_msg("%s: [%.*s], not [%s]", t[i].comment, STR_ARG(buf_str(&b)), t[i].segments);
        buf_release(&b);
        arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples),
        cmocka_unit_test(segments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
