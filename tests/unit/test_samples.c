/* Each sample of the knowledge that ships finds its entry, each near miss does not. */
#include "base/arena.h"
#include "match/matcher.h"
#include "store/kb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

enum { FACETS_MAX = 8 };

struct state {
    struct matcher *matcher;
    struct arena *arena;
    size_t entries, matching, other, failed, without;
};

/* "client=android phase=join" */
static size_t parse_facets(struct str text, struct facet facets[FACETS_MAX])
{
    size_t n = 0;
    struct str part, name;
    while (n < FACETS_MAX && str_next_part(&text, ' ', &part))
        if (part.n && str_next_part(&part, '=', &name))
            facets[n++] = (struct facet){.name = name, .value = part};
    return n;
}

static void report_failure(struct state *s, const struct kb_entry *e, const struct sample *sample,
                           const struct answer *a)
{
    s->failed++;
    struct str first = a->match_count ? a->matches[0].entry.entry.id : STR("nothing");
    printf("%.*s:%u: sample must %s %.*s\n  %.*s\n  got %s %.2f %.*s\n", STR_ARG(e->document.path),
           sample->line, sample->matches ? "match" : "not match", STR_ARG(e->entry.id),
           STR_ARG(str_slice(sample->text, 0, 160)), verdict_name(a->verdict),
           a->match_count ? a->matches[0].confidence : 0, STR_ARG(first));
}

static int check_entry(void *ctx, const struct kb_entry *e)
{
    struct state *s = ctx;
    size_t matching = 0, other = 0;
    s->entries++;
    for (size_t i = 0; i < e->entry.sample_count; i++) {
        const struct sample *sample = &e->entry.samples[i];
        struct facet facets[FACETS_MAX];
        struct matcher_query q = {.text = sample->text, .limit = 1, .facets = facets};
        q.facet_count = parse_facets(sample->facets, facets);
        struct answer a;
        struct err err;
        arena_reset(s->arena);
        if (matcher_run(s->matcher, &q, s->arena, &a, &err) != 0)
            fail_msg("%s", err.message);
        bool found = a.verdict == VERDICT_MATCH && a.match_count && a.matches[0].row == e->row;
        if (found != sample->matches)
            report_failure(s, e, sample, &a);
        matching += sample->matches;
        other += !sample->matches;
    }
    if (matching == 0 || other == 0) {
        s->without++;
        printf("%.*s:%u: %.*s has no %s\n", STR_ARG(e->document.path), e->entry.line,
               STR_ARG(e->entry.id), matching ? "near miss" : "sample");
    }
    s->matching += matching;
    s->other += other;
    return 0;
}

static void samples_of_the_builtin_knowledge(void **unused)
{
    (void)unused;
    struct err err;
    struct kb *kb = kb_open(getenv("ERRKB_BUILTIN"), &err);
    if (!kb)
        fail_msg("%s", err.message);
    struct state s = {.arena = arena_new()};
    s.matcher = matcher_new(&kb, 1, &err);
    assert_non_null(s.matcher);
    assert_int_equal(kb_each(kb, check_entry, &s, &err), 0);
    printf("%zu entries, %zu samples, %zu near misses: %zu failed, %zu entries lack one\n",
           s.entries, s.matching, s.other, s.failed, s.without);
    /* The knowledge that ships has at least so many entries. */
    assert_true(s.entries >= 150);
    assert_int_equal(s.failed, 0);
    assert_int_equal(s.without, 0);
    arena_free(s.arena);
    matcher_free(s.matcher);
    kb_close(kb);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_of_the_builtin_knowledge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
