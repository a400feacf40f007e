#include "store/pack.h"

#include "text/utf8.h"

enum { FLAG_MESSAGE = 0, FLAG_CODE = 1, FLAG_MENTIONED = 2, FLAG_MATCHES = 1 };

static void put_number(struct buf *out, uint64_t v)
{
    while (v >= 0x80) {
        buf_putc(out, (char)(unsigned char)(v | 0x80));
        v >>= 7;
    }
    buf_putc(out, (char)v);
}

static void put_text(struct buf *out, struct str s)
{
    put_number(out, s.n);
    buf_put(out, s);
}

void pack_lists(const struct entry *e, struct buf *out)
{
    put_number(out, e->signature_count);
    for (size_t i = 0; i < e->signature_count; i++) {
        const struct signature *s = &e->signatures[i];
        put_number(out, (uint64_t)(s->kind == SIGNATURE_CODE ? FLAG_CODE : FLAG_MESSAGE) |
                            (s->mentioned ? FLAG_MENTIONED : 0));
        put_number(out, s->line);
        put_text(out, s->text);
    }
    put_number(out, e->facet_count);
    for (size_t i = 0; i < e->facet_count; i++) {
        put_text(out, e->facets[i].name);
        put_text(out, e->facets[i].value);
        put_text(out, e->facets[i].label);
    }
    put_number(out, e->link_count);
    for (size_t i = 0; i < e->link_count; i++) {
        put_text(out, e->links[i].text);
        put_text(out, e->links[i].target);
    }
    put_number(out, e->sample_count);
    for (size_t i = 0; i < e->sample_count; i++) {
        put_number(out, e->samples[i].matches ? FLAG_MATCHES : 0);
        put_number(out, e->samples[i].line);
        put_text(out, e->samples[i].text);
        put_text(out, e->samples[i].facets);
    }
    put_number(out, e->alias_count);
    for (size_t i = 0; i < e->alias_count; i++)
        put_text(out, e->aliases[i]);
}

/* What is left to unpack; bad once anything was out of bounds, after which all reads give 0. */
struct reader {
    struct str rest;
    bool bad;
};

static uint64_t get_number(struct reader *r)
{
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 63 && r->rest.n; shift += 7) {
        unsigned char byte = (unsigned char)r->rest.p[0];
        r->rest = str_skip(r->rest, 1);
        v |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return v;
    }
    r->bad = true;
    return 0;
}

static uint32_t get_u32(struct reader *r)
{
    uint64_t v = get_number(r);
    if (v > UINT32_MAX)
        r->bad = true;
    return r->bad ? 0 : (uint32_t)v;
}

static struct str get_text(struct reader *r)
{
    uint64_t n = get_number(r);
    if (r->bad || n > r->rest.n) {
        r->bad = true;
        return STR_NONE;
    }
    struct str s = str_slice(r->rest, 0, (size_t)n);
    r->rest = str_skip(r->rest, (size_t)n);
    if (utf8_valid(s) != s.n)
        r->bad = true;
    return s;
}

/* How many items follow; each takes at least min_bytes, so that no count can ask for more memory
 * than a small multiple of the bytes that are there. */
static size_t get_count(struct reader *r, size_t min_bytes)
{
    uint64_t n = get_number(r);
    if (n > r->rest.n / min_bytes)
        r->bad = true;
    return r->bad ? 0 : (size_t)n;
}

bool unpack_lists(struct str bytes, struct arena *a, struct entry *e)
{
    struct reader r = {bytes, false};
    e->signature_count = get_count(&r, 3);
    e->signatures = arena_zalloc(a, e->signature_count, sizeof *e->signatures);
    for (size_t i = 0; i < e->signature_count && !r.bad; i++) {
        uint64_t flags = get_number(&r);
        e->signatures[i].kind = flags & FLAG_CODE ? SIGNATURE_CODE : SIGNATURE_MESSAGE;
        e->signatures[i].mentioned = flags & FLAG_MENTIONED;
        e->signatures[i].line = get_u32(&r);
        e->signatures[i].text = get_text(&r);
    }
    e->facet_count = get_count(&r, 3);
    e->facets = arena_zalloc(a, e->facet_count, sizeof *e->facets);
    for (size_t i = 0; i < e->facet_count && !r.bad; i++) {
        e->facets[i].name = get_text(&r);
        e->facets[i].value = get_text(&r);
        e->facets[i].label = get_text(&r);
    }
    e->link_count = get_count(&r, 2);
    e->links = arena_zalloc(a, e->link_count, sizeof *e->links);
    for (size_t i = 0; i < e->link_count && !r.bad; i++) {
        e->links[i].text = get_text(&r);
        e->links[i].target = get_text(&r);
    }
    e->sample_count = get_count(&r, 4);
    e->samples = arena_zalloc(a, e->sample_count, sizeof *e->samples);
    for (size_t i = 0; i < e->sample_count && !r.bad; i++) {
        e->samples[i].matches = get_number(&r) & FLAG_MATCHES;
        e->samples[i].line = get_u32(&r);
        e->samples[i].text = get_text(&r);
        e->samples[i].facets = get_text(&r);
    }
    e->alias_count = get_count(&r, 1);
    e->aliases = arena_zalloc(a, e->alias_count, sizeof *e->aliases);
    for (size_t i = 0; i < e->alias_count && !r.bad; i++)
        e->aliases[i] = get_text(&r);
    return !r.bad && r.rest.n == 0;
}

void pack_needs(const struct document *d, struct buf *out)
{
    if (d->need_count)
        put_number(out, d->need_count);
    for (size_t i = 0; i < d->need_count; i++) {
        put_number(out, d->needs[i].kind);
        put_text(out, d->needs[i].path);
    }
}

bool unpack_needs(struct str bytes, struct arena *a, struct document *d)
{
    struct reader r = {bytes, false};
    d->need_count = bytes.n ? get_count(&r, 2) : 0;
    d->needs = arena_zalloc(a, d->need_count, sizeof *d->needs);
    for (size_t i = 0; i < d->need_count && !r.bad; i++) {
        uint64_t kind = get_number(&r);
        r.bad = r.bad || kind >= NEED_KINDS;
        d->needs[i].kind = r.bad ? NEED_CONTENT : (enum need_kind)kind;
        d->needs[i].path = get_text(&r);
    }
    return !r.bad && r.rest.n == 0;
}

void pack_pages(const struct page *pages, size_t count, struct buf *out)
{
    if (count)
        put_number(out, count);
    for (size_t i = 0; i < count; i++) {
        put_text(out, pages[i].path);
        put_text(out, pages[i].url);
    }
}

bool unpack_pages(struct str bytes, struct arena *a, struct document *d)
{
    struct reader r = {bytes, false};
    d->page_count = bytes.n ? get_count(&r, 2) : 0;
    d->pages = arena_zalloc(a, d->page_count, sizeof *d->pages);
    for (size_t i = 0; i < d->page_count && !r.bad; i++) {
        d->pages[i].path = get_text(&r);
        d->pages[i].url = get_text(&r);
    }
    return !r.bad && r.rest.n == 0;
}
