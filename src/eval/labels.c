#include "eval/labels.h"

#include "base/io.h"
#include "text/code.h"
#include "text/decode.h"

#include <jansson.h>

static struct str json_text(struct arena *a, const json_t *value)
{
    if (!json_is_string(value))
        return STR_NONE;
    return arena_dup(a, str_n(json_string_value(value), json_string_length(value)));
}

static int read_expect(struct arena *a, const json_t *expect, struct label *l)
{
    l->expect = arena_zalloc(a, LABELS_EXPECT_MAX, sizeof *l->expect);
    l->says = json_is_null(expect) ? LABEL_NONE : LABEL_ENTRIES;
    if (l->says == LABEL_NONE)
        return 0;
    if (!json_is_array(expect)) {
        l->expect[l->expect_count++] = json_text(a, expect);
        return l->expect[0].n ? 0 : -1;
    }
    if (json_array_size(expect) == 0 || json_array_size(expect) > LABELS_EXPECT_MAX)
        return -1;
    for (size_t i = 0; i < json_array_size(expect); i++) {
        struct str id = json_text(a, json_array_get(expect, i));
        if (id.n == 0)
            return -1;
        l->expect[l->expect_count++] = id;
    }
    return 0;
}

/* A line of feedback: what was given, and whether that was right. */
static int read_right(struct arena *a, const json_t *root, struct label *l)
{
    const json_t *right = json_object_get(root, "right");
    struct str verdict = json_text(a, json_object_get(root, "verdict"));
    struct str entry = json_text(a, json_object_get(root, "entry"));
    bool none = entry.n == 0 || str_eq(verdict, STR("none"));
    if (!json_is_boolean(right))
        return -1;
    l->expect = arena_zalloc(a, LABELS_EXPECT_MAX, sizeof *l->expect);
    if (json_is_true(right)) {
        l->says = none ? LABEL_NONE : LABEL_ENTRIES;
        if (!none)
            l->expect[l->expect_count++] = entry;
    } else {
        l->says = LABEL_NOT;
        l->given = none ? STR_NONE : entry;
    }
    return 0;
}

static int read_facets(struct arena *a, const json_t *facets, struct label *l)
{
    if (!facets)
        return 0;
    if (!json_is_object(facets) || json_object_size(facets) > LABELS_FACETS_MAX)
        return -1;
    l->facets = arena_zalloc(a, LABELS_FACETS_MAX, sizeof *l->facets);
    /* jansson's iterators want an object that could change. */
    json_t *object = (json_t *)(uintptr_t)facets;
    for (void *i = json_object_iter(object); i; i = json_object_iter_next(object, i)) {
        struct str value = json_text(a, json_object_iter_value(i));
        if (value.n == 0)
            return -1;
        l->facets[l->facet_count++] =
            (struct facet){.name = arena_dup(a, str_of(json_object_iter_key(i))), .value = value};
    }
    return 0;
}

static const char *read_fields(struct arena *a, const json_t *root, struct label *l)
{
    const json_t *expect = json_object_get(root, "expect"), *text = json_object_get(root, "text");
    if (!json_is_string(text))
        return "\"text\" must be a string";
    l->text = json_text(a, text);
    l->kind = json_text(a, json_object_get(root, "kind"));
    l->code = json_text(a, json_object_get(root, "code"));
    l->note = json_text(a, json_object_get(root, "note"));
    if (expect && read_expect(a, expect, l) != 0)
        return "\"expect\" must be a document, a list of up to 64 documents or entry ids, or null";
    if (!expect && read_right(a, root, l) != 0)
        return "there must be \"expect\", or \"right\": true or false";
    if (read_facets(a, json_object_get(root, "facets"), l) != 0)
        return "\"facets\" must be an object of up to 16 names with texts";
    return NULL;
}

static int read_label(struct arena *a, const char *path, struct str line, struct label *l,
                      struct err *err)
{
    json_error_t trouble;
    json_t *root = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &trouble);
    if (!json_is_object(root)) {
        err_set(err, ERR_INVALID, "%s:%zu: not a JSON object: %s", path, l->line,
                root ? "another value" : trouble.text);
        json_decref(root);
        return -1;
    }
    const char *fault = read_fields(a, root, l);
    json_decref(root);
    return fault ? err_set(err, ERR_INVALID, "%s:%zu: %s", path, l->line, fault) : 0;
}

struct label *labels_read(struct arena *a, const char *path, size_t *count, struct err *err)
{
    struct buf bytes = BUF_INIT(LABELS_FILE_MAX);
    struct label *labels = NULL;
    size_t n = 0, cap = 0, number = 0;
    struct str rest, line;
    if (io_read_file(path, &bytes, err) != 0)
        goto fail;
    labels = arena_grow(a, labels, n, &cap, sizeof *labels);
    rest = buf_str(&bytes);
    while (str_next_line(&rest, &line)) {
        number++;
        if (str_trim(line).n == 0)
            continue;
        labels = arena_grow(a, labels, n, &cap, sizeof *labels);
        labels[n] = (struct label){.line = number};
        if (read_label(a, path, line, &labels[n], err) != 0)
            goto fail;
        n++;
    }
    buf_release(&bytes);
    *count = n;
    return labels;
fail:
    buf_release(&bytes);
    return NULL;
}

/* The label's own code, wherever it stands as a word of its own. */
static bool own_code_at(const struct label *l, size_t at)
{
    return l->code.n && str_ieq(str_slice(l->text, at, at + l->code.n), l->code) &&
           (at == 0 || !ascii_is_alnum(l->text.p[at - 1])) &&
           (at + l->code.n >= l->text.n || !ascii_is_alnum(l->text.p[at + l->code.n]));
}

struct str label_without_codes(struct arena *a, const struct label *l)
{
    struct code codes[CODES_MAX];
    size_t n = min_size(code_find(l->text, codes, CODES_MAX), CODES_MAX), next = 0;
    struct buf out = BUF_INIT(l->text.n);
    for (size_t i = 0; i < l->text.n;) {
        while (next < n && (codes[next].at < i || codes[next].flags & CODE_WEAK ||
                            codes[next].ns == CODE_SYMBOL))
            next++;
        if (next < n && codes[next].at == i) {
            i += codes[next].text.n;
        } else if (own_code_at(l, i)) {
            i += l->code.n;
        } else {
            buf_putc(&out, l->text.p[i++]);
        }
    }
    struct str text = arena_dup(a, buf_str(&out));
    buf_release(&out);
    return text;
}

enum judgement label_judge(const struct label *l, struct str id)
{
    enum judgement best = JUDGED_WRONG;
    for (size_t i = 0; i < l->expect_count; i++) {
        struct str want = l->expect[i];
        if (str_eq(id, want))
            return JUDGED_RIGHT;
        bool below = id.n > want.n && str_starts(id, want);
        if (str_find_char(want, '#') == STR_NOT_FOUND) {
            if (below && id.p[want.n] == '#')
                return JUDGED_RIGHT;
        } else if (below && id.p[want.n] == '/') {
            return JUDGED_RIGHT;
        } else if (str_eq(entry_id_place(id), entry_id_place(want))) {
            best = JUDGED_NEAR;
        }
    }
    return best;
}
