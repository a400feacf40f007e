#include "native.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LINE_LARGEST = 16 << 20, PROBES = 5, SLOW_US = 20000 };

void native_fail(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(2);
}

static json_t *next_line(FILE *f, const char *path, char **line, size_t *cap)
{
    ssize_t n = getline(line, cap, f);
    if (n < 0)
        return NULL;
    json_t *root = json_loadb(*line, (size_t)n, 0, NULL);
    if (!json_is_object(root) || n > LINE_LARGEST)
        native_fail(path, "a line is no JSON object");
    return root;
}

static FILE *open_file(const char *path, const char *mode)
{
    FILE *f = fopen(path, mode);
    if (!f)
        native_fail(path, "cannot be opened");
    return f;
}

/* Length of `{name}`, `{{` or `}}` at p, 0 when there is none. */
static size_t braced(const char *p)
{
    if ((p[0] == '{' || p[0] == '}') && p[1] == p[0])
        return 2;
    if (p[0] != '{')
        return 0;
    size_t n = 1 + strspn(p + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    return p[n] == '}' ? n + 1 : 0;
}

/* Appends the template without its placeholders; `out` has room. */
static char *put_template(char *out, const char *p)
{
    while (*p) {
        size_t n = braced(p);
        *out++ = n == 0 || n == 2 ? *p : ' ';
        p += n ? n : 1;
    }
    *out++ = '\n';
    return out;
}

static size_t texts_size(const json_t *list)
{
    size_t size = 0;
    for (size_t i = 0; i < json_array_size(list); i++)
        size += json_string_length(json_array_get(list, i)) + 1;
    return size;
}

static char *put_texts(char *out, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        out = put_template(out, json_string_value(json_array_get(list, i)));
    return out;
}

static char *joined(const json_t *a, const json_t *b)
{
    char *text = malloc(texts_size(a) + texts_size(b) + 1);
    if (!text)
        abort();
    *put_texts(put_texts(text, a), b) = '\0';
    return text;
}

static const char *text_of(const json_t *root, const char *key)
{
    const char *text = json_string_value(json_object_get(root, key));
    return text ? text : "";
}

static char *body_of(const json_t *root)
{
    const char *parts[] = {text_of(root, "body"), text_of(root, "cause"), text_of(root, "remedy")};
    size_t size = strlen(parts[0]) + strlen(parts[1]) + strlen(parts[2]) + 3;
    char *text = malloc(size);
    if (!text)
        abort();
    snprintf(text, size, "%s\n%s\n%s", parts[0], parts[1], parts[2]);
    return text;
}

void native_open(struct native *n, int argc, char **argv)
{
    if (argc != 4 && argc != 5)
        native_fail("usage", "PEER DOCUMENTS QUERIES ANSWERS [SETTINGS]");
    *n = (struct native){.settings = json_loads(argc == 5 ? argv[4] : "{}", 0, NULL)};
    if (!json_is_object(n->settings))
        native_fail("settings", "not a JSON object");
    FILE *f = open_file(argv[1], "r");
    char *line = NULL;
    size_t cap = 0, room = 0;
    for (json_t *root; (root = next_line(f, argv[1], &line, &cap)) != NULL;) {
        if (n->count == room) {
            room = room ? room * 2 : 1024;
            n->documents = realloc(n->documents, room * sizeof *n->documents);
            if (!n->documents)
                abort();
        }
        n->documents[n->count++] = (struct native_document){
            .id = strdup(text_of(root, "id")),
            .message = joined(json_object_get(root, "messages"), NULL),
            .title = strdup(text_of(root, "title")),
            .code = joined(json_object_get(root, "codes"), json_object_get(root, "mentioned")),
            .body = body_of(root),
        };
        json_decref(root);
    }
    free(line);
    fclose(f);
}

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void put_answer(FILE *out, const struct native *n, const char *id, double us,
                       const struct native_found *found, size_t count)
{
    json_t *answers = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(answers, json_pack("{s:s, s:f}", "id", n->documents[found[i].at].id,
                                                 "score", found[i].score));
    json_t *line = json_pack("{s:s, s:f, s:o}", "id", id, "us", us, "answers", answers);
    char *text = json_dumps(line, JSON_COMPACT | JSON_REAL_PRECISION(9));
    if (!text || fprintf(out, "%s\n", text) < 0)
        native_fail("answers", "cannot be written");
    free(text);
    json_decref(line);
}

void native_answer(const struct native *n, char **argv, native_search *search, void *ctx)
{
    FILE *f = open_file(argv[2], "r"), *out = open_file(argv[3], "w");
    json_t *queries = json_array();
    struct native_found found[NATIVE_ANSWERS];
    char *line = NULL;
    size_t cap = 0;
    for (json_t *root; (root = next_line(f, argv[2], &line, &cap)) != NULL;)
        json_array_append_new(queries, root);
    free(line);
    fclose(f);

    size_t count = json_array_size(queries);
    double started = now_us();
    size_t first = native_number(n, "passes", 2) < 2 ? 0 : count;
    for (size_t i = 0; i < first; i++) {
        if (i == PROBES && (now_us() - started) / PROBES > SLOW_US)
            break;
        search(ctx, text_of(json_array_get(queries, i), "text"), found);
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *q = json_array_get(queries, i);
        double from = now_us();
        size_t hits = search(ctx, text_of(q, "text"), found);
        put_answer(out, n, text_of(q, "id"), now_us() - from, found, hits);
    }
    json_decref(queries);
    if (fclose(out) != 0)
        native_fail(argv[3], "cannot be written");
}

double native_number(const struct native *n, const char *key, double otherwise)
{
    const json_t *value = json_object_get(n->settings, key);
    return json_is_number(value) ? json_number_value(value) : otherwise;
}

const char *native_text(const struct native *n, const char *key, const char *otherwise)
{
    const json_t *value = json_object_get(n->settings, key);
    return json_is_string(value) ? json_string_value(value) : otherwise;
}
