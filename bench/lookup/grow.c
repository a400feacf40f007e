/*
 * errkb-grow: a knowledge base many times as large as a given one, to see what grows with it.
 *
 *     errkb-grow FROM.kb TO.kb TIMES
 *
 * The first copy is the knowledge base itself; in each further one words that tell are others, made
 * of letters like theirs, and so are the digits of codes. A word has TIMES^0.55 variants in all, so
 * that the vocabulary grows as it does with real text (Heaps' law); common words stay what they are.
 * The same arguments give the same entries.
 */
#include "base/arena.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "cli/cmd.h"
#include "cli/opt.h"
#include "cli/out.h"
#include "match/matcher.h"

#include <math.h>
#include <time.h>

enum {
    WORD_MIN = 4,        /* letters of a word that is varied */
    COMMON_SHARE = 50,   /* a word in one of so many entries is common */
    DIGITS_MIN = 3,      /* of a code */
    TEXT_MAX = 64 << 20, /* bytes */
};

struct grow {
    struct kb *from, *to;
    struct arena *arena; /* of the document at hand */
    struct map *words;   /* lower case -> entries that have it */
    uint32_t entries, common, variants;
    uint32_t copy; /* 0: as it is */
    struct str source;
    int64_t source_row, document_row;
    struct buf text;
    struct err *err;
};

static bool is_word(char c)
{
    return ascii_is_alnum(c) || c == '_';
}

/* The next run of letters, digits, '_' from *at on; false at the end. Placeholders are left out. */
static bool next_word(struct str s, size_t *at, struct str *word)
{
    size_t i = *at;
    bool inside = false;
    for (; i < s.n && (inside || !is_word(s.p[i])); i++)
        inside = s.p[i] == '{' || (inside && s.p[i] != '}' && s.p[i] != '\n');
    size_t start = i;
    while (i < s.n && is_word(s.p[i]))
        i++;
    *at = i;
    *word = str_slice(s, start, i);
    return word->n > 0;
}

static struct str lower(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = ascii_lower(s.p[i]);
    return str_n(p, s.n);
}

/* ---- counting -------------------------------------------------------------------------------- */

static int count_words(void *ctx, const struct kb_entry *e)
{
    struct grow *g = ctx;
    struct str word;
    arena_reset(g->arena);
    struct map *seen = map_new();
    for (size_t at = 0; next_word(e->entry.body, &at, &word);) {
        bool is_new;
        struct str key = lower(g->arena, word);
        map_put(seen, key, 1, &is_new);
        if (is_new)
            ++*map_put(g->words, key, 0, NULL);
    }
    map_free(seen);
    g->entries++;
    return 0;
}

/* ---- another copy ---------------------------------------------------------------------------- */

static char other_letter(char c, uint64_t *h)
{
    static const char vowels[] = "aeiou", others[] = "bcdfghklmnprstvw";
    bool vowel = strchr(vowels, ascii_lower(c)) != NULL;
    *h = *h * 6364136223846793005u + 1442695040888963407u;
    char o = vowel ? vowels[(*h >> 40) % 5] : others[(*h >> 40) % 16];
    return ascii_is_upper(c) ? ascii_upper(o) : o;
}

static uint64_t mix(struct str word, uint32_t number)
{
    const uint64_t both[] = {hash64(word), number};
    return hash64(str_n((const char *)both, sizeof both));
}

static void put_word(struct grow *g, struct str word)
{
    struct str key = lower(g->arena, word);
    const uint32_t *count = map_get(g->words, key);
    size_t digits = 0;
    for (size_t i = 0; i < word.n; i++)
        digits += ascii_is_digit(word.p[i]);
    uint32_t variant = (uint32_t)(mix(key, g->copy) % g->variants);
    bool code = digits >= DIGITS_MIN;
    bool telling = word.n >= WORD_MIN && variant && !(count && *count > g->common);
    uint64_t h = code ? mix(key, g->copy) : mix(key, variant);
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i];
        if (code && ascii_is_digit(c)) {
            h = h * 6364136223846793005u + 1442695040888963407u;
            c = (char)('1' + (h >> 40) % 9);
        } else if (telling && !code && ascii_is_alpha(c)) {
            c = other_letter(c, &h);
        }
        buf_putc(&g->text, c);
    }
}

static struct str vary(struct grow *g, struct str s)
{
    if (g->copy == 0)
        return s;
    struct str word;
    size_t done = 0;
    buf_clear(&g->text);
    for (size_t at = 0; next_word(s, &at, &word); done = at) {
        buf_put(&g->text, str_slice(s, done, (size_t)(word.p - s.p)));
        put_word(g, word);
    }
    buf_put(&g->text, str_skip(s, done));
    return arena_dup(g->arena, buf_str(&g->text));
}

static int put_entry(void *ctx, const struct kb_entry *k)
{
    struct grow *g = ctx;
    struct entry e = k->entry;
    size_t slash = str_find_char(e.id, '/');
    e.id = arena_concat(g->arena, g->source, str_skip(e.id, slash));
    e.title = vary(g, e.title);
    e.cause = vary(g, e.cause);
    e.remedy = vary(g, e.remedy);
    e.body = vary(g, e.body);
    e.signatures = arena_alloc(g->arena, (e.signature_count + 1) * sizeof *e.signatures);
    for (size_t i = 0; i < e.signature_count; i++) {
        e.signatures[i] = k->entry.signatures[i];
        e.signatures[i].text = vary(g, e.signatures[i].text);
    }
    e.alias_count = e.link_count = 0;
    return kb_put_entry(g->to, g->document_row, &e, g->err);
}

static int put_document(void *ctx, int64_t row, const struct document *d)
{
    struct grow *g = ctx;
    arena_reset(g->arena);
    if (kb_put_document(g->to, g->source_row, d, &g->document_row, g->err) != 0)
        return -1;
    return kb_each_entry_of(g->from, row, put_entry, g, g->err);
}

struct source_row {
    struct source source;
    int64_t row;
};

struct sources {
    struct kb *kb;
    struct arena *arena;
    struct source_row items[64];
    size_t count;
    struct err *err;
};

static int note_source(void *ctx, const struct source *s)
{
    struct sources *all = ctx;
    if (all->count == ARRAY_LEN(all->items))
        return err_set(all->err, ERR_INVALID, "more than %zu sources", ARRAY_LEN(all->items));
    struct source_row *r = &all->items[all->count++];
    return kb_find_source(all->kb, s->name, all->arena, &r->source, &r->row, all->err);
}

static int put_copies(struct grow *g, const struct sources *all, uint32_t times, struct arena *a)
{
    for (g->copy = 0; g->copy < times; g->copy++)
        for (size_t i = 0; i < all->count; i++) {
            struct source s = all->items[i].source;
            if (g->copy)
                s.name = arena_printf(a, "%.*s-%u", STR_ARG(s.name), g->copy);
            g->source = s.name;
            if (kb_put_source(g->to, &s, &g->source_row, g->err) != 0 ||
                kb_each_document(g->from, all->items[i].row, put_document, g, g->err) != 0)
                return -1;
        }
    return 0;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int grow(struct grow *g, const char *from, const char *to, uint32_t times)
{
    struct arena *a = arena_new();
    struct sources all = {.arena = a, .err = g->err};
    int result = -1;
    double start = now(), built = 0;
    g->from = all.kb = kb_open(from, g->err);
    if (!g->from || kb_each(g->from, count_words, g, g->err) != 0 ||
        kb_each_source(g->from, note_source, &all, g->err) != 0)
        goto out;
    g->common = g->entries / COMMON_SHARE;
    g->variants = (uint32_t)pow(times, 0.55);
    g->to = kb_begin(to, g->err);
    if (!g->to || put_copies(g, &all, times, a) != 0)
        goto out;
    built = now();
    if (matcher_build_index(g->to, g->err) != 0)
        goto out;
    out_printf("%u times %u entries: put in %.1f s, index in %.1f s", times, g->entries,
               built - start, now() - built);
    result = kb_commit(g->to, g->err);
    out_printf(", all in %.1f s\n", now() - start);
out:
    kb_close(g->to);
    kb_close(g->from);
    arena_free(a);
    return result;
}

int main(int argc, char **argv)
{
    const struct opt_command command = {"grow", "FROM.kb TO.kb TIMES",
                                        "Makes a knowledge base TIMES as large.", NULL, 0};
    int status = opt_parse(&command, &argc, argv);
    if (status >= 0)
        return status;
    uint64_t times;
    if (argc != 3 || !str_u64(str_of(argv[2]), 10, &times) || times == 0 || times > 1000)
        return opt_fault(&command, "give two files and a number up to 1000");
    struct err err;
    struct grow g = {.arena = arena_new(), .words = map_new(), .text = BUF_INIT(TEXT_MAX),
                     .err = &err};
    status = grow(&g, argv[0], argv[1], (uint32_t)times) == 0 ? STATUS_FOUND : out_trouble(&err);
    buf_release(&g.text);
    map_free(g.words);
    arena_free(g.arena);
    return out_finish(status);
}
