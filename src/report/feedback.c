#include "report/feedback.h"

#include "report/json_put.h"

#include <time.h>

enum { TIME_SIZE = 32, KEY_SIZE = 128 };

static void put_time(struct json_put *j, int64_t seconds)
{
    char text[TIME_SIZE];
    time_t t = (time_t)seconds;
    struct tm parts;
    if (!gmtime_r(&t, &parts) || strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
        return;
    json_put_text(j, "time", str_of(text));
}

/* What is known of the right answer; nothing when all that is known is that this one was wrong. */
static void put_expect(struct json_put *j, const struct feedback *f)
{
    bool none = f->right ? f->verdict == VERDICT_NONE : f->expect_none;
    struct str entry = f->right ? f->entry : f->expect;
    if (none)
        json_put_null(j, "expect");
    else if (entry.n)
        json_put_text(j, "expect", entry);
}

static void put_facets(struct json_put *j, const struct feedback *f)
{
    json_put_open(j, "facets", '{');
    for (size_t i = 0; i < f->facet_count; i++) {
        struct buf key = BUF_INIT(KEY_SIZE);
        buf_put(&key, f->facets[i].name);
        json_put_text(j, buf_cstr(&key), f->facets[i].value);
        buf_release(&key);
    }
    json_put_close(j, '}');
}

void feedback_line(const struct feedback *f, struct buf *out)
{
    struct json_put j = {.out = out};
    json_put_open(&j, NULL, '{');
    json_put_text(&j, "text", f->text);
    put_expect(&j, f);
    json_put_text(&j, "kind", f->kind.n ? f->kind : STR("feedback"));
    if (f->facet_count)
        put_facets(&j, f);
    json_put_text(&j, "verdict", str_of(verdict_name(f->verdict)));
    if (f->entry.n) {
        json_put_text(&j, "entry", f->entry);
        json_put_real(&j, "confidence", f->confidence);
    } else {
        json_put_null(&j, "entry");
    }
    json_put_bool(&j, "right", f->right);
    put_time(&j, f->time);
    if (f->note.n)
        json_put_text(&j, "note", f->note);
    json_put_close(&j, '}');
    buf_putc(out, '\n');
}
