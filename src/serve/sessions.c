#include "serve/sessions.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/packed.h"
#include "text/token.h"

#include <pthread.h>
#include <time.h>

enum { BUCKETS = 1024, OPTIONS_MAX = 64, WORDS_MAX = 64, MILLION = 1000000 };

struct session {
    struct str name; /* owned */
    struct session *next; /* in its bucket */
    uint64_t given, done; /* tickets */
    uint64_t used;        /* counts all uses, over all sessions */
    time_t at;            /* seconds, of a clock that only goes forward */
    struct buf state;     /* packed */
};

struct sessions {
    pthread_mutex_t mutex;
    pthread_cond_t next;
    struct session *buckets[BUCKETS];
    struct session all[SESSIONS_MAX];
    size_t count;
    uint64_t uses;
};

static time_t seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

struct sessions *sessions_new(void)
{
    struct sessions *s = mem_zalloc(1, sizeof *s);
    pthread_mutex_init(&s->mutex, NULL);
    pthread_cond_init(&s->next, NULL);
    return s;
}

static void forget(struct session *session)
{
    union {
        const char *in;
        char *out;
    } name = {session->name.p};
    mem_free(name.out);
    buf_release(&session->state);
    *session = (struct session){0};
}

void sessions_free(struct sessions *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->count; i++)
        forget(&s->all[i]);
    pthread_mutex_destroy(&s->mutex);
    pthread_cond_destroy(&s->next);
    mem_free(s);
}

/* ---- finding and making room ----------------------------------------------------------------- */

static struct session **bucket(struct sessions *s, struct str name)
{
    return &s->buckets[hash64(name) % BUCKETS];
}

static struct session *find(struct sessions *s, struct str name)
{
    for (struct session *i = *bucket(s, name); i; i = i->next)
        if (str_eq(i->name, name))
            return i;
    return NULL;
}

static void unlink_session(struct sessions *s, struct session *session)
{
    struct session **i = bucket(s, session->name);
    while (*i != session)
        i = &(*i)->next;
    *i = session->next;
}

/* One that nobody waits for, the longest unused; NULL when all are busy. */
static struct session *least_used(struct sessions *s)
{
    struct session *least = NULL;
    for (size_t i = 0; i < s->count; i++) {
        struct session *k = &s->all[i];
        if (k->given == k->done && (!least || k->used < least->used))
            least = k;
    }
    return least;
}

static struct session *add(struct sessions *s, struct str name)
{
    struct session *session;
    if (s->count < SESSIONS_MAX) {
        session = &s->all[s->count++];
    } else {
        session = least_used(s);
        if (!session)
            return NULL;
        unlink_session(s, session);
        forget(session);
    }
    char *copy = mem_alloc(name.n);
    memcpy(copy, name.p, name.n);
    *session = (struct session){.name = str_n(copy, name.n), .next = *bucket(s, name)};
    buf_init(&session->state, SESSION_BYTES_MAX);
    *bucket(s, name) = session;
    return session;
}

/* ---- what is kept ---------------------------------------------------------------------------- */

static void pack(struct buf *out, const struct session_state *state)
{
    buf_clear(out);
    pack_text(out, state->text);
    pack_number(out, state->facet_count);
    for (size_t i = 0; i < state->facet_count; i++) {
        pack_text(out, state->facets[i].name);
        pack_text(out, state->facets[i].value);
    }
    size_t options = state->ask.facet.n ? min_size(state->ask.option_count, OPTIONS_MAX) : 0;
    pack_number(out, options);
    pack_text(out, options ? state->ask.facet : STR_NONE);
    pack_text(out, options ? state->ask.question : STR_NONE);
    for (size_t i = 0; i < options; i++) {
        pack_text(out, state->ask.options[i]);
        pack_text(out, state->ask.values[i]);
    }
    pack_number(out, (uint64_t)state->verdict);
    pack_text(out, state->entry);
    pack_number(out, (uint64_t)(state->confidence * MILLION));
    if (out->cut) { /* a part of it would be worse than nothing */
        out->cut = false;
        buf_clear(out);
    }
}

static void unpack(struct str packed, struct arena *a, struct session_state *state)
{
    *state = (struct session_state){.verdict = VERDICT_NONE};
    if (packed.n == 0)
        return;
    struct unpacker u = {arena_dup(a, packed), false};
    state->text = unpack_text(&u);
    state->facet_count = unpack_number(&u);
    state->facets = arena_zalloc(a, SESSION_FACETS_MAX + 1, sizeof *state->facets);
    for (size_t i = 0; i < state->facet_count; i++) {
        state->facets[i].name = unpack_text(&u);
        state->facets[i].value = state->facets[i].label = unpack_text(&u);
    }
    struct ask *ask = &state->ask;
    ask->option_count = unpack_number(&u);
    ask->facet = unpack_text(&u);
    ask->question = unpack_text(&u);
    ask->options = arena_zalloc(a, ask->option_count + 1, sizeof *ask->options);
    ask->values = arena_zalloc(a, ask->option_count + 1, sizeof *ask->values);
    for (size_t i = 0; i < ask->option_count; i++) {
        ask->options[i] = unpack_text(&u);
        ask->values[i] = unpack_text(&u);
    }
    state->verdict = (enum verdict)unpack_number(&u);
    state->entry = unpack_text(&u);
    state->confidence = (double)unpack_number(&u) / MILLION;
}

/* ---- turns ----------------------------------------------------------------------------------- */

bool sessions_arrive(struct sessions *s, struct str name, struct session_turn *turn)
{
    pthread_mutex_lock(&s->mutex);
    struct session *session = find(s, name);
    if (!session)
        session = add(s, name);
    if (session) {
        session->used = ++s->uses;
        *turn = (struct session_turn){session, session->given++};
    }
    pthread_mutex_unlock(&s->mutex);
    return session != NULL;
}

void sessions_begin(struct sessions *s, const struct session_turn *turn, struct arena *a,
                    struct session_state *state)
{
    struct session *session = turn->session;
    pthread_mutex_lock(&s->mutex);
    while (session->done != turn->ticket)
        pthread_cond_wait(&s->next, &s->mutex);
    bool old = seconds() - session->at > SESSION_SECONDS;
    unpack(old ? STR_NONE : buf_str(&session->state), a, state);
    pthread_mutex_unlock(&s->mutex);
}

void sessions_end(struct sessions *s, const struct session_turn *turn,
                  const struct session_state *state)
{
    struct session *session = turn->session;
    pthread_mutex_lock(&s->mutex);
    if (state)
        pack(&session->state, state);
    session->at = seconds();
    session->done++;
    pthread_cond_broadcast(&s->next);
    pthread_mutex_unlock(&s->mutex);
}

size_t sessions_count(struct sessions *s)
{
    pthread_mutex_lock(&s->mutex);
    size_t n = s->count;
    pthread_mutex_unlock(&s->mutex);
    return n;
}

/* ---- options --------------------------------------------------------------------------------- */

static bool has_term(const struct token *tokens, size_t count, struct str term)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(tokens[i].term, term))
            return true;
    return false;
}

/* "2", "2.", "(2)" */
static bool by_number(struct str words, size_t options, size_t *option)
{
    uint64_t n;
    if (!str_u64(str_trim_set(str_trim(words), "().#"), 10, &n) || n < 1 || n > options)
        return false;
    *option = (size_t)n - 1;
    return true;
}

bool ask_option(const struct ask *ask, struct str words, struct arena *a, size_t *option)
{
    struct token *of[OPTIONS_MAX];
    size_t counts[OPTIONS_MAX], said_count, options = min_size(ask->option_count, OPTIONS_MAX);
    if (by_number(words, options, option))
        return true;
    const struct token *said = token_split(a, words, WORDS_MAX, &said_count);
    for (size_t i = 0; i < options; i++) {
        struct str both = arena_printf(a, "%.*s\n%.*s", STR_ARG(ask->options[i]),
                                       STR_ARG(ask->values[i]));
        of[i] = token_split(a, both, WORDS_MAX, &counts[i]);
    }
    size_t best = 0, best_hits = 0;
    bool tie = false;
    for (size_t i = 0; i < options; i++) {
        size_t hits = 0;
        for (size_t k = 0; k < counts[i]; k++) {
            struct str term = of[i][k].term;
            size_t others = 0;
            for (size_t o = 0; o < options; o++)
                others += o != i && has_term(of[o], counts[o], term);
            bool first = !has_term(of[i], k, term);
            hits += first && others + 1 < options && has_term(said, said_count, term);
        }
        tie = hits == best_hits ? true : hits > best_hits ? false : tie;
        if (hits > best_hits) {
            best = i;
            best_hits = hits;
        }
    }
    *option = best;
    return best_hits > 0 && !tie;
}
