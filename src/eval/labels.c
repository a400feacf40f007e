#include "eval/labels.h"

#include "base/io.h"
#include "store/entry.h"
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
    if (json_is_null(expect))
        return 0;
    if (json_is_string(expect)) {
        l->expect[l->expect_count++] = json_text(a, expect);
        return 0;
    }
    if (!json_is_array(expect) || json_array_size(expect) == 0 ||
        json_array_size(expect) > LABELS_EXPECT_MAX)
        return -1;
    for (size_t i = 0; i < json_array_size(expect); i++) {
        struct str id = json_text(a, json_array_get(expect, i));
        if (id.n == 0)
            return -1;
        l->expect[l->expect_count++] = id;
    }
    return 0;
}

static int read_label(struct arena *a, const char *path, struct str line, struct label *l,
                      struct err *err)
{
    json_error_t fault;
    json_t *root = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, &fault);
    if (!root)
        return err_set(err, ERR_INVALID, "%s:%zu: not a JSON object: %s", path, l->line,
                       fault.text);
    const json_t *expect = json_object_get(root, "expect");
    const json_t *text = json_object_get(root, "text");
    l->text = json_text(a, text);
    l->kind = json_text(a, json_object_get(root, "kind"));
    l->code = json_text(a, json_object_get(root, "code"));
    int result = 0;
    if (!json_is_string(text))
        result = err_set(err, ERR_INVALID, "%s:%zu: \"text\" must be a string", path, l->line);
    else if (!expect || read_expect(a, expect, l) != 0)
        result = err_set(err, ERR_INVALID,
                         "%s:%zu: \"expect\" must be a document, a list of up to %d entry ids, or "
                         "null",
                         path, l->line, LABELS_EXPECT_MAX);
    json_decref(root);
    return result;
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
