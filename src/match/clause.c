#include "match/clause.h"

enum { CLAUSE_MAX = 600 /* bytes on each side that are looked at */ };

static bool is_blank(struct str s, size_t i)
{
    return i >= s.n || s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t';
}

/* Where the clause ends that goes on at byte i. */
static size_t clause_end(struct str s, size_t i)
{
    size_t limit = min_size(s.n, i + CLAUSE_MAX);
    for (; i < limit; i++) {
        char c = s.p[i];
        if (c == '\n' || ((c == '.' || c == '!' || c == '?') && is_blank(s, i + 1)))
            return i;
        if (c == '[' && i > 0 && s.p[i - 1] == ' ') /* the project behind a compiler's line */
            return i;
        if (c == '"' && i + 1 < s.n && (s.p[i + 1] == ',' || s.p[i + 1] == '}')) /* JSON */
            return i;
    }
    return limit;
}

/* Where the clause begins that has byte i in it. */
static size_t clause_start(struct str s, size_t i)
{
    size_t limit = i > CLAUSE_MAX ? i - CLAUSE_MAX : 0;
    for (; i > limit; i--) {
        char c = s.p[i - 1];
        if (c == '\n' || c == '>' || c == '|' || c == '"')
            return i;
        if (is_blank(s, i) &&
            (c == ':' || c == ']' || c == ')' || c == '.' || c == ';' || c == '-'))
            return i;
    }
    return limit;
}

/* Weight of the words in bytes [from, to), looked for from `token` on in the direction `step`. */
static float weight_of(const struct resolved *r, size_t token, int step, size_t from, size_t to)
{
    const struct query *q = r->query;
    float weight = 0;
    for (size_t i = token; i < q->token_count; i += (size_t)step) {
        const struct token *t = &q->tokens[i];
        if (step > 0 ? t->start >= to : t->end <= from)
            break;
        if (t->start >= from && t->end <= to && !(t->flags & TOKEN_PART))
            weight += r->words[r->word_of_token[i]].idf;
        if (step < 0 && i == 0)
            break;
    }
    return weight;
}

static bool is_quote(char c)
{
    return c == '\'' || c == '"';
}

/* The byte behind the quotation that a placeholder at the message's end stands for. */
static size_t quotation_end(struct str s, size_t i, size_t end)
{
    while (i < end && !is_quote(s.p[i]))
        i++;
    if (i < end)
        i++;
    while (i < end && !is_quote(s.p[i]))
        i++;
    return i;
}

struct clause clause_of(const struct resolved *r, const struct alignment *a, bool gap_before,
                        struct str template)
{
    const struct query *q = r->query;
    const struct token *first = &q->tokens[a->first_token], *last = &q->tokens[a->last_token];
    struct clause c = {.start = clause_start(q->text, first->start),
                       .end = clause_end(q->text, last->end)};
    struct str end = str_trim_set(template, " .,!;)");
    bool gap_behind = end.n && end.p[end.n - 1] == '}';
    bool quoted = end.n > 1 && is_quote(end.p[end.n - 1]) && end.p[end.n - 2] == '}';
    c.told_start = gap_before ? c.start : first->start;
    c.told_end = gap_behind ? c.end : quoted ? quotation_end(q->text, last->end, c.end) : last->end;
    return c;
}

float clause_fit(const struct resolved *r, const struct alignment *a, const struct clause *c)
{
    const struct query *q = r->query;
    size_t first = q->tokens[a->first_token].start, last = q->tokens[a->last_token].end;
    size_t before = a->first_token ? a->first_token - 1 : q->token_count;
    size_t behind = a->last_token + 1;
    float told = a->accounted + weight_of(r, before, -1, c->told_start, first) +
                 weight_of(r, behind, 1, last, c->told_end);
    float all = a->window + weight_of(r, before, -1, c->start, first) +
                weight_of(r, behind, 1, last, c->end);
    return all <= 0 ? 0 : told < all ? told / all : 1; /* names count with their parts once */
}

static bool is_of_message(const struct word *w, const struct index_signature *s)
{
    for (size_t k = 0; k < w->alternative_count; k++)
        for (uint32_t t = 0; t < s->term_count; t++)
            if ((s->terms[t].term & ~INDEX_GAP) == w->alternatives[k].term)
                return true;
    return false;
}

float clause_values(const struct resolved *r, const struct index_signature *s,
                    const struct clause *c)
{
    float weight = 0;
    for (size_t i = 0; s->placeholders && i < r->query->token_count; i++) {
        const struct token *t = &r->query->tokens[i];
        if (t->end <= c->told_start)
            continue;
        if (t->start >= c->told_end)
            break;
        const struct word *w = &r->words[r->word_of_token[i]];
        if (w->first_token == i && !is_of_message(w, s))
            weight += word_weight(w);
    }
    return weight;
}
