/*
 * sessions.h - conversations: what a client asked, and what it was asked back.
 *
 * At most SESSIONS_MAX of them, each of at most SESSION_BYTES_MAX; the one unused for longest makes
 * room, and after SESSION_SECONDS it is forgotten. Requests of one session are answered in the order
 * in which they came: each takes a ticket as it arrives. Any thread. Layer: serve.
 */
#ifndef SERVE_SESSIONS_H
#define SERVE_SESSIONS_H

#include "match/matcher.h"

enum {
    SESSIONS_MAX = 1000,
    SESSION_NAME_MAX = 256,         /* bytes */
    SESSION_BYTES_MAX = 64 * 1024,  /* of a query, options and all */
    SESSION_SECONDS = 3600,
    SESSION_FACETS_MAX = 16,
};

/* What a session knows; texts live in the arena it was loaded into. */
struct session_state {
    struct str text; /* of the query; empty: nothing was asked yet, or it was too long to keep */
    struct facet *facets;
    size_t facet_count;
    struct ask ask; /* facet empty: there is no question */
    enum verdict verdict;
    struct str entry; /* of the first match */
    double confidence;
};

struct sessions;
struct session_turn {
    struct session *session;
    uint64_t ticket;
};

struct sessions *sessions_new(void);
void sessions_free(struct sessions *s); /* NULL is a no-op */

/* One at a time, in the order of arrival. False: all are busy. Each turn is begun and ended. */
bool sessions_arrive(struct sessions *s, struct str name, struct session_turn *turn);
/* Waits for those that came before; then loads what is known. */
void sessions_begin(struct sessions *s, const struct session_turn *turn, struct arena *a,
                    struct session_state *state);
/* Keep the new state (NULL: the old one), and let the next one in. */
void sessions_end(struct sessions *s, const struct session_turn *turn,
                  const struct session_state *state);
size_t sessions_count(struct sessions *s);

/*
 * Which option of a question do these words name? By its number, or by words that not all options
 * have: "it's the Android one". False when none or several.
 */
bool ask_option(const struct ask *ask, struct str words, struct arena *a, size_t *option);

#endif
