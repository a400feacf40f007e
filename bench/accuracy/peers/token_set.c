/*
 * token_set.c - the token-set ratio, as RapidFuzz defines it, of the query and every document.
 *
 * Of the sorted distinct words: what both have (i), what only one has (a, b); the best of the Indel
 * ratios of (i, i a), (i, i b) and (i a, i b), 1 when i is not empty and a or b is. Words are
 * runs of letters and digits in lower case (RapidFuzz's default processor). A document counts with
 * the best of its messages, and with its title and codes as one text.
 */
#include "native.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Any document whose words all stand in the query has the ratio 1: of equal ones that comes first
 * which shares most letters. */
static const double TIE = 1e-6;

enum { WORDS_MOST = 1024, BLOCKS_MOST = 256 /* 64 characters each */ };

struct words {
    char *text; /* owns what the words point into */
    const char **word;
    size_t count;
};

struct form {
    struct words words;
    size_t document;
};

struct index {
    struct form *forms;
    size_t count;
    size_t largest; /* bytes of a form */
};

static int by_bytes(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static struct words words_of(const char *text, size_t size)
{
    struct words w = {.text = strndup(text, size)};
    w.word = calloc(WORDS_MOST, sizeof *w.word);
    if (!w.text || !w.word)
        abort();
    bool inside = false;
    for (char *p = w.text; *p; p++) {
        unsigned char c = (unsigned char)*p;
        if (c >= 'A' && c <= 'Z')
            *p = (char)(c + 32);
        bool is_word =
            c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_word)
            *p = '\0';
        else if (!inside && w.count < WORDS_MOST)
            w.word[w.count++] = p;
        inside = is_word;
    }
    qsort(w.word, w.count, sizeof *w.word, by_bytes);
    size_t kept = 0;
    for (size_t i = 0; i < w.count; i++)
        if (kept == 0 || strcmp(w.word[kept - 1], w.word[i]) != 0)
            w.word[kept++] = w.word[i];
    w.count = kept;
    w.word = realloc(w.word, (kept + 1) * sizeof *w.word);
    return w;
}

/* Longest common subsequence, 64 characters of a at a time (Hyyroe 2004). */
static size_t common(const char *a, size_t an, const char *b, size_t bn)
{
    static uint64_t masks[256][BLOCKS_MOST];
    size_t blocks = (an + 63) / 64, length = 0;
    if (blocks > BLOCKS_MOST) {
        blocks = BLOCKS_MOST;
        an = blocks * 64;
    }
    uint64_t rows[BLOCKS_MOST];
    for (size_t i = 0; i < an; i++)
        memset(masks[(unsigned char)a[i]], 0, blocks * sizeof masks[0][0]);
    for (size_t i = 0; i < bn; i++)
        memset(masks[(unsigned char)b[i]], 0, blocks * sizeof masks[0][0]);
    for (size_t i = 0; i < an; i++)
        masks[(unsigned char)a[i]][i / 64] |= UINT64_C(1) << (i % 64);
    memset(rows, 0xFF, sizeof rows);
    for (size_t i = 0; i < bn; i++) {
        uint64_t carry = 0;
        for (size_t k = 0; k < blocks; k++) {
            uint64_t row = rows[k], both = row & masks[(unsigned char)b[i]][k];
            uint64_t sum = row + both, next = sum < row;
            sum += carry;
            next |= sum < carry;
            rows[k] = sum | (row - both);
            carry = next;
        }
    }
    for (size_t k = 0; k < blocks; k++) {
        uint64_t used = k + 1 == blocks && an % 64 ? (UINT64_C(1) << (an % 64)) - 1 : UINT64_MAX;
        length += (size_t)__builtin_popcountll(~rows[k] & used);
    }
    return length;
}

struct text {
    char *p;
    size_t n;
};

static void add(struct text *t, const char *word)
{
    size_t n = strlen(word);
    if (t->n)
        t->p[t->n++] = ' ';
    memcpy(t->p + t->n, word, n);
    t->n += n;
}

static double token_set_ratio(const struct words *x, const struct words *y, char *room[2],
                              size_t *shared)
{
    struct text a = {room[0], 0}, b = {room[1], 0};
    size_t both = 0, i = 0, k = 0; /* both: length of what they share, joined */
    while (i < x->count || k < y->count) {
        int order = i == x->count ? 1 : k == y->count ? -1 : strcmp(x->word[i], y->word[k]);
        if (order == 0)
            both += (both > 0) + strlen(x->word[i]);
        else if (order < 0)
            add(&a, x->word[i]);
        else
            add(&b, y->word[k]);
        i += order <= 0;
        k += order >= 0;
    }
    *shared = both;
    if (both && (a.n == 0 || b.n == 0))
        return 1;
    size_t gap = both > 0, with_a = both + gap + a.n, with_b = both + gap + b.n;
    if (with_a + with_b == 0)
        return 0;
    double distance = (double)(a.n + b.n - 2 * common(a.p, a.n, b.p, b.n));
    double best = 1 - distance / (double)(with_a + with_b);
    if (both) {
        double to_a = 1 - (double)(gap + a.n) / (double)(both + with_a);
        double to_b = 1 - (double)(gap + b.n) / (double)(both + with_b);
        best = to_a > best ? to_a : best;
        best = to_b > best ? to_b : best;
    }
    return best;
}

static void keep_best(struct native_found *found, size_t *count, struct native_found f)
{
    for (size_t i = 0; i < *count; i++)
        if (found[i].at == f.at) {
            if (found[i].score >= f.score)
                return;
            memmove(found + i, found + i + 1, (*count - i - 1) * sizeof *found);
            (*count)--;
            break;
        }
    size_t at = *count;
    while (at > 0 && found[at - 1].score < f.score)
        at--;
    if (at == NATIVE_ANSWERS)
        return;
    if (*count < NATIVE_ANSWERS)
        (*count)++;
    memmove(found + at + 1, found + at, (*count - at - 1) * sizeof *found);
    found[at] = f;
}

static size_t search(void *ctx, const char *text, struct native_found *found)
{
    const struct index *x = ctx;
    size_t count = 0, size = strlen(text);
    struct words query = words_of(text, size);
    /* Joined words are no longer than the text they stood in, but for a blank. */
    char *room[2] = {malloc(size + 1), malloc(x->largest + 1)};
    if (!room[0] || !room[1])
        abort();
    for (size_t i = 0; i < x->count; i++) {
        const struct form *f = &x->forms[i];
        size_t shared;
        double ratio = token_set_ratio(&query, &f->words, room, &shared);
        keep_best(found, &count, (struct native_found){f->document, ratio + TIE * (double)shared});
    }
    free(room[0]);
    free(room[1]);
    free(query.text);
    free(query.word);
    return count;
}

static void add_form(struct index *x, size_t document, const char *text, size_t size)
{
    struct words w = words_of(text, size);
    if (w.count == 0)
        return;
    if ((x->count & (x->count - 1)) == 0)
        x->forms = realloc(x->forms, (x->count ? x->count * 2 : 1) * sizeof *x->forms);
    if (!x->forms)
        abort();
    x->forms[x->count++] = (struct form){w, document};
    x->largest = size > x->largest ? size : x->largest;
}

int main(int argc, char **argv)
{
    struct native n;
    struct index x = {0};
    native_open(&n, argc, argv);
    for (size_t i = 0; i < n.count; i++) {
        const struct native_document *d = &n.documents[i];
        for (const char *p = d->message; *p;) {
            size_t size = strcspn(p, "\n");
            add_form(&x, i, p, size);
            p += size + (p[size] == '\n');
        }
        size_t size = strlen(d->title) + strlen(d->code) + 2;
        char *known = malloc(size);
        if (!known)
            abort();
        snprintf(known, size, "%s\n%s", d->title, d->code);
        add_form(&x, i, known, strlen(known));
        free(known);
    }
    native_answer(&n, argv, search, &x);
    return 0;
}
