/* Conversations: what is kept, who comes first, which option is meant. */
#include "base/buf.h"
#include "serve/sessions.h"

#include "unit.h"

#include <pthread.h>

static struct arena *arena;

static struct session_turn arrive(struct sessions *s, const char *name)
{
    struct session_turn turn;
    assert_true(sessions_arrive(s, str_of(name), &turn));
    return turn;
}

static struct session_state state_of(struct sessions *s, const char *name)
{
    struct session_turn turn = arrive(s, name);
    struct session_state state;
    sessions_begin(s, &turn, arena, &state);
    sessions_end(s, &turn, NULL);
    return state;
}

static void keep(struct sessions *s, const char *name, const struct session_state *state)
{
    struct session_turn turn = arrive(s, name);
    struct session_state old;
    sessions_begin(s, &turn, arena, &old);
    sessions_end(s, &turn, state);
}

static void keeps_what_was_asked(void **unused)
{
    (void)unused;
    struct sessions *s = sessions_new();
    struct facet facets[] = {{STR("client"), STR("web"), STR("web")}};
    struct str options[] = {STR("Android client"), STR("Web client")};
    struct str values[] = {STR("android"), STR("web")};
    const struct session_state asked = {
        .text = STR("it failed"), .facets = facets, .facet_count = 1,
        .ask = {STR("client"), STR("Which client?"), options, values, 2},
        .verdict = VERDICT_AMBIGUOUS, .entry = STR("a#b"), .confidence = 0.5};
    keep(s, "a", &asked);
    struct session_state got = state_of(s, "a");
    check_str(got.text, "it failed", "text");
    check_size(got.facet_count, 1, "facets");
    check_str(got.facets[0].value, "web", "facet");
    check_size(got.ask.option_count, 2, "options");
    check_str(got.ask.values[0], "android", "value");
    check_str(got.entry, "a#b", "entry");
    assert_true(got.confidence > 0.49 && got.confidence < 0.51);
    check_size(state_of(s, "b").text.n, 0, "another session");
    sessions_free(s);
}

static void forgets_the_longest_unused(void **unused)
{
    (void)unused;
    struct sessions *s = sessions_new();
    const struct session_state some = {.text = STR("text")};
    char name[32];
    keep(s, "first", &some);
    keep(s, "second", &some);
    for (int i = 0; i < SESSIONS_MAX - 1; i++) {
        snprintf(name, sizeof name, "s%d", i);
        keep(s, name, &some);
        (void)state_of(s, "first");
    }
    check_size(sessions_count(s), SESSIONS_MAX, "sessions");
    check_size(state_of(s, "first").text.n, 4, "in use all the time");
    check_size(state_of(s, "second").text.n, 0, "not used again");
    sessions_free(s);
}

static void does_not_keep_what_is_too_long(void **unused)
{
    (void)unused;
    struct sessions *s = sessions_new();
    struct buf b = BUF_INIT(SESSION_BYTES_MAX * 2);
    buf_repeat(&b, 'x', SESSION_BYTES_MAX + 1);
    const struct session_state some = {.text = buf_str(&b)};
    keep(s, "a", &some);
    check_size(state_of(s, "a").text.n, 0, "too long");
    buf_release(&b);
    sessions_free(s);
}

/* ---- turns ----------------------------------------------------------------------------------- */

enum { TURNS = 200, THREADS = 8 };

struct race {
    struct sessions *sessions;
    struct session_turn turns[TURNS];
    int order[TURNS];
    int next;          /* turn to be taken */
    int done;          /* guarded by the turns themselves */
    pthread_mutex_t mutex;
};

static void *take_turns(void *ctx)
{
    struct race *r = ctx;
    struct arena *a = arena_new();
    for (;;) {
        pthread_mutex_lock(&r->mutex);
        int mine = r->next++;
        pthread_mutex_unlock(&r->mutex);
        if (mine >= TURNS)
            break;
        struct session_state state;
        sessions_begin(r->sessions, &r->turns[mine], a, &state);
        r->order[r->done++] = mine;
        sessions_end(r->sessions, &r->turns[mine], NULL);
    }
    arena_free(a);
    return NULL;
}

static void comes_first_who_arrived_first(void **unused)
{
    (void)unused;
    struct race r = {.sessions = sessions_new(), .mutex = PTHREAD_MUTEX_INITIALIZER};
    pthread_t threads[THREADS];
    for (int i = 0; i < TURNS; i++)
        r.turns[i] = arrive(r.sessions, "one");
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, take_turns, &r);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < TURNS; i++)
        assert_int_equal(r.order[i], i);
    sessions_free(r.sessions);
}

/* ---- options --------------------------------------------------------------------------------- */

static const struct {
    const char *words;
    int option; /* -1: none or several */
} answers[] = {
    {"Android client", 0},
    {"android", 0},
    {"it's the ANDROID one", 0},
    {"Web client", 1},
    {"the web app", 1},
    {"Windows Desktop client", 2},
    {"windows", 2},
    {"desktop", 2},
    {"1", 0},
    {" 3. ", 2},
    {"(2)", 1},
    {"4", -1},
    {"0", -1},
    {"client", -1},
    {"no idea", -1},
    {"", -1},
    {"android or web", -1},
    {"error 2607", -1},
};

static void an_option_is_named(void **unused)
{
    (void)unused;
    struct str options[] = {STR("Android client"), STR("Web client"), STR("Windows Desktop client")};
    struct str values[] = {STR("android"), STR("web"), STR("windows")};
    const struct ask ask = {STR("client"), STR("Which client?"), options, values, 3};
    for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
        size_t option;
        bool named = ask_option(&ask, str_of(answers[i].words), arena, &option);
        if (named != (answers[i].option >= 0) || (named && (int)option != answers[i].option))
            fail_msg("\"%s\": %d", answers[i].words, named ? (int)option : -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_what_was_asked),
        cmocka_unit_test(forgets_the_longest_unused),
        cmocka_unit_test(does_not_keep_what_is_too_long),
        cmocka_unit_test(comes_first_who_arrived_first),
        cmocka_unit_test(an_option_is_named),
    };
    arena = arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
