#include "store/pack.h"

#include "base/packed.h"
#include "text/utf8.h"

enum { FLAG_MESSAGE = 0, FLAG_CODE = 1, FLAG_MENTIONED = 2, FLAG_MATCHES = 1 };

void pack_lists(const struct entry *e, struct buf *out)
{
    pack_number(out, e->signature_count);
    for (size_t i = 0; i < e->signature_count; i++) {
        const struct signature *s = &e->signatures[i];
        pack_number(out, (uint64_t)(s->kind == SIGNATURE_CODE ? FLAG_CODE : FLAG_MESSAGE) |
                            (s->mentioned ? FLAG_MENTIONED : 0));
        pack_number(out, s->line);
        pack_text(out, s->text);
    }
    pack_number(out, e->facet_count);
    for (size_t i = 0; i < e->facet_count; i++) {
        pack_text(out, e->facets[i].name);
        pack_text(out, e->facets[i].value);
        pack_text(out, e->facets[i].label);
    }
    pack_number(out, e->link_count);
    for (size_t i = 0; i < e->link_count; i++) {
        pack_text(out, e->links[i].text);
        pack_text(out, e->links[i].target);
    }
    pack_number(out, e->sample_count);
    for (size_t i = 0; i < e->sample_count; i++) {
        pack_number(out, e->samples[i].matches ? FLAG_MATCHES : 0);
        pack_number(out, e->samples[i].line);
        pack_text(out, e->samples[i].text);
        pack_text(out, e->samples[i].facets);
    }
    pack_number(out, e->alias_count);
    for (size_t i = 0; i < e->alias_count; i++)
        pack_text(out, e->aliases[i]);
}

/* Texts of a knowledge base are UTF-8. */
static struct str get_text(struct unpacker *u)
{
    struct str s = unpack_text(u);
    if (utf8_valid(s) != s.n)
        u->bad = true;
    return s;
}

bool unpack_lists(struct str bytes, struct arena *a, struct entry *e)
{
    struct unpacker r = {bytes, false};
    e->signature_count = unpack_count(&r, 3);
    e->signatures = arena_zalloc(a, e->signature_count, sizeof *e->signatures);
    for (size_t i = 0; i < e->signature_count && !r.bad; i++) {
        uint64_t flags = unpack_number(&r);
        e->signatures[i].kind = flags & FLAG_CODE ? SIGNATURE_CODE : SIGNATURE_MESSAGE;
        e->signatures[i].mentioned = flags & FLAG_MENTIONED;
        e->signatures[i].line = unpack_u32(&r);
        e->signatures[i].text = get_text(&r);
    }
    e->facet_count = unpack_count(&r, 3);
    e->facets = arena_zalloc(a, e->facet_count, sizeof *e->facets);
    for (size_t i = 0; i < e->facet_count && !r.bad; i++) {
        e->facets[i].name = get_text(&r);
        e->facets[i].value = get_text(&r);
        e->facets[i].label = get_text(&r);
    }
    e->link_count = unpack_count(&r, 2);
    e->links = arena_zalloc(a, e->link_count, sizeof *e->links);
    for (size_t i = 0; i < e->link_count && !r.bad; i++) {
        e->links[i].text = get_text(&r);
        e->links[i].target = get_text(&r);
    }
    e->sample_count = unpack_count(&r, 4);
    e->samples = arena_zalloc(a, e->sample_count, sizeof *e->samples);
    for (size_t i = 0; i < e->sample_count && !r.bad; i++) {
        e->samples[i].matches = unpack_number(&r) & FLAG_MATCHES;
        e->samples[i].line = unpack_u32(&r);
        e->samples[i].text = get_text(&r);
        e->samples[i].facets = get_text(&r);
    }
    e->alias_count = unpack_count(&r, 1);
    e->aliases = arena_zalloc(a, e->alias_count, sizeof *e->aliases);
    for (size_t i = 0; i < e->alias_count && !r.bad; i++)
        e->aliases[i] = get_text(&r);
    return unpack_done(&r);
}

void pack_needs(const struct document *d, struct buf *out)
{
    if (d->need_count)
        pack_number(out, d->need_count);
    for (size_t i = 0; i < d->need_count; i++) {
        pack_number(out, d->needs[i].kind);
        pack_text(out, d->needs[i].path);
        pack_number(out, d->needs[i].state);
    }
}

bool unpack_needs(struct str bytes, struct arena *a, struct document *d)
{
    struct unpacker r = {bytes, false};
    d->need_count = bytes.n ? unpack_count(&r, 3) : 0;
    d->needs = arena_zalloc(a, d->need_count, sizeof *d->needs);
    for (size_t i = 0; i < d->need_count && !r.bad; i++) {
        uint64_t kind = unpack_number(&r);
        r.bad = r.bad || kind >= NEED_KINDS;
        d->needs[i].kind = r.bad ? NEED_CONTENT : (enum need_kind)kind;
        d->needs[i].path = get_text(&r);
        d->needs[i].state = unpack_number(&r);
    }
    return unpack_done(&r);
}

void pack_pages(const struct page *pages, size_t count, struct buf *out)
{
    if (count)
        pack_number(out, count);
    for (size_t i = 0; i < count; i++) {
        pack_text(out, pages[i].path);
        pack_text(out, pages[i].url);
    }
}

bool unpack_pages(struct str bytes, struct arena *a, struct document *d)
{
    struct unpacker r = {bytes, false};
    d->page_count = bytes.n ? unpack_count(&r, 2) : 0;
    d->pages = arena_zalloc(a, d->page_count, sizeof *d->pages);
    for (size_t i = 0; i < d->page_count && !r.bad; i++) {
        d->pages[i].path = get_text(&r);
        d->pages[i].url = get_text(&r);
    }
    return unpack_done(&r);
}
