/*
 * finder_parts.h - what the parts of a finder share: judging records (judge.c), reading captures
 * (captures.c), what
 * messages with other values have become (frame.c), going through lines (walk.c).
 *
 * Private to finder.c and these. Layer: scan.
 */
#ifndef SCAN_FINDER_PARTS_H
#define SCAN_FINDER_PARTS_H

#include "base/buf.h"
#include "scan/finder.h"
#include "scan/key.h"

enum { FINDER_KINDS = 1 << 10 /* kinds of errors that are told apart in a block */ };

/* Lines of a block that are alike, by their print or key. */
struct kind {
    uint64_t key, block;
    size_t hit;
};

struct finder {
    struct matcher *matcher;
    struct kb *const *kbs;
    struct outcomes *outcomes;
    struct finder_options o;
    struct vocabulary *vocabulary;
    struct memo *memo;
    struct seen *seen;
    struct arena *scratch; /* of one answer */
    struct buf padded;     /* a text with room behind it */
    struct captures *captures;
    struct frames *frames;
    uint32_t places[KEY_NUMBERS_MAX]; /* where the numbers of the last key begin in its text */
    uint64_t captured;                /* findings of this block so far */
    uint64_t blocks;                  /* so many so far: the number of this one */
    struct kind kinds[FINDER_KINDS];
};

/* A record that is looked at: its key was made of `keyed`. */
struct look {
    struct record *record;
    struct str keyed;
    uint64_t salt; /* of the key */
    struct text_key *key;
    struct arena *arena;
    struct capture *captures; /* when it was looked up just now */
    size_t capture_count;
    bool fresh;
};

/* The key of a text, which has KEY_SLACK readable bytes behind it; f->places are its numbers'. */
void finder_key(struct finder *f, struct str text, uint64_t salt, struct text_key *key);

/* ---- judge.c -----------------------------------------------------------------------------------
 */

/* What became of texts with this key; false when that is not known. */
bool finder_recall(struct finder *f, const struct text_key *key, struct memo_value *value);
void finder_remember(struct finder *f, uint64_t key, const struct memo_value *value);
/* What became of the key with other numbers, which says which of them matter. */
bool finder_recall_neutral(struct finder *f, const struct text_key *key, struct memo_value *value);
/* Remember this for the key, and `value` for the key with those of its numbers that matter. */
void finder_remember_both(struct finder *f, const struct text_key *key,
                          const struct memo_value *neutral, const struct memo_value *value);
/* Ask the matcher, and remember. 0, or -1 when a knowledge base cannot be read. */
int finder_ask(struct finder *f, struct look *l, struct memo_value *value,
               struct err *err) MUST_USE;

/* Does a number of a text make it another: an entry has it as a code that is strong enough, or one
 * of the rivals has it? *hash: of the number. */
bool finder_number_matters(struct finder *f, struct str text, uint64_t *hash, float factor,
                           const struct rivals *rivals);

/* ---- captures.c --------------------------------------------------------------------------------
 */

struct captures *captures_new(void);
void captures_free(struct captures *c); /* NULL is a no-op */
/* What stands in this record where the message has placeholders. */
void captures_read(struct finder *f, struct look *l, const struct match *found);

/* What stands there in this text, in order, `max` at most: so many; 0 also when there are more, or
 * the template does not match. */
size_t captures_find(struct finder *f, struct str tmpl, struct str text, struct str *values,
                     size_t max);

/* ---- frame.c -----------------------------------------------------------------------------------
 */

struct frames *frames_new(void);
void frames_free(struct frames *frames); /* NULL is a no-op */
/* What became of a text that differs in the values of a message's placeholders only; false when
 * that is not known. */
bool frame_recall(struct finder *f, const struct look *l, struct memo_value *value);
/* It was looked up: its values do not matter where the answer stands on the rest of it. */
void frame_remember(struct finder *f, const struct look *l);

/* ---- finder.c ----------------------------------------------------------------------------------
 */

void finder_put_hit(struct finder *f, const struct block *b, struct look *l,
                    const struct memo_value *value, struct hits *hits);

/* ---- walk.c ------------------------------------------------------------------------------------
 */

/* Blocks of lines. */
int finder_walk(struct finder *f, struct block *b, struct arena *a, struct hits *hits,
                struct err *err) MUST_USE;

#endif
