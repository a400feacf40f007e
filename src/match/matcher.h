/*
 * matcher.h - which entry of the knowledge bases explains this text, and how sure that is.
 *
 * A matcher is made over one or more open knowledge bases (layers: the earlier wins on equal ids)
 * and keeps them; they must outlive it. It loads of their index what queries touch, in the end all of
 * it: 1.4 KB for each entry beside 1 MB, so 7 MB for 5,000 entries. One thread at a time; others may
 * have matchers of their own over the same files. Never prints, never exits. Layer: match.
 */
#ifndef MATCH_MATCHER_H
#define MATCH_MATCHER_H

#include "store/kb.h"
#include "text/code.h"

enum {
    MATCHER_QUERY_MAX = 1 << 20,  /* bytes of one query that are read; the rest is cut, and said */
    MATCHER_LIMIT_MAX = 100,      /* matches in one answer */
    MATCHER_LAYERS_MAX = 16,
    MATCHER_STEPS_MAX = 1 << 20,  /* of one query that does not ask for more or less */
};

enum verdict { VERDICT_MATCH, VERDICT_AMBIGUOUS, VERDICT_NONE };
const char *verdict_name(enum verdict v); /* "match" */

/* What kind of evidence decided, strongest first. */
enum tier { TIER_CODE, TIER_PATTERN, TIER_FUZZY, TIER_NONE };
const char *tier_name(enum tier t); /* "code" */

struct capture {
    struct str name;
    struct str value; /* as the query spells it */
};

struct term_weight {
    struct str term;
    double share; /* of the score, 0 to 1 */
};

struct match {
    size_t layer; /* index into the knowledge bases */
    int64_t row;
    struct kb_entry entry;
    double confidence; /* [0, 1], calibrated */
    enum tier tier;
    size_t span_start, span_end; /* bytes of the query that decided; 0, 0 when none */
    struct str code;             /* the query's code that found it; empty when none did */
    struct str pattern;          /* the message template that matched; empty when none did */
    struct capture *captures;
    size_t capture_count;
    struct term_weight *terms;
    size_t term_count;
    double margin;    /* confidence over the next different answer */
    struct str *also; /* ids of near-duplicates */
    size_t also_count;
};

struct ask {
    struct str facet;    /* empty: nothing to ask */
    struct str question;
    struct str *options; /* labels */
    struct str *values;  /* for --facet */
    size_t option_count;
};

struct query_code {
    struct code code;
    char forms[8][CODE_FORM_SIZE]; /* other printed forms of it */
    size_t form_count;
    bool known; /* an entry has it */
};

enum { TELLING_RIVALS_MAX = 64 }; /* as many as are looked at closely */

/* A code of the text that would make another answer if an entry had it. */
struct telling {
    size_t at;    /* byte of the text */
    float factor; /* any entry whose code has so much of its strength, up to 1 (known.h); above: none */
    uint32_t rivals[TELLING_RIVALS_MAX]; /* or one of these entries, however it has the code */
    size_t rival_count;
};

struct answer {
    enum verdict verdict;
    struct match *matches; /* best first */
    size_t match_count;
    size_t tied; /* how many of them, best first, are still in question: 0 for none, 1 for match */
    struct ask ask;
    struct query_code *codes;
    size_t code_count;
    bool query_cut;   /* it was longer than MATCHER_QUERY_MAX */
    size_t steps;     /* postings, comparisons of words, cells of alignments, bytes under patterns */
    bool out_of_steps; /* they were spent: words, entries or patterns were left out */
    size_t gave_up;   /* patterns that hit their step limit: counted as not matching */
    struct str explain; /* when asked for: a report in plain text */
    /* To a text that differs in other numbers only the answer is the same. When asked for. */
    struct telling *telling;
    size_t telling_count;
};

struct matcher_query {
    struct str text; /* any bytes: decoded and cleaned here */
    size_t limit;    /* matches wanted */
    const struct facet *facets; /* the asker's facets: name and value */
    size_t facet_count;
    size_t max_steps; /* of the whole text; 0: MATCHER_STEPS_MAX. Some nanoseconds each */
    bool explain;
    bool telling;
    bool sure_only; /* no weak candidates beside the verdict none */
};

/* NULL when a knowledge base has no usable index; *err names it and what to do. */
struct matcher *matcher_new(struct kb *const *kbs, size_t count, struct err *err);
void matcher_free(struct matcher *m);

/* The answer lives in the arena. 0, or -1 when a knowledge base cannot be read. */
int matcher_run(struct matcher *m, const struct matcher_query *q, struct arena *a,
                struct answer *answer, struct err *err) MUST_USE;

/*
 * Build the index sections of a KB that is being written: called once, after the last entry and
 * before kb_commit. Deterministic: the same entries give the same bytes.
 */
int matcher_build_index(struct kb *kb, struct err *err) MUST_USE;

#endif
