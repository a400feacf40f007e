#include "scan/values.h"

#include "base/mem.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>

enum { NAME_MAX_BYTES = 60, NAME_SIZE = 96 };

static char *copy(struct str s)
{
    char *p = mem_alloc(s.n);
    if (s.n)
        memcpy(p, s.p, s.n);
    return p;
}

/* What the i-th capture is called: the same as in an answer as JSON. */
static struct str name_of(const struct capture *captures, size_t i, char out[NAME_SIZE])
{
    struct str name = utf8_cut(captures[i].name, NAME_MAX_BYTES);
    if (name.n == 0)
        return str_n(out, (size_t)snprintf(out, NAME_SIZE, "%zu", i + 1));
    size_t before = 0;
    for (size_t j = 0; j < i; j++)
        before += str_eq(utf8_cut(captures[j].name, NAME_MAX_BYTES), name);
    if (before == 0)
        return name;
    return str_n(out, (size_t)snprintf(out, NAME_SIZE, "%.*s_%zu", STR_ARG(name), before + 1));
}

static void count_value(struct seen_values *s, struct str value)
{
    struct seen_value *least = &s->items[0];
    for (size_t i = 0; i < s->count; i++) {
        struct seen_value *v = &s->items[i];
        if (str_eq(str_n(v->text, v->n), value)) {
            v->count++;
            return;
        }
        least = v->count < least->count ? v : least;
    }
    if (s->count < VALUES_KEPT) {
        s->items[s->count++] = (struct seen_value){copy(value), value.n, 1, 0};
        return;
    }
    s->more = true;
    mem_free(least->text);
    *least = (struct seen_value){copy(value), value.n, least->count + 1, least->count};
}

void values_add(struct values *v, const struct capture *captures, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char room[NAME_SIZE];
        struct str name = name_of(captures, i, room);
        size_t at = 0;
        while (at < v->count && !str_eq(v->names[at].name, name))
            at++;
        if (at == v->count) {
            if (at == SUMMARY_NAMES_MAX)
                continue;
            v->names = mem_grow(v->names, v->count, &v->cap, sizeof *v->names);
            v->names[v->count++] = (struct seen_values){.name = str_n(copy(name), name.n)};
        }
        count_value(&v->names[at], utf8_cut(captures[i].value, SUMMARY_VALUE_BYTES));
    }
}

void values_release(struct values *v)
{
    for (size_t i = 0; i < v->count; i++) {
        mem_free((char *)v->names[i].name.p);
        for (size_t j = 0; j < v->names[i].count; j++)
            mem_free(v->names[i].items[j].text);
    }
    mem_free(v->names);
    *v = (struct values){0};
}

static uint64_t certain(const struct seen_value *v)
{
    return v->count - v->inherited;
}

static int by_count(const void *a, const void *b)
{
    const struct seen_value *x = *(struct seen_value *const *)a,
                            *y = *(struct seen_value *const *)b;
    if (certain(x) != certain(y))
        return certain(x) > certain(y) ? -1 : 1;
    return str_cmp(str_n(x->text, x->n), str_n(y->text, y->n));
}

const struct capture_values *values_list(const struct values *v, struct arena *a)
{
    struct capture_values *out = arena_zalloc(a, v->count, sizeof *out);
    for (size_t i = 0; i < v->count; i++) {
        const struct seen_values *s = &v->names[i];
        const struct seen_value *order[VALUES_KEPT];
        for (size_t j = 0; j < s->count; j++)
            order[j] = &s->items[j];
        qsort(order, s->count, sizeof order[0], by_count);
        out[i].name = arena_dup(a, s->name);
        out[i].value_count = min_size(s->count, SUMMARY_CAPTURES_MAX);
        out[i].more = s->more || s->count > SUMMARY_CAPTURES_MAX;
        for (size_t j = 0; j < out[i].value_count; j++) {
            out[i].values[j] = arena_dup(a, str_n(order[j]->text, order[j]->n));
            out[i].counts[j] = certain(order[j]);
        }
    }
    return out;
}
