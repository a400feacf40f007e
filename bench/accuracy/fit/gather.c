#include "gather.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"

enum {
    FACETS_MAX = 8,
    MESSAGE_LETTERS_MIN = 12, /* a shorter message is no query */
    SHAPE_WORDS = 5,          /* lines whose first ones are the same have one shape */
    SHAPE_LETTERS_MIN = 3,
    SHAPE_REPEATS = 3, /* lines of one shape that are asked */
};

static uint64_t document_topic(struct str id)
{
    size_t hash = str_find_char(id, '#');
    return hash64(hash == STR_NOT_FOUND ? id : str_slice(id, 0, hash));
}

/* ---- labelled queries ------------------------------------------------------------------------ */

int gather_labels(struct collector *c, const char *path, bool bare, const char *set,
                  struct examples *x, struct err *err)
{
    struct arena *a = arena_new();
    size_t count;
    int result = -1;
    struct label *labels = labels_read(a, path, &count, err);
    for (size_t i = 0; labels && i < count; i++) {
        const struct label *l = &labels[i];
        struct asked q = {.label = l, .weight = 1, .set = examples_set(x, set)};
        x->labelled[q.set] = true;
        if (l->says == LABEL_NOT)
            continue;
        q.text = bare ? label_without_codes(a, l) : l->text;
        q.truth = l->says == LABEL_ENTRIES ? TRUTH_ENTRY : TRUTH_NONE;
        q.topic = l->says == LABEL_ENTRIES ? document_topic(l->expect[0]) : hash64(l->text);
        if (collect(c, &q, err) != 0)
            goto out;
    }
    result = labels ? 0 : -1;
out:
    arena_free(a);
    return result;
}

/* ---- samples --------------------------------------------------------------------------------- */

struct sampling {
    struct collector *c;
    struct examples *x;
    struct err *err;
};

static int add_samples(void *ctx, const struct kb_entry *e)
{
    struct sampling *s = ctx;
    struct str id = e->entry.id;
    for (size_t i = 0; i < e->entry.sample_count; i++) {
        const struct sample *sample = &e->entry.samples[i];
        struct facet facets[FACETS_MAX];
        struct str text = sample->facets, part, name;
        struct label l = {.text = sample->text,
                          .says = LABEL_ENTRIES,
                          .expect = &id,
                          .expect_count = 1,
                          .facets = facets};
        while (l.facet_count < FACETS_MAX && str_next_part(&text, ' ', &part))
            if (part.n && str_next_part(&part, '=', &name))
                facets[l.facet_count++] = (struct facet){.name = name, .value = part};
        const struct asked q = {
            .label = &l,
            .text = sample->text,
            .topic = hash64(id),
            .weight = 1,
            .set = examples_set(s->x, sample->matches ? GATHER_SAMPLES : GATHER_NEAR_MISSES),
            .truth = sample->matches ? TRUTH_ENTRY : TRUTH_NOT};
        if (collect(s->c, &q, s->err) != 0)
            return -1;
    }
    return 0;
}

int gather_samples(struct collector *c, struct kb *kb, struct examples *x, struct err *err)
{
    struct sampling s = {c, x, err};
    return kb_each(kb, add_samples, &s, err);
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* What a line begins with, as words without digits: lines that are repeated with other values have
 * the same. */
static uint64_t shape_of(struct str line)
{
    struct str word;
    struct buf shape = BUF_INIT(4096);
    for (size_t n = 0; n < SHAPE_WORDS && str_next_part(&line, ' ', &word);) {
        bool plain = word.n >= SHAPE_LETTERS_MIN;
        for (size_t i = 0; i < word.n && plain; i++)
            plain = !ascii_is_digit(word.p[i]);
        if (plain) {
            buf_put(&shape, word);
            buf_putc(&shape, ' ');
            n++;
        }
    }
    uint64_t hash = hash64(buf_str(&shape));
    buf_release(&shape);
    return hash;
}

/* Has as many lines of this shape been seen before? */
static bool is_repeated(struct map *seen, uint64_t shape)
{
    bool is_new;
    uint32_t *times = map_put(seen, str_n((const char *)&shape, sizeof shape), 0, &is_new);
    return (*times)++ >= SHAPE_REPEATS;
}

int gather_lines(struct collector *c, const struct line_pool *noise, size_t most,
                 struct examples *x, struct err *err)
{
    struct map *seen = map_new();
    size_t step = most ? (noise->count + most - 1) / most : 0;
    int result = 0;
    for (size_t i = 0; step && i < noise->count && result == 0; i += step) {
        const struct label l = {.text = noise->lines[i], .says = LABEL_NONE};
        uint64_t shape = shape_of(l.text);
        struct asked q = {
            .label = &l, .text = l.text, .topic = shape, .weight = 1, .truth = TRUTH_NONE};
        enum certainty certain;
        if (is_repeated(seen, shape))
            continue;
        result = collect_certain(c, l.text, &certain, err);
        q.set = examples_set(x, certain == MESSAGE_CERTAIN ? GATHER_QUOTED : GATHER_LINES);
        if (result == 0)
            result = collect(c, &q, err);
    }
    map_free(seen);
    return result;
}

/* ---- made of messages ------------------------------------------------------------------------ */

struct seed {
    struct str id, tmpl, code;
};

struct seeds {
    struct arena *arena;
    struct seed *items;
    size_t count, cap;
};

static size_t letters_of(struct str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += (unsigned char)text.p[i] >= 0x80 || ascii_is_alpha(text.p[i]);
    return n;
}

/* One message of each entry, by turns the first, the second, ...; codes that are only mentioned are
 * not its own. */
static int add_seed(void *ctx, const struct kb_entry *e)
{
    struct seeds *s = ctx;
    struct str code = STR_NONE, id = arena_dup(s->arena, e->entry.id);
    size_t messages = 0, turn = 0;
    for (size_t i = 0; i < e->entry.signature_count; i++) {
        const struct signature *g = &e->entry.signatures[i];
        if (g->kind == SIGNATURE_CODE && !g->mentioned && code.n == 0)
            code = arena_dup(s->arena, g->text);
        messages += g->kind == SIGNATURE_MESSAGE;
    }
    size_t wanted = messages ? s->count % messages : 0;
    for (size_t i = 0; i < e->entry.signature_count; i++) {
        const struct signature *g = &e->entry.signatures[i];
        if (g->kind != SIGNATURE_MESSAGE || turn++ != wanted ||
            letters_of(g->text) < MESSAGE_LETTERS_MIN)
            continue;
        s->items = mem_grow(s->items, s->count, &s->cap, sizeof *s->items);
        s->items[s->count++] = (struct seed){id, arena_dup(s->arena, g->text), code};
    }
    return 0;
}

static int seeds_read(struct seeds *s, struct kb *kb, struct err *err)
{
    *s = (struct seeds){.arena = arena_new()};
    return kb_each(kb, add_seed, s, err);
}

static void seeds_free(struct seeds *s)
{
    arena_free(s->arena);
    mem_free(s->items);
}

/* The seeds in an order of chance, so that the first ones are a sample. */
static void shuffle(struct seeds *s, struct random *r)
{
    for (size_t i = s->count; i > 1; i--) {
        size_t k = random_below(r, i);
        struct seed swapped = s->items[k];
        s->items[k] = s->items[i - 1];
        s->items[i - 1] = swapped;
    }
}

static enum damage damage_of(struct random *r, const struct seed *s)
{
    enum damage damage = (enum damage)random_below(r, DAMAGES);
    return damage == DAMAGE_CODE && s->code.n == 0 ? DAMAGE_NONE : damage;
}

static struct random random_of(uint64_t seed)
{
    return (struct random){.state = seed * 0x9E3779B97F4A7C15u | 1};
}

int gather_generated(struct collector *c, struct kb *kb, const struct gather_made *made,
                     struct examples *x, struct err *err)
{
    struct seeds s;
    struct arena *a = arena_new();
    struct random r = random_of(made->seed);
    int result = seeds_read(&s, kb, err);
    if (result == 0)
        shuffle(&s, &r);
    for (size_t i = 0; i < min_size(s.count, made->most) && result == 0; i++) {
        const struct seed *from = &s.items[i];
        struct str id = from->id;
        struct label l = {.says = LABEL_ENTRIES, .expect = &id, .expect_count = 1};
        arena_reset(a);
        l.text = generate(a, &r, damage_of(&r, from), from->tmpl, from->code, made->noise);
        const struct asked q = {.label = &l,
                                .text = l.text,
                                .topic = document_topic(id),
                                .weight = 1,
                                .set = examples_set(x, GATHER_GENERATED),
                                .truth = TRUTH_ENTRY};
        result = collect(c, &q, err);
    }
    seeds_free(&s);
    arena_free(a);
    return result;
}

/* ---- without the entry ----------------------------------------------------------------------- */

struct part {
    struct str source;
    unsigned number;
    int64_t *rows;
    size_t count, cap;
};

static bool in_part(struct str document, unsigned number)
{
    return hash64(document) % GATHER_FOLDS == number;
}

static int note_document(void *ctx, int64_t row, const struct document *d)
{
    struct part *p = ctx;
    struct buf id = BUF_INIT(1 << 16);
    buf_printf(&id, "%.*s/%.*s", STR_ARG(p->source), STR_ARG(d->path));
    if (in_part(buf_str(&id), p->number)) {
        p->rows = mem_grow(p->rows, p->count, &p->cap, sizeof *p->rows);
        p->rows[p->count++] = row;
    }
    buf_release(&id);
    return 0;
}

struct noting {
    struct kb *kb;
    struct part *part;
    struct err *err;
    struct arena *arena;
};

static int note_source(void *ctx, const struct source *s)
{
    struct noting *n = ctx;
    struct source found;
    int64_t row;
    n->part->source = s->name;
    if (kb_find_source(n->kb, s->name, n->arena, &found, &row, n->err) != 0)
        return -1;
    return kb_each_document(n->kb, row, note_document, n->part, n->err);
}

/* The knowledge base without the documents of one part, in memory. */
static struct kb *reduced(const char *path, unsigned number, struct err *err)
{
    struct part part = {.number = number};
    struct arena *a = arena_new();
    struct kb *kb = kb_begin_copy(path, err);
    struct noting noting = {kb, &part, err, a};
    int result = kb ? kb_each_source(kb, note_source, &noting, err) : -1;
    for (size_t i = 0; i < part.count && result == 0; i++)
        result = kb_drop_document(kb, part.rows[i], err);
    if (result == 0)
        result = matcher_build_index(kb, err);
    if (result == 0)
        result = kb_commit(kb, err);
    if (result != 0) {
        kb_close(kb);
        kb = NULL;
    }
    mem_free(part.rows);
    arena_free(a);
    return kb;
}

static int ask_left_out(const struct seeds *s, unsigned number, const char *path,
                        const struct gather_made *made, struct examples *x, size_t *uncertain,
                        struct err *err)
{
    struct kb *kb = reduced(path, number, err);
    struct collector *c = kb ? collector_new(x, kb, err) : NULL;
    struct arena *a = arena_new();
    struct random r = random_of(made->seed + number + 1);
    const struct line_pool none = {0};
    int result = c ? 0 : -1;
    for (size_t i = 0; i < min_size(s->count, made->most) && result == 0; i++) {
        const struct seed *from = &s->items[i];
        size_t hash = str_find_char(from->id, '#');
        if (!in_part(str_slice(from->id, 0, hash), number))
            continue;
        struct label l = {.says = LABEL_NONE};
        arena_reset(a);
        l.text = generate(a, &r, damage_of(&r, from), from->tmpl, from->code, made->noise);
        const struct asked q = {.label = &l,
                                .text = l.text,
                                .topic = document_topic(from->id),
                                .weight = 1,
                                .set = examples_set(x, GATHER_LEFT_OUT),
                                .truth = TRUTH_NONE};
        enum certainty message, text = NOTHING_CERTAIN;
        result = collect_certain(c, generate(a, &r, DAMAGE_NONE, from->tmpl, STR_NONE, &none),
                                 &message, err);
        if (result == 0)
            result = collect_certain(c, l.text, &text, err);
        if (message == MESSAGE_CERTAIN || text != NOTHING_CERTAIN)
            ++*uncertain;
        else if (result == 0)
            result = collect(c, &q, err);
    }
    arena_free(a);
    collector_free(c);
    kb_close(kb);
    return result;
}

int gather_left_out(const char *kb_path, const struct gather_made *made, struct examples *x,
                    size_t *uncertain, struct err *err)
{
    struct kb *kb = kb_open(kb_path, err);
    struct seeds s = {0};
    struct random r = random_of(made->seed);
    int result = kb ? seeds_read(&s, kb, err) : -1;
    if (result == 0)
        shuffle(&s, &r);
    for (unsigned n = 0; n < GATHER_FOLDS && result == 0; n++)
        result = ask_left_out(&s, n, kb_path, made, x, uncertain, err);
    seeds_free(&s);
    kb_close(kb);
    return result;
}

/* ---- noise ----------------------------------------------------------------------------------- */

int gather_noise(const char *kb_path, struct arena *a, const struct line_pool *lines,
                 struct line_pool *noise, struct err *err)
{
    struct examples x;
    examples_init(&x);
    struct kb *kb = kb_open(kb_path, err);
    struct collector *c = kb ? collector_new(&x, kb, err) : NULL;
    struct str *kept = arena_alloc(a, (lines->count + 1) * sizeof *kept);
    int result = c ? 0 : -1;
    *noise = (struct line_pool){.lines = kept};
    for (size_t i = 0; i < lines->count && result == 0; i++) {
        enum certainty certain;
        result = collect_certain(c, lines->lines[i], &certain, err);
        if (certain == NOTHING_CERTAIN)
            kept[noise->count++] = lines->lines[i];
    }
    collector_free(c);
    kb_close(kb);
    examples_free(&x);
    return result;
}
