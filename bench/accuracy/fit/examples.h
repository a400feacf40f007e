/*
 * examples.h - queries with what the matcher found for them: the features of each candidate, and
 * whether it is right. What the weights are fitted to and judged by.
 *
 * Plain data, freed by examples_free. One thread at a time.
 */
#ifndef FIT_EXAMPLES_H
#define FIT_EXAMPLES_H

#include "match/score.h"

enum { SETS_MAX = 16, ATTEMPTS_MAX = 2, TEXT_KEPT = 200 };

/* One candidate, the one of its near-duplicates that is preferred. */
struct option {
    float features[FEATURES];
    uint64_t remedy; /* equal: the same answer */
    uint32_t group;  /* of near-duplicates */
    struct str id;
    uint32_t date, entry; /* order of equals */
    float matched;        /* of its message, in nats */
    bool right;           /* it, or one of its near-duplicates */
};

/* The matcher looks twice where the first look gives no clear answer. */
struct attempt {
    struct option *options;
    size_t count;
    enum verdict verdict; /* as the matcher decided, with the weights it was built with */
    float some, confidence;
};

enum truth {
    TRUTH_ENTRY, /* one of those that are right */
    TRUTH_NONE,  /* no answer */
    TRUTH_NOT,   /* anything but those that are marked: a near miss */
};

struct example {
    unsigned set;
    enum truth truth;
    uint64_t topic; /* examples of one topic are in one fold */
    double weight;
    struct attempt attempts[ATTEMPTS_MAX];
    size_t attempt_count;
    unsigned decisive;    /* the attempt that the matcher answered with */
    char text[TEXT_KEPT]; /* its beginning, for people */
};

struct examples {
    struct example *items;
    size_t count, cap;
    const char *sets[SETS_MAX];
    bool labelled[SETS_MAX]; /* by people, as they are asked */
    size_t set_count;
    struct arena *ids; /* of the options */
};

void examples_init(struct examples *x);

/* The number of the set, made when it is new. The name must outlive the examples. */
unsigned examples_set(struct examples *x, const char *name);
struct example *examples_add(struct examples *x);
void examples_free(struct examples *x);

/* Some candidate of the decisive attempt is right. */
bool example_reachable(const struct example *e);

#endif
