#include "serve/shorten.h"

#include "text/utf8.h"

/* More than any list that a person would read to its end. */
enum {
    LINKS = 20,
    SIGNATURES = 60,
    FACETS = 30,
    ALIASES = 10,
    PAGES = 10,
    CODES = 20,
    CAPTURES = 20,
    TERMS = 20,
    ALSO = 10,
    VALUE_BYTES = 500, /* of a capture, a title, a link */
};

static bool cut_text(struct str *s, size_t most, struct str rest, struct arena *a)
{
    if (s->n <= most)
        return false;
    *s = arena_concat(a, utf8_cut(*s, most), rest);
    return true;
}

static bool cut_count(size_t *count, size_t most)
{
    bool more = *count > most;
    *count = min_size(*count, most);
    return more;
}

static bool cut_links(struct entry *e, struct arena *a)
{
    bool cut = cut_count(&e->link_count, LINKS);
    struct link *links = arena_alloc(a, (e->link_count + 1) * sizeof *links);
    for (size_t i = 0; i < e->link_count; i++) {
        links[i] = e->links[i];
        cut = cut_text(&links[i].text, VALUE_BYTES, STR_NONE, a) || cut;
        cut = cut_text(&links[i].target, 4 * VALUE_BYTES, STR_NONE, a) || cut;
    }
    e->links = links;
    return cut;
}

static bool cut_signatures(struct entry *e, struct arena *a)
{
    bool cut = cut_count(&e->signature_count, SIGNATURES);
    struct signature *all = arena_alloc(a, (e->signature_count + 1) * sizeof *all);
    for (size_t i = 0; i < e->signature_count; i++) {
        all[i] = e->signatures[i];
        cut = cut_text(&all[i].text, VALUE_BYTES, STR_NONE, a) || cut;
    }
    e->signatures = all;
    return cut;
}

bool shorten_entry(struct kb_entry *e, size_t most, struct str rest, struct arena *a)
{
    bool cut = cut_text(&e->entry.cause, most, rest, a);
    cut = cut_text(&e->entry.remedy, most, rest, a) || cut;
    cut = cut_text(&e->entry.title, VALUE_BYTES, STR("…"), a) || cut;
    cut = cut_count(&e->entry.facet_count, FACETS) || cut;
    cut = cut_count(&e->entry.alias_count, ALIASES) || cut;
    cut = cut_count(&e->document.page_count, PAGES) || cut;
    cut = cut_links(&e->entry, a) || cut;
    return cut_signatures(&e->entry, a) || cut;
}

static bool shorten_match(struct match *m, size_t most, struct arena *a)
{
    struct str rest = arena_printf(a, "… (shortened: get_entry \"%.*s\" gives all of it)",
                                   STR_ARG(m->entry.entry.id));
    bool cut = shorten_entry(&m->entry, most, rest, a);
    cut = cut_count(&m->also_count, ALSO) || cut;
    cut = cut_count(&m->capture_count, CAPTURES) || cut;
    cut = cut_text(&m->pattern, VALUE_BYTES, STR_NONE, a) || cut;
    cut = cut_text(&m->code, VALUE_BYTES, STR_NONE, a) || cut;
    m->term_count = min_size(m->term_count, TERMS);
    struct capture *captures = arena_alloc(a, (m->capture_count + 1) * sizeof *captures);
    for (size_t i = 0; i < m->capture_count; i++) {
        captures[i] = m->captures[i];
        cut = cut_text(&captures[i].value, VALUE_BYTES, STR("…"), a) || cut;
    }
    m->captures = captures;
    return cut;
}

bool shorten_answer(struct answer *answer, size_t most, struct arena *a)
{
    bool cut = cut_count(&answer->code_count, CODES);
    struct match *matches = arena_alloc(a, (answer->match_count + 1) * sizeof *matches);
    for (size_t i = 0; i < answer->match_count; i++) {
        matches[i] = answer->matches[i];
        cut = shorten_match(&matches[i], i == 0 && most < SIZE_MAX / 2 ? 2 * most : most, a) || cut;
    }
    answer->matches = matches;
    return cut;
}
