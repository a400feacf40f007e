#include "eval/shared.h"

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "text/code.h"
#include "text/function_word.h"
#include "text/template.h"
#include "text/token.h"

#include <stdlib.h>

enum {
    WORDS_MAX = 256,
    PART_WORDS_MIN = 4,    /* a shorter message is a part of many by chance */
    TITLE_LETTERS_MIN = 3, /* of a word that says what a title is about */
};

/* The literal words of a message in order, as hashes. */
struct wording {
    uint32_t *words;
    size_t count;
    uint64_t all;
};

/* One entry: what it is known by. */
struct stated {
    struct wording *messages;
    size_t message_count;
    uint64_t title; /* of its set of words; 0: it has none that say something */
    uint64_t *codes;
    size_t code_count;
    struct str id;
};

struct shared {
    struct arena *arena;
    struct arena *scratch;
    struct map *by_id;
    struct stated *entries;
    size_t count, cap;
    uint32_t *expected; /* entries */
    size_t expected_count, expected_cap;
    enum share *shares; /* of all entries with those */
};

static int by_hash(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static uint64_t hash_of(const uint32_t *words, size_t count)
{
    return count ? hash64(str_n((const char *)words, count * sizeof *words)) : 0;
}

static struct wording wording_of(struct shared *s, struct str tmpl)
{
    size_t count, cap = 0;
    struct wording w = {0};
    struct template_piece *pieces = template_parse(s->scratch, tmpl, &count);
    for (size_t i = 0; i < count; i++) {
        size_t n = 0;
        struct token *tokens =
            pieces[i].placeholder ? NULL : token_split(s->scratch, pieces[i].text, WORDS_MAX, &n);
        for (size_t k = 0; k < n; k++) {
            if (tokens[k].flags & TOKEN_PART)
                continue;
            w.words = arena_grow(s->arena, w.words, w.count, &cap, sizeof *w.words);
            w.words[w.count++] = (uint32_t)hash64(tokens[k].term);
        }
    }
    w.all = hash_of(w.words, w.count);
    return w;
}

static uint64_t title_hash(struct shared *s, struct str title)
{
    size_t n, count = 0;
    struct token *tokens = token_split(s->scratch, title, WORDS_MAX, &n);
    uint32_t words[WORDS_MAX];
    for (size_t i = 0; i < n; i++)
        if (!(tokens[i].flags & TOKEN_PART) && tokens[i].term.n >= TITLE_LETTERS_MIN &&
            !function_word(tokens[i].term))
            words[count++] = (uint32_t)hash64(tokens[i].term);
    qsort(words, count, sizeof *words, by_hash);
    return hash_of(words, count);
}

static void add_codes(struct shared *s, struct stated *to, const struct signature *g, size_t *cap)
{
    struct code codes[8];
    size_t n = min_size(code_find(g->text, codes, ARRAY_LEN(codes)), ARRAY_LEN(codes));
    for (size_t i = 0; i < n; i++) {
        to->codes = arena_grow(s->arena, to->codes, to->code_count, cap, sizeof *to->codes);
        to->codes[to->code_count++] = code_key(&codes[i]);
    }
}

static int add_entry(void *ctx, const struct kb_entry *k)
{
    struct shared *s = ctx;
    const struct entry *e = &k->entry;
    bool is_new;
    map_put(s->by_id, e->id, (uint32_t)s->count, &is_new);
    if (!is_new) /* an earlier knowledge base has it */
        return 0;
    arena_reset(s->scratch);
    s->entries = mem_grow(s->entries, s->count, &s->cap, sizeof *s->entries);
    struct stated *to = &s->entries[s->count++];
    size_t cap = 0;
    *to = (struct stated){.id = arena_dup(s->arena, e->id), .title = title_hash(s, e->title)};
    to->messages = arena_zalloc(s->arena, e->signature_count + 1, sizeof *to->messages);
    for (size_t i = 0; i < e->signature_count; i++) {
        const struct signature *g = &e->signatures[i];
        if (g->kind == SIGNATURE_CODE && !g->mentioned)
            add_codes(s, to, g, &cap);
        if (g->kind != SIGNATURE_MESSAGE)
            continue;
        struct wording w = wording_of(s, g->text);
        if (w.count)
            to->messages[to->message_count++] = w;
    }
    return 0;
}

struct shared *shared_new(struct kb *const *kbs, size_t count, struct err *err)
{
    struct shared *s = mem_zalloc(1, sizeof *s);
    s->arena = arena_new();
    s->scratch = arena_new();
    s->by_id = map_new();
    for (size_t i = 0; i < count; i++)
        if (kb_each(kbs[i], add_entry, s, err) != 0) {
            shared_free(s);
            return NULL;
        }
    s->shares = mem_zalloc(s->count + 1, sizeof *s->shares);
    return s;
}

void shared_free(struct shared *s)
{
    if (!s)
        return;
    arena_free(s->arena);
    arena_free(s->scratch);
    map_free(s->by_id);
    mem_free(s->entries);
    mem_free(s->expected);
    mem_free(s->shares);
    mem_free(s);
}

/* One's words stand in the other's, one behind the other. */
static bool is_part(const struct wording *part, const struct wording *of)
{
    if (part->count < PART_WORDS_MIN || part->count > of->count)
        return false;
    for (size_t i = 0; i + part->count <= of->count; i++)
        if (memcmp(part->words, of->words + i, part->count * sizeof *part->words) == 0)
            return true;
    return false;
}

static enum share share_of(const struct stated *a, const struct stated *b)
{
    bool titled = a->title && a->title == b->title;
    enum share best = SHARE_NONE;
    for (size_t i = 0; i < a->message_count; i++)
        for (size_t k = 0; k < b->message_count; k++) {
            const struct wording *x = &a->messages[i], *y = &b->messages[k];
            if (x->all == y->all)
                return SHARE_MESSAGE;
            if (titled && (is_part(x, y) || is_part(y, x)))
                best = SHARE_PROBLEM;
        }
    return best;
}

/* Does one of the expected entries' codes stand in the text? */
static bool tells_apart(const struct shared *s, struct str text)
{
    struct code codes[CODES_MAX];
    size_t n = min_size(code_find(text, codes, CODES_MAX), CODES_MAX);
    for (size_t i = 0; i < n; i++)
        for (size_t e = 0; e < s->expected_count; e++) {
            const struct stated *x = &s->entries[s->expected[e]];
            for (size_t k = 0; k < x->code_count; k++)
                if (x->codes[k] == code_key(&codes[i]))
                    return true;
        }
    return false;
}

size_t shared_expect(struct shared *s, const struct label *l, struct str text)
{
    size_t others = 0;
    memset(s->shares, 0, s->count * sizeof *s->shares);
    s->expected_count = 0;
    for (size_t i = 0; i < s->count && l->says == LABEL_ENTRIES; i++) {
        if (label_judge(l, s->entries[i].id) != JUDGED_RIGHT)
            continue;
        s->expected =
            mem_grow(s->expected, s->expected_count, &s->expected_cap, sizeof *s->expected);
        s->expected[s->expected_count++] = (uint32_t)i;
    }
    if (tells_apart(s, text))
        return 0;
    for (size_t i = 0; i < s->count; i++) {
        for (size_t k = 0; k < s->expected_count && s->shares[i] != SHARE_MESSAGE; k++) {
            enum share share = share_of(&s->entries[i], &s->entries[s->expected[k]]);
            s->shares[i] = share ? share : s->shares[i];
        }
        others += s->shares[i] != SHARE_NONE;
    }
    for (size_t k = 0; k < s->expected_count; k++) /* they share with themselves */
        others -= s->shares[s->expected[k]] != SHARE_NONE;
    return others;
}

enum share shared_has(const struct shared *s, struct str id)
{
    const uint32_t *i = map_get(s->by_id, id);
    return i ? s->shares[*i] : SHARE_NONE;
}

bool shared_known(const struct shared *s)
{
    return s->expected_count > 0;
}
