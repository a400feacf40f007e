/*
 * score.h - the features of a candidate and its score.
 *
 * Few, readable features, each about in [-1, 1]; two weighted sums of them (weights.h), in units of
 * log-odds: the preference tells which of the candidates it is, the score whether that one is right.
 * decide.h makes a verdict of them.
 * Thread-safe. Layer: match.
 */
#ifndef MATCH_SCORE_H
#define MATCH_SCORE_H

#include "match/align.h"
#include "match/clause.h"
#include "match/matcher.h"

enum feature {
    FEATURE_CODE,      /* strength of the best code that query and entry share */
    FEATURE_MESSAGE,   /* its best message: coverage in order, times the information matched */
    FEATURE_TITLE,     /* its title, likewise */
    FEATURE_EXPLAINED, /* share of the query's words (by idf) that the entry has at all */
    FEATURE_FORMS,     /* share of them that the entry has in another form only (exceeding, exceeded) */
    FEATURE_CLAUSE,    /* share of the clause around it that its message accounts for (clause.h) */
    FEATURE_PATTERN,   /* its message's pattern matches whole */
    FEATURE_SEVERITY,  /* both call it an error, or a warning (-1: one the one, one the other) */
    FEATURE_FACET,     /* the query names the entry's client, product, ... (-1: another one) */
    FEATURE_CODE_CONFLICT, /* the query has a specific code that the entry has not, though it has codes */
    FEATURES
};

struct candidate {
    uint32_t layer;
    uint32_t entry;       /* in the layer's index */
    const struct index_entry *record;
    float retrieval;      /* sum of field-weighted idf: what brought it here */
    float explained;              /* nats of the query's words that the entry has */
    float explicable;             /* of all of them */
    float features[FEATURES];
    const struct code *code;      /* of the query; NULL none */
    bool code_exact;              /* not derived, bare, mentioned */
    struct alignment message;     /* of the best signature */
    const struct index_signature *signature; /* the one it is of; NULL none */
    struct clause clause;         /* where the message stands; valid when message.words > 0 */
    struct alignment title;
    int language;                 /* 1: the query's, 0: not known, -1: another one */
    struct candidate *before;     /* the same of the attempt before this one; NULL none */
    bool verified;                /* its pattern was tried */
    struct pattern *pattern;      /* and matched; NULL else */
    double preference;            /* log-odds among the candidates, up to a constant */
    double share;                 /* of the preference for all candidates */
    double score;                 /* log-odds that it is right, as if it had no rival */
    double confidence;            /* probability that it is right, with its rivals in view */
    enum tier tier;
};

extern const char *const feature_names[FEATURES];
extern const float feature_weights[FEATURES];     /* of the score: is it right? */
extern const float feature_preferences[FEATURES]; /* which one is it? */

/* How good an alignment is as evidence, 0 to 1: coverage of the message, of the query's window, and
 * how much was matched at all. */
float alignment_quality(const struct alignment *a);

/* What is left of the evidence when words of the message are replaced by others; 1: none are. */
float alignment_kept(const struct alignment *a);

/* How much was matched at all, 0 to 1 (INFORMATION_FULL), its square root. */
float alignment_information(const struct alignment *a);

/* Strength of a code shared by query and entry (flags: enum index_code_flags). */
float code_strength(const struct code *query_code, uint32_t flags);

/* Sets the candidate's score and tier from its features. */
void candidate_score(struct candidate *c);

#endif
