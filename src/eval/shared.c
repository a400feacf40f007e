#include "eval/shared.h"

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "text/template.h"
#include "text/token.h"

enum { WORDS_MAX = 256 };

/* One entry's id and the words of its messages, as hashes. */
struct stated {
    struct str id;
    uint64_t *messages;
    size_t count;
};

struct shared {
    struct arena *arena;
    struct arena *scratch;
    struct stated *entries;
    size_t count, cap;
    uint64_t *expected;
    size_t expected_count, expected_cap;
};

/* The literal words of a template; 0 when it has none. */
static uint64_t message_hash(struct arena *a, struct str tmpl)
{
    size_t count;
    struct template_piece *pieces = template_parse(a, tmpl, &count);
    struct buf words = BUF_INIT(TEMPLATE_MAX * 4);
    for (size_t i = 0; i < count; i++) {
        size_t n = 0;
        struct token *tokens =
            pieces[i].placeholder ? NULL : token_split(a, pieces[i].text, WORDS_MAX, &n);
        for (size_t k = 0; k < n; k++) {
            buf_put(&words, tokens[k].term);
            buf_putc(&words, ' ');
        }
    }
    uint64_t hash = words.n ? hash64(buf_str(&words)) : 0;
    buf_release(&words);
    return hash;
}

static int add_entry(void *ctx, const struct kb_entry *k)
{
    struct shared *s = ctx;
    const struct entry *e = &k->entry;
    arena_reset(s->scratch);
    s->entries = mem_grow(s->entries, s->count, &s->cap, sizeof *s->entries);
    struct stated *to = &s->entries[s->count++];
    *to = (struct stated){.id = arena_dup(s->arena, e->id)};
    to->messages = arena_zalloc(s->arena, e->signature_count + 1, sizeof *to->messages);
    for (size_t i = 0; i < e->signature_count; i++) {
        uint64_t hash = e->signatures[i].kind == SIGNATURE_MESSAGE
                            ? message_hash(s->scratch, e->signatures[i].text)
                            : 0;
        if (hash)
            to->messages[to->count++] = hash;
    }
    return 0;
}

struct shared *shared_new(struct kb *const *kbs, size_t count, struct err *err)
{
    struct shared *s = mem_zalloc(1, sizeof *s);
    s->arena = arena_new();
    s->scratch = arena_new();
    for (size_t i = 0; i < count; i++)
        if (kb_each(kbs[i], add_entry, s, err) != 0) {
            shared_free(s);
            return NULL;
        }
    return s;
}

void shared_free(struct shared *s)
{
    if (!s)
        return;
    arena_free(s->arena);
    arena_free(s->scratch);
    mem_free(s->entries);
    mem_free(s->expected);
    mem_free(s);
}

void shared_expect(struct shared *s, const struct label *l)
{
    s->expected_count = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct stated *e = &s->entries[i];
        if (!e->count || label_judge(l, e->id) != JUDGED_RIGHT)
            continue;
        for (size_t k = 0; k < e->count; k++) {
            s->expected = mem_grow(s->expected, s->expected_count, &s->expected_cap,
                                   sizeof *s->expected);
            s->expected[s->expected_count++] = e->messages[k];
        }
    }
}

bool shared_has(const struct shared *s, const struct entry *e)
{
    bool found = false;
    arena_reset(s->scratch);
    for (size_t i = 0; i < e->signature_count && !found; i++) {
        if (e->signatures[i].kind != SIGNATURE_MESSAGE)
            continue;
        uint64_t hash = message_hash(s->scratch, e->signatures[i].text);
        for (size_t k = 0; k < s->expected_count && !found; k++)
            found = hash && hash == s->expected[k];
    }
    return found;
}
