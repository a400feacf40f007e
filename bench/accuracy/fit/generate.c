#include "generate.h"

#include "base/buf.h"
#include "text/template.h"
#include "text/utf8.h"

enum {
    TEXT_MAX = 64 * 1024,
    TYPO_EVERY = 10, /* letters */
    CUT_TO = 60,     /* per cent */
    LINES_MAX = 4,   /* before and behind */
};

/* What stands where a message has a placeholder: names as they come in logs and dialogs. */
static const char *const values[] = {
    "widgetCount",
    "host-17.example.org",
    "42",
    "/srv/app/config.yml",
    "Widget::resize",
    "jdoe",
    "C:\\build\\main.cpp",
    "std::vector<int>",
    "10.20.30.40",
    "payments-api",
    "0b3f77d1",
    "T",
    "eu-central-1",
    "my_table",
    "Frame<Pixel>",
    "report_final.xlsx",
    "node-3",
    "SessionDesktop",
    "alice@example.org",
    "x",
    "libfoo.so.2",
    "operator<<",
    "arn:aws:iam::111122223333:role/worker",
    "backup.service",
};

static const char *const prefixes[] = {
    "2024-03-05 14:22:07,318 ERROR [worker-4] ",
    "[2023-11-02T08:15:30Z] error: ",
    "Mar  5 14:22:07 node-3 agent[2211]: ",
    "1>main.cpp(112,9): error : ",
    "ERROR: ",
    "E/AppService( 1204): ",
    "##[error]",
    "Exception: ",
};

static struct str fill(struct arena *a, struct random *r, struct str tmpl)
{
    size_t count;
    const struct template_piece *pieces = template_parse(a, tmpl, &count);
    struct buf out = BUF_INIT(TEXT_MAX);
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].placeholder)
            buf_puts(&out, values[random_below(r, ARRAY_LEN(values))]);
        else
            buf_put(&out, pieces[i].text);
    }
    struct str text = arena_dup(a, buf_str(&out));
    buf_release(&out);
    return text;
}

/* A letter left out, doubled, replaced, or swapped with the next one. */
static struct str with_typos(struct arena *a, struct random *r, struct str text)
{
    struct buf out = BUF_INIT(text.n * 2 + 1);
    size_t due = random_below(r, TYPO_EVERY), letters = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (!ascii_is_alpha(c) || letters++ != due) {
            buf_putc(&out, c);
            continue;
        }
        due = letters + random_below(r, (size_t)TYPO_EVERY * 2 - 1);
        switch (random_below(r, 4)) {
        case 0:
            break;
        case 1:
            buf_putc(&out, c);
            buf_putc(&out, c);
            break;
        case 2:
            buf_putc(&out, (char)('a' + (char)random_below(r, 26)));
            break;
        default:
            if (i + 1 < text.n && ascii_is_alpha(text.p[i + 1]))
                buf_putc(&out, text.p[++i]);
            buf_putc(&out, c);
        }
    }
    struct str made = arena_dup(a, buf_str(&out));
    buf_release(&out);
    return made;
}

static struct str with_word_dropped(struct arena *a, struct random *r, struct str text)
{
    size_t words = 0, starts[256];
    for (size_t i = 0; i < text.n && words < ARRAY_LEN(starts); i++)
        if (!ascii_is_space(text.p[i]) && (i == 0 || ascii_is_space(text.p[i - 1])))
            starts[words++] = i;
    if (words < 3)
        return text;
    size_t start = starts[random_below(r, words)], end = start;
    while (end < text.n && !ascii_is_space(text.p[end]))
        end++;
    while (end < text.n && ascii_is_space(text.p[end]))
        end++;
    return arena_concat(a, str_slice(text, 0, start), str_skip(text, end));
}

static void put_lines(struct buf *out, struct random *r, const struct line_pool *noise)
{
    for (size_t n = random_below(r, LINES_MAX); n > 0 && noise->count; n--) {
        buf_put(out, noise->lines[random_below(r, noise->count)]);
        buf_putc(out, '\n');
    }
}

static struct str inside(struct arena *a, struct random *r, struct str text,
                         const struct line_pool *noise)
{
    struct buf out = BUF_INIT(TEXT_MAX);
    put_lines(&out, r, noise);
    buf_put(&out, text);
    buf_putc(&out, '\n');
    put_lines(&out, r, noise);
    struct str made = arena_dup(a, buf_str(&out));
    buf_release(&out);
    return made;
}

struct str generate(struct arena *a, struct random *r, enum damage damage, struct str tmpl,
                    struct str code, const struct line_pool *noise)
{
    struct str text = fill(a, r, tmpl);
    switch (damage) {
    case DAMAGE_CODE:
        return arena_printf(a, "error %.*s: %.*s", STR_ARG(code), STR_ARG(text));
    case DAMAGE_TYPOS:
        return with_typos(a, r, text);
    case DAMAGE_CUT:
        return utf8_cut(text, text.n * CUT_TO / 100);
    case DAMAGE_DROPPED:
        return with_word_dropped(a, r, text);
    case DAMAGE_LOG:
        return arena_concat(a, str_of(prefixes[random_below(r, ARRAY_LEN(prefixes))]), text);
    case DAMAGE_INSIDE:
        return inside(a, r, text, noise);
    default:
        return text;
    }
}
