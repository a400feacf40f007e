/*
 * engine.c - errkb as one of the engines of this benchmark, and what of the benchmark only errkb
 * can make: the documents, and labelled queries without their codes.
 *
 *   errkb-engine documents KB               the entries as documents.jsonl, on stdout
 *   errkb-engine queries KB SET FILE        labelled queries as queries.jsonl of that set, on
 * stdout errkb-engine queries --strip-codes ...  the same without the codes in their texts
 *   errkb-engine answer KB QUERIES ANSWERS  answers each line of QUERIES, as a process that stays
 *   errkb-engine answer --once KB ...       the same without the pass that warms it up
 *
 * README.md describes the formats.
 */
#include "base/io.h"
#include "base/map.h"
#include "eval/labels.h"
#include "eval/shared.h"
#include "match/index.h"
#include "match/matcher.h"
#include "report/json_put.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { FILE_MAX_BYTES = 1 << 30, LINE_MAX_BYTES = 16 << 20, ANSWERS = 10 };

static int write_all(FILE *to, struct buf *b)
{
    bool whole = !b->cut && fwrite(b->p, 1, b->n, to) == b->n;
    buf_clear(b);
    return whole ? 0 : -1;
}

/* ---- the knowledge base: its groups of near-duplicates ------------------------------------------
 */

struct group {
    int64_t row;
    uint32_t first; /* entry of the index that its group is known by */
};

struct base {
    struct arena *arena;
    struct kb *kb;
    struct index *index;
    struct group *groups; /* sorted by row */
    size_t count;
    struct str *names;           /* id of the first entry of each group, as they come */
    struct str *ids, *groups_of; /* of all entries in their order */
    size_t ids_count;
};

static int by_row(const void *x, const void *y)
{
    int64_t a = ((const struct group *)x)->row, b = ((const struct group *)y)->row;
    return (a > b) - (a < b);
}

static int add_id(void *ctx, const struct kb_entry *k)
{
    struct base *b = ctx;
    struct group key = {.row = k->row};
    const struct group *g = bsearch(&key, b->groups, b->count, sizeof *b->groups, by_row);
    struct str id = arena_dup(b->arena, k->entry.id);
    if (!g || b->ids_count >= b->count)
        return 0;
    if (b->names[g->first].n == 0)
        b->names[g->first] = id;
    b->ids[b->ids_count] = id;
    b->groups_of[b->ids_count++] = b->names[g->first];
    return 0;
}

static int base_open(struct base *b, const char *path, struct err *err)
{
    *b = (struct base){.arena = arena_new()};
    b->kb = kb_open(path, err);
    b->index = b->kb ? index_open(b->kb, err) : NULL;
    if (!b->index)
        return -1;
    uint32_t entries = index_counts(b->index).entries;
    b->groups = arena_zalloc(b->arena, entries + 1, sizeof *b->groups);
    b->names = arena_zalloc(b->arena, entries + 1, sizeof *b->names);
    b->ids = arena_zalloc(b->arena, entries + 1, sizeof *b->ids);
    b->groups_of = arena_zalloc(b->arena, entries + 1, sizeof *b->groups_of);
    for (uint32_t i = 0; i < entries; i++) {
        const struct index_entry *e = index_entry(b->index, i);
        if (e && e->group < entries)
            b->groups[b->count++] = (struct group){.row = e->row, .first = e->group};
    }
    qsort(b->groups, b->count, sizeof *b->groups, by_row);
    return kb_each(b->kb, add_id, b, err);
}

static void base_close(struct base *b)
{
    index_close(b->index);
    kb_close(b->kb);
    arena_free(b->arena);
}

/* ---- documents ------------------------------------------------------------------------------- */

struct documents {
    struct base base;
    size_t at;
    struct buf out;
};

static void put_signatures(struct json_put *j, const struct entry *e, const char *key,
                           enum signature_kind kind, bool mentioned)
{
    json_put_open(j, key, '[');
    for (size_t i = 0; i < e->signature_count; i++)
        if (e->signatures[i].kind == kind && e->signatures[i].mentioned == mentioned)
            json_put_text(j, NULL, e->signatures[i].text);
    json_put_close(j, ']');
}

static int put_document(void *ctx, const struct kb_entry *k)
{
    struct documents *d = ctx;
    const struct entry *e = &k->entry;
    bool grouped = d->at < d->base.ids_count && str_eq(d->base.ids[d->at], e->id);
    struct json_put j = {.out = &d->out};
    json_put_open(&j, NULL, '{');
    json_put_text(&j, "id", e->id);
    json_put_text(&j, "group", grouped ? d->base.groups_of[d->at] : e->id);
    json_put_text(&j, "title", e->title);
    put_signatures(&j, e, "messages", SIGNATURE_MESSAGE, false);
    put_signatures(&j, e, "codes", SIGNATURE_CODE, false);
    put_signatures(&j, e, "mentioned", SIGNATURE_CODE, true);
    json_put_text(&j, "cause", e->cause);
    json_put_text(&j, "remedy", e->remedy);
    json_put_text(&j, "body", e->body);
    json_put_close(&j, '}');
    buf_putc(&d->out, '\n');
    d->at += grouped;
    return write_all(stdout, &d->out);
}

static int documents(const char *path, struct err *err)
{
    struct documents d = {.out = BUF_INIT(LINE_MAX_BYTES)};
    int result = base_open(&d.base, path, err);
    if (result == 0)
        result = kb_each(d.base.kb, put_document, &d, err);
    buf_release(&d.out);
    base_close(&d.base);
    return result;
}

/* ---- queries --------------------------------------------------------------------------------- */

/* All ids that are right, and those that are only because nothing in the text tells them apart. */
static void put_right(struct json_put *j, const struct base *b, struct shared *s,
                      const struct label *l, struct str text)
{
    struct arena *a = arena_new();
    bool *right = arena_zalloc(a, b->ids_count + 1, sizeof *right);
    struct map *groups = map_new();
    for (size_t i = 0; i < b->ids_count; i++)
        if (label_judge(l, b->ids[i]) == JUDGED_RIGHT)
            map_put(groups, b->groups_of[i], 0, NULL);
    json_put_open(j, "right", '[');
    for (size_t i = 0; i < b->ids_count; i++) {
        right[i] = map_get(groups, b->groups_of[i]) != NULL;
        if (right[i])
            json_put_text(j, NULL, b->ids[i]);
    }
    json_put_close(j, ']');
    shared_expect(s, l, text);
    json_put_open(j, "shared", '[');
    for (size_t i = 0; i < b->ids_count; i++)
        if (!right[i] && shared_has(s, b->ids[i]) != SHARE_NONE)
            json_put_text(j, NULL, b->ids[i]);
    json_put_close(j, ']');
    map_free(groups);
    arena_free(a);
}

static int queries(bool strip, const char *kb_path, const char *set, const char *path,
                   struct err *err)
{
    struct arena *a = arena_new();
    struct buf out = BUF_INIT(LINE_MAX_BYTES);
    struct base b;
    struct shared *s = NULL;
    struct label *labels = NULL;
    size_t count = 0;
    int result = base_open(&b, kb_path, err);
    if (result == 0)
        s = shared_new(&b.kb, 1, err);
    if (s)
        labels = labels_read(a, path, &count, err);
    if (!labels)
        result = -1;
    for (size_t i = 0; i < count && result == 0; i++) {
        const struct label *l = &labels[i];
        if (l->says == LABEL_NOT)
            continue;
        struct str text = strip ? label_without_codes(a, l) : l->text;
        struct json_put j = {.out = &out};
        json_put_open(&j, NULL, '{');
        json_put_text(&j, "id", arena_printf(a, "%s:%zu", set, l->line));
        json_put_text(&j, "set", str_of(set));
        json_put_text(&j, "kind", l->kind);
        json_put_text(&j, "text", text);
        json_put_bool(&j, "answerable", l->says == LABEL_ENTRIES);
        put_right(&j, &b, s, l, text);
        json_put_close(&j, '}');
        buf_putc(&out, '\n');
        result = write_all(stdout, &out);
    }
    shared_free(s);
    base_close(&b);
    buf_release(&out);
    arena_free(a);
    return result;
}

/* ---- answers --------------------------------------------------------------------------------- */

struct question {
    struct str id, text;
};

static struct question *read_questions(struct arena *a, const char *path, size_t *count,
                                       struct err *err)
{
    struct buf bytes = BUF_INIT(FILE_MAX_BYTES);
    struct question *all = NULL;
    size_t n = 0, cap = 0;
    struct str rest, line;
    if (io_read_file(path, &bytes, err) != 0)
        goto out;
    all = arena_grow(a, all, n, &cap, sizeof *all);
    rest = buf_str(&bytes);
    while (str_next_line(&rest, &line)) {
        json_t *root = json_loadb(line.p, line.n, 0, NULL);
        const json_t *id = json_object_get(root, "id"), *text = json_object_get(root, "text");
        if (!json_is_string(id) || !json_is_string(text)) {
            json_decref(root);
            err_set(err, ERR_INVALID, "%s:%zu: no object with \"id\" and \"text\"", path, n + 1);
            all = NULL;
            goto out;
        }
        all = arena_grow(a, all, n, &cap, sizeof *all);
        all[n].id = arena_dup(a, str_n(json_string_value(id), json_string_length(id)));
        all[n++].text = arena_dup(a, str_n(json_string_value(text), json_string_length(text)));
        json_decref(root);
    }
out:
    *count = n;
    buf_release(&bytes);
    return all;
}

static void put_answer(struct buf *out, struct str id, const struct answer *a, double us)
{
    struct json_put j = {.out = out};
    json_put_open(&j, NULL, '{');
    json_put_text(&j, "id", id);
    json_put_text(&j, "verdict", str_of(verdict_name(a->verdict)));
    json_put_real(&j, "us", us);
    json_put_open(&j, "answers", '[');
    for (size_t i = 0; i < a->match_count; i++) {
        json_put_open(&j, NULL, '{');
        json_put_text(&j, "id", a->matches[i].entry.entry.id);
        json_put_real(&j, "score", a->matches[i].confidence);
        json_put_close(&j, '}');
    }
    json_put_close(&j, ']');
    json_put_close(&j, '}');
    buf_putc(out, '\n');
}

/* The last of the passes is timed and written. */
static int answer(int passes, const char *kb_path, const char *path, const char *out_path,
                  struct err *err)
{
    struct arena *kept = arena_new(), *scratch = arena_new();
    struct buf line = BUF_INIT(LINE_MAX_BYTES);
    size_t count = 0;
    int result = -1;
    FILE *out = NULL;
    struct kb *kb = kb_open(kb_path, err);
    struct matcher *m = kb ? matcher_new(&kb, 1, err) : NULL;
    struct question *all = m ? read_questions(kept, path, &count, err) : NULL;
    if (!all)
        goto out;
    out = fopen(out_path, "w");
    if (!out) {
        err_set(err, ERR_IO, "%s: cannot be written", out_path);
        goto out;
    }
    for (int pass = 0; pass < passes; pass++)
        for (size_t i = 0; i < count; i++) {
            struct matcher_query q = {.text = all[i].text, .limit = ANSWERS};
            struct answer a;
            struct timespec from, to;
            arena_reset(scratch);
            clock_gettime(CLOCK_MONOTONIC, &from);
            if (matcher_run(m, &q, scratch, &a, err) != 0)
                goto out;
            clock_gettime(CLOCK_MONOTONIC, &to);
            double us =
                (double)(to.tv_sec - from.tv_sec) * 1e6 + (double)(to.tv_nsec - from.tv_nsec) / 1e3;
            if (pass < passes - 1)
                continue;
            put_answer(&line, all[i].id, &a, us);
            if (write_all(out, &line) != 0) {
                err_set(err, ERR_IO, "%s: cannot be written", out_path);
                goto out;
            }
        }
    result = 0;
out:
    if (out && fclose(out) != 0 && result == 0)
        result = err_set(err, ERR_IO, "%s: cannot be written", out_path);
    matcher_free(m);
    kb_close(kb);
    buf_release(&line);
    arena_free(scratch);
    arena_free(kept);
    return result;
}

int main(int argc, char **argv)
{
    struct err err = {.message = "cannot write"};
    int result;
    struct str what = str_of(argc > 1 ? argv[1] : "");
    bool once = argc > 2 && str_eq(str_of(argv[2]), STR("--once"));
    bool strip = argc > 2 && str_eq(str_of(argv[2]), STR("--strip-codes"));
    if (str_eq(what, STR("documents")) && argc == 3) {
        result = documents(argv[2], &err);
    } else if (str_eq(what, STR("queries")) && argc == 5 + strip) {
        result = queries(strip, argv[2 + strip], argv[3 + strip], argv[4 + strip], &err);
    } else if (str_eq(what, STR("answer")) && argc == 5 + once) {
        result = answer(once ? 1 : 2, argv[2 + once], argv[3 + once], argv[4 + once], &err);
    } else {
        fputs("usage: errkb-engine documents KB | queries [--strip-codes] KB SET FILE |"
              " answer [--once] KB QUERIES ANSWERS\n",
              stderr);
        return 2;
    }
    if (result != 0 || fflush(stdout) != 0) {
        fprintf(stderr, "errkb-engine: %s\n", err.message);
        return 2;
    }
    return 0;
}
