#include "eval/compare.h"

#include "base/io.h"

#include <jansson.h>

static struct str text_of(struct arena *a, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value))
        return STR_NONE;
    return arena_dup(a, str_n(json_string_value(value), json_string_length(value)));
}

static bool verdict_of(struct str name, enum verdict *verdict)
{
    static const enum verdict all[] = {VERDICT_MATCH, VERDICT_AMBIGUOUS, VERDICT_NONE};
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        if (str_eq(name, str_of(verdict_name(all[i])))) {
            *verdict = all[i];
            return true;
        }
    return false;
}

static bool read_query(struct arena *a, const json_t *query, struct earlier *e)
{
    const json_t *right = json_object_get(query, "right");
    e->right = json_is_true(right);
    e->entry = text_of(a, query, "entry");
    return json_is_boolean(right) && str_u64(text_of(a, query, "key"), 16, &e->key) &&
           verdict_of(text_of(a, query, "verdict"), &e->verdict);
}

struct earlier *earlier_read(struct arena *a, const char *path, size_t *count, struct err *err)
{
    struct buf bytes = BUF_INIT(COMPARE_FILE_MAX);
    struct earlier *all = NULL;
    json_t *root = NULL;
    json_error_t trouble = {.text = ""};
    const json_t *queries;
    bool good = true;
    if (io_read_file(path, &bytes, err) != 0)
        goto out;
    root = json_loadb(bytes.p ? bytes.p : "", bytes.n, JSON_ALLOW_NUL, &trouble);
    queries = json_object_get(root, "queries");
    *count = json_array_size(queries);
    all = arena_zalloc(a, *count + 1, sizeof *all);
    for (size_t i = 0; i < *count && good; i++)
        good = read_query(a, json_array_get(queries, i), &all[i]);
    if (!json_is_array(queries) || !good) {
        err_set(err, ERR_INVALID, "%s: neither a knowledge base nor what errkb eval --json printed",
                path);
        all = NULL;
    }
out:
    json_decref(root);
    buf_release(&bytes);
    return all;
}
