#include "lint/entries.h"

#include "lint/asked.h"
#include "lint/fill.h"
#include "lint/remedies.h"
#include "lint/shared.h"
#include "text/template.h"

enum { QUOTE_MAX = 90 /* bytes of a message that are shown */ };

struct looking {
    struct lint *lint;
    struct subjects subjects;
    struct matcher *matcher;
    struct shared *shared;
    struct arena *arena; /* of one entry */
    struct err *err;
};

/* What is known of one entry. */
struct own {
    const struct subject *subject;
    bool led;                      /* a signature of it leads to it, if only among others */
    bool told;                     /* a finding says already why its signatures do not */
    const struct signature *vague; /* a message that leads nowhere; NULL: none */
};

static void tell(struct looking *g, enum lint_rule rule, const struct subject *s, uint32_t line,
                 struct str what, const struct subject *other)
{
    struct lint_finding f = {
        .rule = rule, .path = s->path, .line = line ? line : s->line, .what = what, .entry = s->id};
    if (other)
        f.related[f.related_count++] = lint_place_of(other);
    lint_add(g->lint, &f);
}

static struct str quoted_title(struct looking *g, const struct subject *s)
{
    return lint_cut(g->arena, s->title, QUOTE_MAX);
}

static struct str quoted_message(struct looking *g, const struct signature *sig)
{
    return lint_cut(g->arena, template_display(g->arena, sig->text), QUOTE_MAX);
}

/* ---- the messages and codes of an entry ------------------------------------------------------ */

static void tell_beaten(struct looking *g, const struct subject *s, const struct signature *sig,
                        const struct lint_asked *asked)
{
    struct arena *a = g->arena;
    const struct subject *winner =
        asked->winner == SUBJECT_NONE ? NULL : &g->subjects.items[asked->winner];
    struct str rank =
        asked->rank ? arena_printf(a, "as number %zu", asked->rank) : STR("not at all");
    struct str title = winner ? quoted_title(g, winner) : STR("another entry");
    tell(g, LINT_MESSAGE_FINDS_OTHER, s, sig->line,
         arena_printf(a,
                      "the message \"%.*s\" finds \"%.*s\" first, the entry that explains it %.*s",
                      STR_ARG(quoted_message(g, sig)), STR_ARG(title), STR_ARG(rank)),
         winner);
}

static void tell_vague(struct looking *g, const struct subject *s, const struct signature *sig)
{
    tell(g, LINT_VAGUE_MESSAGE, s, sig->line,
         arena_printf(g->arena, "too little of the message \"%.*s\" is fixed for it to be found by",
                      STR_ARG(quoted_message(g, sig))),
         NULL);
}

/* Placeholders, and nothing between them but words that stand in any sentence. */
static bool fits_anything(struct looking *g, const struct signature *sig)
{
    struct code codes[1];
    struct lint_wording w = lint_wording(g->arena, sig->text);
    return w.placeholders > 0 && w.words == 0 && code_find(sig->text, codes, 1) == 0;
}

static int look_at_signature(struct looking *g, struct own *own, size_t i)
{
    const struct subject *s = own->subject;
    const struct signature *sig = &s->signatures[i];
    bool message = sig->kind == SIGNATURE_MESSAGE;
    struct lint_asked asked;
    if (message && fits_anything(g, sig)) {
        tell_vague(g, s, sig);
        own->told = true;
        return 0;
    }
    struct str text = lint_query_of(g->arena, sig);
    if (lint_ask(g->matcher, &g->subjects, s, text, g->arena, &asked, g->err) != 0)
        return -1;
    if (asked.reached <= LINT_TIED || (!message && asked.rank)) {
        own->led = true;
    } else if (lint_shared_find(g->shared, s->keys[i])) {
        own->told = true;
    } else if (message && asked.reached == LINT_UNKNOWN) {
        own->vague = sig;
    } else if (message && !asked.same_words) {
        tell_beaten(g, s, sig, &asked);
        own->told = true;
    }
    return 0;
}

/* ---- entries that nothing leads to ----------------------------------------------------------- */

/* Only a title: it will do where there is nothing to quote, if it finds the entry. */
static int look_at_title(struct looking *g, const struct subject *s)
{
    struct lint_asked asked;
    struct str title = quoted_title(g, s);
    if (lint_ask(g->matcher, &g->subjects, s, s->title, g->arena, &asked, g->err) != 0)
        return -1;
    if (asked.reached > LINT_TIED)
        tell(g, LINT_UNREACHABLE_ENTRY, s, 0,
             arena_printf(g->arena,
                          "nothing leads to \"%.*s\": it has no message and no code, and %s",
                          STR_ARG(title),
                          asked.reached == LINT_BEATEN ? "its title finds another entry"
                                                       : "its title finds nothing"),
             NULL);
    else if (s->kind == ENTRY_SECTION && lint_speaks_of_error(g->arena, s->title))
        tell(g, LINT_UNQUOTED_ERROR, s, 0,
             arena_printf(g->arena, "\"%.*s\" speaks of an error and quotes none", STR_ARG(title)),
             NULL);
    return 0;
}

static int look_at_entry(struct looking *g, const struct subject *s)
{
    struct own own = {.subject = s};
    for (size_t i = 0; i < s->signature_count; i++)
        if (look_at_signature(g, &own, i) != 0)
            return -1;
    if (s->signature_count == 0)
        return look_at_title(g, s);
    if (own.led || own.told)
        return 0;
    if (own.vague) /* where a code leads to the entry its message may be what it is */
        tell_vague(g, s, own.vague);
    else
        tell(g, LINT_UNREACHABLE_ENTRY, s, 0,
             arena_printf(g->arena, "none of its messages and codes leads to \"%.*s\"",
                          STR_ARG(quoted_title(g, s))),
             NULL);
    return 0;
}

static int look(struct looking *g)
{
    lint_shared_tell(g->shared, g->lint);
    lint_remedies(g->lint, &g->subjects);
    for (size_t i = 0; i < g->subjects.count; i++) {
        arena_reset(g->arena);
        if (look_at_entry(g, &g->subjects.items[i]) != 0)
            return -1;
    }
    return 0;
}

int lint_entries(struct lint *l, struct kb *kb, const struct lint_sources *sources, struct err *err)
{
    struct looking g = {.lint = l, .err = err};
    if (lint_subjects_load(&g.subjects, kb, sources, err) != 0)
        return -1;
    g.arena = arena_new();
    g.shared = lint_shared_new(&g.subjects);
    g.matcher = matcher_new(&kb, 1, err);
    int result = g.matcher ? look(&g) : -1;
    matcher_free(g.matcher);
    lint_shared_free(g.shared);
    arena_free(g.arena);
    lint_subjects_free(&g.subjects);
    return result;
}
