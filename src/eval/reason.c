#include "eval/reason.h"

#include "match/weights.h"
#include "text/template.h"

#include <math.h>

const char *reason_name(enum reason r)
{
    static const char *const names[REASONS] = {
        [REASON_NONE] = "none",
        [REASON_NOT_THERE] = "not-there",
        [REASON_NOT_FOUND] = "not-found",
        [REASON_CODE_CONFLICT] = "code-conflict",
        [REASON_RANKED_BELOW] = "ranked-below",
        [REASON_OTHER_KEY] = "other-key",
        [REASON_TIED] = "tied",
        [REASON_UNSURE] = "unsure",
        [REASON_FALSE_MATCH] = "false-match",
        [REASON_REPEATED] = "repeated",
    };
    return names[r];
}

/* The candidate that is right and preferred most; NULL when there is none. -1 on trouble. */
static int find_right(const struct asker *r, const struct label *l, struct arena *a,
                      const struct traced **right, struct err *err)
{
    *right = NULL;
    for (size_t i = 0; i < r->trace.count; i++) {
        const struct traced *t = &r->trace.items[i];
        struct kb_entry e;
        int found = kb_get(r->kbs[t->layer], t->row, a, &e, err);
        if (found < 0)
            return -1;
        if (found &&
            (label_judge(l, e.entry.id) == JUDGED_RIGHT ||
             shared_has(r->shared, e.entry.id) != SHARE_NONE) &&
            (!*right || t->preference > (*right)->preference))
            *right = t;
    }
    return 0;
}

static const struct traced *traced_of(const struct trace *t, const struct match *m)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->items[i].layer == m->layer && t->items[i].row == m->row)
            return &t->items[i];
    return NULL;
}

/* "message 2.1, pattern 0.5": where the one is ahead of the other, most first. Returns the feature
 * that is furthest ahead, FEATURES when none is. */
static size_t put_lead(struct buf *out, const struct traced *one, const struct traced *other)
{
    enum { SHOWN = 3 };
    bool told[FEATURES] = {false};
    size_t most = FEATURES;
    for (size_t n = 0; n < SHOWN; n++) {
        size_t best = FEATURES;
        float lead = 0.05f; /* less is not worth a word */
        for (size_t i = 0; i < FEATURES; i++) {
            float ahead = (one->features[i] - other->features[i]) * feature_preferences[i];
            if (told[i] || ahead <= lead)
                continue;
            best = i;
            lead = ahead;
        }
        if (best == FEATURES)
            break;
        told[best] = true;
        most = n ? most : best;
        buf_printf(out, "%s%s %.1f", n ? ", " : "", feature_names[best], (double)lead);
    }
    return most;
}

static void set(struct outcome *o, enum reason reason, struct str because)
{
    o->reason = reason;
    o->because = because;
}

static void wrong_entry(const struct asker *r, const struct answer *answer,
                        const struct traced *right, struct outcome *o, struct arena *kept)
{
    const struct traced *first =
        answer->match_count ? traced_of(&r->trace, &answer->matches[0]) : NULL;
    if (!first) {
        if (answer->match_count)
            set(o, REASON_RANKED_BELOW,
                STR("compared, but a part of the text is clearly another entry's"));
        else
            set(o, REASON_UNSURE,
                STR("compared, but too little of it fits for it to be even a guess"));
        return;
    }
    struct buf lead = BUF_INIT(1024);
    size_t most = put_lead(&lead, first, right);
    struct str how = lead.n ? buf_str(&lead) : STR("nothing but their order");
    if (most == FEATURE_CODE_CONFLICT)
        set(o, REASON_CODE_CONFLICT,
            arena_printf(kept, "the query has a code, and the wanted entry has others (%.*s)",
                         STR_ARG(how)));
    else if (o->judged.near)
        set(o, REASON_OTHER_KEY,
            arena_printf(kept, "another entry under the same heading is ahead in %.*s",
                         STR_ARG(how)));
    else if (o->judged.rank)
        set(o, REASON_RANKED_BELOW,
            arena_printf(kept, "came as number %zu: the first one is ahead in %.*s", o->judged.rank,
                         STR_ARG(how)));
    else
        set(o, REASON_RANKED_BELOW,
            arena_printf(kept,
                         "compared, and too weak to be listed: the first one is ahead in "
                         "%.*s",
                         STR_ARG(how)));
    buf_release(&lead);
}

static int not_first(const struct asker *r, const struct label *l, const struct answer *answer,
                     struct outcome *o, struct arena *a, struct arena *kept, struct err *err)
{
    const struct traced *right;
    if (!shared_known(r->shared)) {
        set(o, REASON_NOT_THERE,
            STR("the knowledge base has no such entry: import its document, or mend the label"));
        return 0;
    }
    if (find_right(r, l, a, &right, err) != 0)
        return -1;
    if (right)
        wrong_entry(r, answer, right, o, kept);
    else
        set(o, REASON_NOT_FOUND,
            STR("too few of the query's rare words stand in the wanted entry, and no code"));
    return 0;
}

static void first_but_not_match(const struct asker *r, const struct answer *answer,
                                struct outcome *o, struct arena *kept)
{
    if (answer->verdict == VERDICT_AMBIGUOUS)
        set(o, REASON_TIED,
            arena_printf(kept, "tied with %.*s: margin %.2f, a match needs %.2f",
                         STR_ARG(o->second), r->trace.margin, VERDICT_MARGIN));
    else if (fabs(r->trace.some - o->judged.confidence) < 0.005)
        set(o, REASON_UNSURE,
            arena_printf(kept, "first, but with confidence %.2f: a match needs %.2f",
                         o->judged.confidence, VERDICT_CONFIDENCE));
    else
        set(o, REASON_UNSURE,
            arena_printf(kept,
                         "first, but with confidence %.2f, and %.2f for any answer: a match "
                         "needs %.2f and %.2f",
                         o->judged.confidence, r->trace.some, VERDICT_CONFIDENCE, VERDICT_SOME));
}

static void false_match(const struct asker *r, const struct answer *answer, struct outcome *o,
                        struct arena *a, struct arena *kept)
{
    const struct match *m = &answer->matches[0];
    const struct traced *t = traced_of(&r->trace, m);
    struct buf why = BUF_INIT(8192);
    const struct traced nothing = {0};
    if (t)
        put_lead(&why, t, &nothing);
    if (m->pattern.n)
        buf_printf(&why, "; it has the message \"%.*s\"", STR_ARG(template_display(a, m->pattern)));
    else if (m->code.n)
        buf_printf(&why, "; it has the code %.*s", STR_ARG(m->code));
    set(o, REASON_FALSE_MATCH,
        arena_printf(kept, "there is no answer, and this entry was taken for one because of %.*s",
                     STR_ARG(buf_str(&why))));
    buf_release(&why);
}

int reason_find(const struct asker *r, const struct label *l, const struct answer *answer,
                struct outcome *o, struct arena *a, struct arena *kept, struct err *err)
{
    set(o, REASON_NONE, STR_NONE);
    if (o->says == LABEL_NOT && !o->right)
        set(o, REASON_REPEATED, STR("feedback said that this was wrong, and it is so again"));
    else if (o->says == LABEL_NONE && !o->right)
        false_match(r, answer, o, a, kept);
    else if (o->says == LABEL_ENTRIES && !o->right)
        return not_first(r, l, answer, o, a, kept, err);
    else if (o->says == LABEL_ENTRIES && answer->verdict != VERDICT_MATCH)
        first_but_not_match(r, answer, o, kept);
    return 0;
}
