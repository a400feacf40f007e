#include "import/extract/prose.h"

#include <stdlib.h>

enum {
    PLAIN_MAX = 1 << 20,
    QUOTE_MAX = 1000, /* bytes between quotation marks */
    LEAD_IN_MAX = 40, /* bytes of "Implicit denial: " */
    LEADS_MAX = 4,    /* connectives that may stand before a sentence's first real word */
};

/* ---- plain text and marks -------------------------------------------------------------------- */

struct reading {
    struct arena *arena;
    struct buf plain;
    struct mark *marks;
    size_t count, cap;
};

static void add_mark(struct reading *r, enum mark_kind kind, const struct node *n, size_t start,
                     size_t end)
{
    if (end <= start)
        return;
    r->marks = arena_grow(r->arena, r->marks, r->count, &r->cap, sizeof *r->marks);
    r->marks[r->count++] = (struct mark){kind, n, start, end};
}

static void read_inline(struct reading *r, const struct node *n)
{
    size_t start = r->plain.n;
    size_t at = r->count; /* an outer mark stands before the inner ones */
    switch (n->type) {
    case NODE_STRONG:
    case NODE_EMPHASIS:
    case NODE_LINK:
        add_mark(r, n->type == NODE_STRONG ? MARK_STRONG
                    : n->type == NODE_LINK ? MARK_LINK
                                           : MARK_EMPHASIS,
                 n, start, start + 1);
        for (const struct node *c = n->first; c; c = c->next)
            read_inline(r, c);
        if (r->plain.n > start)
            r->marks[at].end = r->plain.n;
        else
            r->count = at;
        break;
    case NODE_CODE_SPAN:
        tree_put_plain(n, false, &r->plain);
        add_mark(r, MARK_CODE, n, start, r->plain.n);
        break;
    default:
        tree_put_plain(n, false, &r->plain);
        break;
    }
}

enum quote { QUOTE_NO, QUOTE_STRAIGHT, QUOTE_OPEN, QUOTE_CLOSE };

static enum quote quote_at(struct str s, size_t i, size_t *size)
{
    static const struct {
        struct str text;
        enum quote kind;
    } quotes[] = {
        {STR_INIT("\""), QUOTE_STRAIGHT}, {STR_INIT("“"), QUOTE_OPEN}, {STR_INIT("”"), QUOTE_CLOSE},
        {STR_INIT("„"), QUOTE_OPEN},      {STR_INIT("«"), QUOTE_OPEN}, {STR_INIT("»"), QUOTE_CLOSE},
        {STR_INIT("「"), QUOTE_OPEN},     {STR_INIT("」"), QUOTE_CLOSE},
        {STR_INIT("『"), QUOTE_OPEN},     {STR_INIT("』"), QUOTE_CLOSE},
    };
    if (s.p[i] != '"' && (unsigned char)s.p[i] < 0x80)
        return QUOTE_NO;
    for (size_t k = 0; k < ARRAY_LEN(quotes); k++)
        if (str_starts(str_skip(s, i), quotes[k].text)) {
            *size = quotes[k].text.n;
            return quotes[k].kind;
        }
    return QUOTE_NO;
}

/* Does the mark close what the other one opened? Some open in one country and close in the next. */
static bool closes(struct str open, struct str mark, enum quote kind)
{
    static const struct {
        struct str open;
        const char *close[3];
    } pairs[] = {{STR_INIT("„"), {"“", "”", "\""}}, {STR_INIT("»"), {"«"}},
                 {STR_INIT("「"), {"」"}},          {STR_INIT("『"), {"』"}}};
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        for (size_t k = 0; str_starts(open, pairs[i].open) && k < 3; k++)
            if (!pairs[i].close[k] || str_starts(mark, str_of(pairs[i].close[k])))
                return pairs[i].close[k] != NULL;
    return kind != QUOTE_OPEN;
}

/* Those that hold other marks: 「... "x" ...」. */
static bool is_corner(struct str mark)
{
    return str_starts(mark, STR("「")) || str_starts(mark, STR("『"));
}

/*
 * Quotations, of whatever pair of marks: the first mark opens, the next one closes. A curly mark
 * of the wrong side is taken as meant the other way; code is not looked into.
 */
static void find_quotes(struct reading *r)
{
    struct str s = buf_str(&r->plain);
    size_t markup = r->count, code = 0, open = SIZE_MAX, size = 0;
    for (size_t i = 0; i < s.n; i++) {
        while (code < markup && (r->marks[code].kind != MARK_CODE || r->marks[code].end <= i))
            code++;
        if (code < markup && r->marks[code].start <= i) {
            i = r->marks[code].end - 1;
            continue;
        }
        enum quote kind = quote_at(s, i, &size);
        if (kind == QUOTE_NO)
            continue;
        bool fits = open != SIZE_MAX && i - open <= QUOTE_MAX;
        struct str opened = str_skip(s, open);
        if (fits && closes(opened, str_skip(s, i), kind)) {
            add_mark(r, MARK_QUOTE, NULL, open, i + size);
            open = SIZE_MAX;
        } else if (!fits || (kind != QUOTE_CLOSE && !is_corner(opened))) {
            open = i;
        }
        i += size - 1;
    }
}

/* By start, the outer mark before the inner one. */
static int by_start(const void *a, const void *b)
{
    const struct mark *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->end == y->end ? 0 : x->end > y->end ? -1 : 1;
}

/* ---- sentences ------------------------------------------------------------------------------- */

static bool is_abbreviation(struct str s, size_t dot)
{
    static const char *const words[] = {"e.g", "i.e", "etc", "vs", "no", "inc", "corp", "approx",
                                        "v", "fig", "st", "mr", "ms", "dr", "bzw", "z.b", "usw",
                                        "d.h", "ggf", "nr", "abb", "evtl", "u.a", "z", "d", "ca"};
    size_t start = dot;
    while (start > 0 && !ascii_is_space(s.p[start - 1]) && s.p[start - 1] != '(')
        start--;
    struct str word = str_slice(s, start, dot);
    if (word.n == 1 && ascii_is_upper(word.p[0]))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_ieq(word, str_of(words[i])))
            return true;
    return false;
}

/* Does a sentence end before `i`, where white space stands? */
static bool ends_sentence(struct str s, size_t i)
{
    size_t end = i;
    while (end > 0) { /* closing quotation marks and brackets belong to the sentence */
        if (s.p[end - 1] == '"' || s.p[end - 1] == ')' || s.p[end - 1] == '\'')
            end--;
        else if (end >= 3 && (str_ends(str_slice(s, 0, end), STR("”")) ||
                              str_ends(str_slice(s, 0, end), STR("’")) ||
                              str_ends(str_slice(s, 0, end), STR("“"))))
            end -= 3;
        else if (end >= 2 && (str_ends(str_slice(s, 0, end), STR("«")) ||
                              str_ends(str_slice(s, 0, end), STR("»"))))
            end -= 2;
        else
            break;
    }
    if (end == 0 || !strchr(".!?", s.p[end - 1]))
        return false;
    if (s.p[end - 1] == '.' && is_abbreviation(s, end - 1))
        return false;
    size_t next = i;
    while (next < s.n && ascii_is_space(s.p[next]))
        next++;
    return next >= s.n || !ascii_is_lower(s.p[next]);
}

/* The full stops of Chinese and Japanese, 3 bytes each, end a sentence without a blank. */
static bool is_wide_stop(struct str s, size_t i)
{
    unsigned char c = (unsigned char)s.p[i];
    struct str rest = str_skip(s, i);
    return (c == 0xE3 && str_starts(rest, STR("。"))) ||
           (c == 0xEF && (str_starts(rest, STR("！")) || str_starts(rest, STR("？"))));
}

static void add_sentence(struct arena *a, struct paragraph *p, size_t *cap, size_t start,
                         size_t end)
{
    while (start < end && ascii_is_space(p->plain.p[start]))
        start++;
    while (end > start && ascii_is_space(p->plain.p[end - 1]))
        end--;
    if (start == end)
        return;
    size_t mark = p->sentence_count ? p->sentences[p->sentence_count - 1].first_mark : 0;
    while (mark < p->mark_count && p->marks[mark].start < start)
        mark++;
    p->sentences = arena_grow(a, p->sentences, p->sentence_count, cap, sizeof *p->sentences);
    p->sentences[p->sentence_count++] = (struct sentence){
        .start = start, .end = end, .clause = start, .first_mark = mark};
}

static void find_sentences(struct arena *a, struct paragraph *p)
{
    struct str s = p->plain;
    size_t cap = 0, start = 0, inside = 0, markup = 0;
    for (size_t i = 0; i < s.n; i++) {
        while (markup < p->mark_count && p->marks[markup].start <= i) {
            inside = max_size(inside, p->marks[markup].end);
            markup++;
        }
        if (i < inside)
            continue;
        if (ascii_is_space(s.p[i]) && ends_sentence(s, i)) {
            add_sentence(a, p, &cap, start, i);
            start = i;
        } else if (is_wide_stop(s, i)) {
            add_sentence(a, p, &cap, start, i + 3);
            start = i + 3;
        }
    }
    add_sentence(a, p, &cap, start, s.n);
}

/* ---- what a sentence is for ------------------------------------------------------------------ */

/* Cues of the first words from `at` on that are not mere connectives; *start is where they stand. */
static unsigned opening_cues(const struct cues *c, struct str s, size_t *start)
{
    for (size_t words = 0; words < LEADS_MAX; words++) {
        while (*start < s.n && !cue_letter(s, *start))
            (*start)++;
        size_t end;
        unsigned cues = cues_at(c, s, *start, &end);
        if (!(cues & CUE_LEAD))
            return cues;
        *start = end;
    }
    return 0;
}

static bool is_order(unsigned opening)
{
    return (opening & (CUE_VERB | CUE_ORDER)) != 0;
}

/* Behind the quotation mark that stands at `i`, or i. */
static size_t behind_quote(struct str s, size_t i)
{
    size_t size = 0;
    return i < s.n && quote_at(s, i, &size) != QUOTE_NO ? i + size : i;
}

/* "If ..., do that", "it fails; you must": where the clause begins that is an order, behind
 * `separator`; 0 when there is none. */
static size_t main_clause(const struct cues *c, const struct paragraph *p,
                          const struct sentence *s, char separator)
{
    struct str text = str_slice(p->plain, 0, s->end);
    size_t markup = s->first_mark, inside = 0;
    for (size_t i = s->start; i + 1 < s->end; i++) {
        while (markup < p->mark_count && p->marks[markup].start <= i) {
            if (p->marks[markup].kind != MARK_LINK)
                inside = max_size(inside, p->marks[markup].end);
            markup++;
        }
        size_t at = i + 1;
        if (i < inside && text.p[i] == separator) /* "... the error "It failed," restart it" */
            at = behind_quote(text, i + 1);
        if ((i < inside && at != inside) || text.p[i] != separator || at >= s->end ||
            text.p[at] != ' ')
            continue;
        if (is_order(opening_cues(c, text, &at)))
            return at;
    }
    return 0;
}

/* Long quoted texts are messages: their words say nothing about the sentence around them. */
static bool is_quoted_text(const struct paragraph *p, const struct mark *m)
{
    if (m->kind == MARK_LINK || m->kind == MARK_EMPHASIS)
        return false;
    size_t blanks = 0;
    for (size_t i = m->start; i < m->end; i++)
        blanks += p->plain.p[i] == ' ';
    return blanks >= 2;
}

/* The cues of a sentence outside of the texts that it quotes. */
static unsigned own_cues(const struct cues *c, const struct paragraph *p, const struct sentence *s)
{
    unsigned cues = 0;
    size_t from = s->start;
    for (size_t i = s->first_mark; i < p->mark_count && p->marks[i].start < s->end; i++) {
        const struct mark *m = &p->marks[i];
        if (m->start < from || !is_quoted_text(p, m))
            continue;
        cues |= cues_find(c, str_slice(p->plain, from, m->start), NULL, 0, NULL);
        from = m->end;
    }
    return cues | cues_find(c, str_slice(p->plain, from, max_size(from, s->end)), NULL, 0, NULL);
}

/* "Use of X is ...", "Access to X": a noun, though it could be a verb. */
static bool is_noun(struct str text, size_t word_end)
{
    struct str rest = str_skip(text, word_end);
    return str_istarts(rest, STR(" of ")) || str_istarts(rest, STR(" is ")) ||
           str_istarts(rest, STR(" are ")) || str_istarts(rest, STR(" was "));
}

/* Where the sentence begins behind "Implicit denial: " or another such word or three. */
static size_t behind_lead_in(struct str text, size_t start)
{
    size_t words = 0;
    for (size_t i = start; i + 1 < text.n && i < start + LEAD_IN_MAX && words < 3; i++) {
        if (text.p[i] == ':' && text.p[i + 1] == ' ' && i > start && ascii_is_alpha(text.p[i - 1]))
            return i + 2;
        words += text.p[i] == ' ';
    }
    return start;
}

/* "..., go to the event viewer": the order at `at` is only where to look. */
static bool only_looks(const struct cues *c, struct str text, size_t at)
{
    return (opening_cues(c, text, &at) & CUE_LOOK) != 0;
}

static void weigh(const struct cues *c, const struct paragraph *p, struct sentence *s)
{
    struct str text = str_slice(p->plain, 0, s->end);
    size_t at = s->start, end;
    s->cues = own_cues(c, p, s);
    s->opening = opening_cues(c, text, &at);
    if (!s->opening) {
        at = behind_lead_in(text, s->start);
        s->opening = opening_cues(c, text, &at);
    }
    cues_at(c, text, at, &end);
    if (s->opening & CUE_VERB && is_noun(text, end))
        s->opening = 0;

    bool when = (s->opening & CUE_WHEN) != 0;
    size_t clause = when ? main_clause(c, p, s, ',') : 0;
    if (!clause && !is_order(s->opening))
        clause = main_clause(c, p, s, ';');
    if (clause)
        s->clause = clause;
    bool introduces = text.p[s->end - 1] == ':';
    size_t related = 0;
    if (s->opening & CUE_RESOLVE) {
        s->remedy += 6;
    } else if (s->opening & CUE_REFERENCE && !introduces) {
        s->remedy += 0; /* belongs to what it stands beside */
    } else if (s->cues & CUE_STEPS) {
        s->remedy += 5;
    } else if (s->opening & CUE_VERB) {
        s->remedy += s->opening & CUE_LOOK ? 1 : 3;
    } else if (clause) {
        s->remedy += only_looks(c, text, clause) ? 1 : 4;
    } else if (s->opening & CUE_RELATION && (related = main_clause(c, p, s, ','))) {
        s->remedy += only_looks(c, text, related) ? 1 : 3;
    } else if (s->cues & CUE_ORDER) {
        s->remedy += 2;
    } else if (!(s->cues & CUE_CAUSE)) {
        s->cause += s->cues & CUE_RESOLVE ? 0 : 1;
    }
    if (s->cues & CUE_RESOLVE && !(s->opening & CUE_RESOLVE))
        s->remedy += 1;
    if (s->cues & CUE_CAUSE) /* "Restart it, because ..." stays an order */
        s->cause += s->opening & CUE_VERB ? 1 : 2;
    if (s->cues & CUE_SYMPTOM && !clause)
        s->cause += 2;
}

struct paragraph paragraph_read(struct arena *a, const struct cues *cues, const struct node *block)
{
    struct reading r = {.arena = a};
    buf_init(&r.plain, PLAIN_MAX);
    for (const struct node *c = block->first; c; c = c->next)
        if (node_is_inline(c))
            read_inline(&r, c);
    find_quotes(&r);
    if (r.count)
        qsort(r.marks, r.count, sizeof *r.marks, by_start);
    struct paragraph p = {.block = block, .marks = r.marks, .mark_count = r.count};
    p.plain = arena_dup(a, buf_str(&r.plain));
    buf_release(&r.plain);
    find_sentences(a, &p);
    for (size_t i = 0; i < p.sentence_count; i++)
        weigh(cues, &p, &p.sentences[i]);
    return p;
}
