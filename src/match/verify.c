#include "match/run.h"

#include "match/weights.h"

enum { PATTERN_MARGIN = 2 * CAPTURE_MAX };

/* Offset in the folded text of an offset in the clean text. */
static size_t folded_offset(const struct query *q, size_t text_offset)
{
    size_t low = 0, high = q->folded.n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (q->folded_from[mid] < text_offset)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The part of the folded text around the aligned words in which a pattern can match. */
static struct str pattern_window(const struct query *q, const struct alignment *a, size_t *from)
{
    size_t start = folded_offset(q, q->tokens[a->first_token].start);
    size_t end = folded_offset(q, q->tokens[a->last_token].end) + PATTERN_MARGIN;
    /* Far enough back for a quoted placeholder that opens the message. */
    *from = start > PATTERN_MARGIN ? start - PATTERN_MARGIN : 0;
    while (*from > 0 && ((unsigned char)q->folded.p[*from] & 0xC0) == 0x80)
        (*from)--;
    end = min_size(end, q->folded.n);
    while (end < q->folded.n && ((unsigned char)q->folded.p[end] & 0xC0) == 0x80)
        end++;
    return str_slice(q->folded, 0, end);
}

/* Whether the candidate's message pattern matches; then it is kept. */
static bool verify(struct run *r, struct candidate *c)
{
    if (c->before && c->before->verified) {
        c->pattern = c->before->pattern;
        c->before->pattern = NULL;
        return c->pattern != NULL;
    }
    if (!steps_left(&r->m->steps))
        return false;
    struct err err;
    struct pattern *p =
        pattern_compile(r->arena, index_template(run_index(r, c), c->signature), &err);
    if (!p)
        return false;
    size_t from;
    struct pattern_span span;
    struct str window = pattern_window(r->q, &c->message, &from);
    enum pattern_result result = pattern_match(p, window, from, &span);
    steps_spend(&r->m->steps, window.n - min_size(from, window.n) +
                                  (result == PATTERN_GAVE_UP ? PATTERN_MATCH_LIMIT : 0));
    r->gave_up += result == PATTERN_GAVE_UP;
    if (result == PATTERN_YES)
        c->pattern = p;
    else
        pattern_free(p);
    return result == PATTERN_YES;
}

static bool worth_verifying(const struct candidate *c)
{
    return c->signature && c->message.words > 0 &&
           c->message.matched >= PATTERN_COVERAGE * c->message.weight;
}

void run_verify_best(struct run *r)
{
    for (size_t tried = 0; tried < PATTERNS_MAX; tried++) {
        struct candidate *best = NULL;
        for (size_t i = 0; i < r->count; i++) {
            struct candidate *c = &r->candidates[i];
            if (!c->verified && worth_verifying(c) && (!best || c->score > best->score))
                best = c;
        }
        if (!best || best->score < WEAK_SCORE)
            return;
        best->verified = true;
        if (!verify(r, best))
            continue;
        float information = best->message.matched / INFORMATION_FULL;
        best->features[FEATURE_PATTERN] = information < 1 ? information : 1;
        candidate_score(best);
    }
}

void run_free_patterns(struct run *r)
{
    for (size_t i = 0; i < r->count; i++)
        pattern_free(r->candidates[i].pattern);
    for (size_t i = 0; i < r->earlier_count; i++)
        pattern_free(r->earlier[i].pattern);
}
