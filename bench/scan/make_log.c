/*
 * make_log.c - a log with known errors in it, and the truth about them.
 *
 *     make_log KB LINES_DIR BYTES SHARE SEED OUT
 *
 * Writes OUT.log, OUT.truth (number of a line, what was planted in it: whole, typo, cut),
 * OUT.literals and OUT.expressions (one for each message of the knowledge base, for the peers).
 * Ordinary lines come from the files of LINES_DIR, those left out that lookup answers, with other
 * digits each time; of each million lines SHARE * 1,000,000 are planted: a message with values in
 * its placeholders behind a head, one in twenty with a typo, one in twenty cut off. The same
 * arguments give the same bytes. A planted error is one that lookup answers as it stands, so that
 * what the scan loses is its own loss.
 */
#include "base/io.h"
#include "base/mem.h"
#include "match/matcher.h"
#include "text/template.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum { LINES_MAX = 1 << 20, MESSAGES_MAX = 1 << 20, LITERAL_MIN = 8, VALUES = 12 };

struct maker {
    struct arena *arena;
    struct matcher *matcher;
    struct str *lines;
    size_t line_count, line_cap;
    struct planted {
        struct str tmpl, code;
    } * messages;
    size_t message_count, message_cap;
    FILE *literals, *expressions;
    uint64_t state;
};

static uint64_t next_random(struct maker *m)
{
    m->state ^= m->state << 13;
    m->state ^= m->state >> 7;
    m->state ^= m->state << 17;
    return m->state;
}

static size_t below(struct maker *m, size_t n)
{
    return n ? (size_t)(next_random(m) % n) : 0;
}

static bool answered(struct maker *m, struct arena *a, struct str text)
{
    struct err err;
    struct answer answer;
    struct matcher_query q = {.text = text, .limit = 1, .sure_only = true};
    if (matcher_run(m->matcher, &q, a, &answer, &err) != 0) {
        fprintf(stderr, "%s\n", err.message);
        exit(2);
    }
    return answer.verdict != VERDICT_NONE;
}

/* ---- ordinary lines ----------------------------------------------------------------------------
 */

static void read_lines(struct maker *m, const char *path)
{
    struct err err;
    struct buf b = BUF_INIT(64u << 20);
    if (io_read_file(path, &b, &err) != 0)
        return;
    struct str rest = arena_dup(m->arena, buf_str(&b)), line;
    struct arena *a = arena_new();
    while (str_next_line(&rest, &line) && m->line_count < LINES_MAX) {
        arena_reset(a);
        if (line.n < 10 || answered(m, a, line))
            continue;
        m->lines = mem_grow(m->lines, m->line_count, &m->line_cap, sizeof *m->lines);
        m->lines[m->line_count++] = line;
    }
    arena_free(a);
    buf_release(&b);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void read_folder(struct maker *m, const char *folder)
{
    char *names[256];
    size_t n = 0;
    DIR *d = opendir(folder);
    struct dirent *e;
    while (d && (e = readdir(d)) && n < ARRAY_LEN(names))
        if (str_ends(str_of(e->d_name), STR(".log")))
            names[n++] = strdup(e->d_name);
    if (d)
        closedir(d);
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n; i++) {
        struct str path = arena_printf(m->arena, "%s/%s", folder, names[i]);
        read_lines(m, path.p);
        free(names[i]);
    }
}

/* The line with other digits, but for its head, which is a time; ids get a digit more or less. */
static void put_ordinary(struct maker *m, struct buf *out, struct str line)
{
    enum { HEAD = 20, ID = 4 };
    for (size_t i = 0; i < line.n;) {
        size_t n = 0;
        while (i + n < line.n && ascii_is_digit(line.p[i + n]))
            n++;
        /* Digits behind a letter are a part of a name: v2, ssh2, x64. */
        bool name = i > 0 && ascii_is_alpha(line.p[i - 1]);
        if (n == 0 || i < HEAD || name) {
            n = n ? n : 1;
            buf_put(out, str_slice(line, i, i + n));
        } else {
            size_t digits = n >= ID ? n - 1 + below(m, 3) : n;
            for (size_t k = 0; k < digits; k++)
                buf_putc(out, (char)('0' + (k == 0 && n > 1 ? 1 + below(m, 9) : below(m, 10))));
        }
        i += n;
    }
}

/* ---- planted ones ------------------------------------------------------------------------------
 */

static void put_expression(struct maker *m, const struct template_piece *pieces, size_t count)
{
    struct str longest = STR_NONE;
    for (size_t i = 0; i < count; i++) {
        struct str text = pieces[i].text;
        if (pieces[i].placeholder) {
            fputs(".*", m->expressions);
            continue;
        }
        if (str_trim(text).n > longest.n)
            longest = str_trim(text);
        for (size_t k = 0; k < text.n; k++)
            fprintf(m->expressions, strchr("\\^$.|?*+()[]{}-/", text.p[k]) ? "\\%c" : "%c",
                    text.p[k]);
    }
    fprintf(m->expressions, "\n");
    fprintf(m->literals, "%.*s\n", STR_ARG(longest));
}

static int take_entry(void *ctx, const struct kb_entry *e)
{
    struct maker *m = ctx;
    struct str code = STR_NONE;
    for (size_t i = 0; i < e->entry.signature_count; i++)
        if (e->entry.signatures[i].kind == SIGNATURE_CODE && !code.n)
            code = e->entry.signatures[i].text;
    for (size_t i = 0; i < e->entry.signature_count && m->message_count < MESSAGES_MAX; i++) {
        const struct signature *s = &e->entry.signatures[i];
        if (s->kind != SIGNATURE_MESSAGE || str_find_char(s->text, '\n') != STR_NOT_FOUND)
            continue;
        size_t count, literal = 0;
        struct template_piece *pieces = template_parse(m->arena, s->text, &count);
        for (size_t k = 0; k < count; k++)
            if (!pieces[k].placeholder)
                literal = max_size(literal, str_trim(pieces[k].text).n);
        if (literal < LITERAL_MIN)
            continue;
        put_expression(m, pieces, count);
        m->messages = mem_grow(m->messages, m->message_count, &m->message_cap, sizeof *m->messages);
        m->messages[m->message_count++] =
            (struct planted){arena_dup(m->arena, s->text), arena_dup(m->arena, code)};
    }
    return 0;
}

/* A name, a number, a path: what compilers and services put into their messages. */
static void put_value(struct maker *m, struct buf *out)
{
    static const char *const words[VALUES] = {
        "foo",      "Widget",   "m_count", "operator+", "std::vector<int>",
        "kernel32", "main.cpp", "x",       "svc_build", "Contoso",
        "int",      "reader"};
    buf_puts(out, words[below(m, VALUES)]);
    if (below(m, 2))
        buf_printf(out, "%u", (unsigned)below(m, 5000));
}

/* Two neighbours of a word change places. */
static void put_typo(struct maker *m, struct buf *text, size_t from)
{
    for (int tries = 0; tries < 50; tries++) {
        size_t at = from + below(m, text->n - from);
        if (at + 4 < text->n && at > from && ascii_is_lower(text->p[at]) &&
            ascii_is_lower(text->p[at + 1]) && ascii_is_lower(text->p[at - 1]) &&
            ascii_is_lower(text->p[at + 2]) && ascii_is_lower(text->p[at + 3]) &&
            text->p[at] != text->p[at + 1]) {
            char c = text->p[at];
            text->p[at] = text->p[at + 1];
            text->p[at + 1] = c;
            return;
        }
    }
}

static const char *put_planted(struct maker *m, struct arena *a, struct buf *out)
{
    const struct planted *p = &m->messages[below(m, m->message_count)];
    buf_printf(out, "2026-11-%02u %02u:%02u:%02u,%03u ERROR build: ", 1 + (unsigned)below(m, 28),
               (unsigned)below(m, 24), (unsigned)below(m, 60), (unsigned)below(m, 60),
               (unsigned)below(m, 1000));
    if (p->code.n)
        buf_printf(out, "unit%u.cpp(%u,%u): error %.*s: ", (unsigned)below(m, 900),
                   1 + (unsigned)below(m, 3000), 1 + (unsigned)below(m, 80), STR_ARG(p->code));
    size_t from = out->n, count;
    struct template_piece *pieces = template_parse(a, p->tmpl, &count);
    for (size_t i = 0; i < count; i++)
        if (pieces[i].placeholder)
            put_value(m, out);
        else
            buf_put(out, pieces[i].text);
    switch (below(m, 20)) {
    case 0:
        put_typo(m, out, from);
        return "typo";
    case 1:
        while (out->n > from + (out->n - from) * 3 / 4 || (out->p[out->n - 1] & 0x80))
            buf_truncate(out, out->n - 1);
        return "cut";
    default:
        return "whole";
    }
}

/* ---- all of it ---------------------------------------------------------------------------------
 */

static FILE *create(struct maker *m, const char *out, const char *kind)
{
    FILE *f = fopen(arena_printf(m->arena, "%s.%s", out, kind).p, "w");
    if (!f) {
        perror(out);
        exit(2);
    }
    return f;
}

int main(int argc, char **argv)
{
    struct err err;
    if (argc != 7) {
        fputs("usage: make_log KB LINES_DIR BYTES SHARE SEED OUT\n", stderr);
        return 2;
    }
    struct maker m = {.arena = arena_new()};
    struct kb *kb = kb_open(argv[1], &err);
    m.matcher = kb ? matcher_new(&kb, 1, &err) : NULL;
    if (!m.matcher) {
        fprintf(stderr, "%s\n", err.message);
        return 2;
    }
    uint64_t bytes = strtoull(argv[3], NULL, 10), written = 0, line = 0;
    double share = strtod(argv[4], NULL);
    m.state = strtoull(argv[5], NULL, 10) * 0x9E3779B97F4A7C15u + 1;
    m.literals = create(&m, argv[6], "literals");
    m.expressions = create(&m, argv[6], "expressions");
    FILE *log = create(&m, argv[6], "log"), *truth = create(&m, argv[6], "truth");
    if (kb_each(kb, take_entry, &m, &err) != 0)
        return 2;
    read_folder(&m, argv[2]);
    struct arena *a = arena_new();
    struct buf out = BUF_INIT(1 << 20);
    while (written < bytes && m.line_count && m.message_count) {
        buf_clear(&out);
        line++;
        if (below(&m, 1000000) < (size_t)(share * 1e6)) {
            const char *how;
            do {
                buf_clear(&out);
                arena_reset(a);
                how = put_planted(&m, a, &out);
            } while (!answered(&m, a, buf_str(&out)));
            fprintf(truth, "%llu %s\n", (unsigned long long)line, how);
        } else {
            put_ordinary(&m, &out, m.lines[below(&m, m.line_count)]);
        }
        buf_putc(&out, '\n');
        fwrite(out.p, 1, out.n, log);
        written += out.n;
    }
    buf_release(&out);
    fprintf(stderr, "%llu lines, %llu bytes, %zu messages, %zu ordinary lines\n",
            (unsigned long long)line, (unsigned long long)written, m.message_count, m.line_count);
    return fclose(log) | fclose(truth) | fclose(m.literals) | fclose(m.expressions) ? 2 : 0;
}
