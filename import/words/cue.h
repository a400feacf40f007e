/*
 * cue.h - the words by which documents say what a sentence is for: phrases and what they hint at.
 *
 * English phrases stand in one table (cue.c), those of other languages in theirs (local.h); a text
 * is searched for all of them in one pass. Letters match in either case, an apostrophe in either
 * form, a phrase only as whole words, where the script has blanks.
 * Immutable after cues_new, so thread-safe. Layer: import.
 */
#ifndef IMPORT_WORDS_CUE_H
#define IMPORT_WORDS_CUE_H

#include "base/str.h"

enum cue {
    CUE_RESOLVE = 1 << 0,   /* "to resolve this", "as a workaround" */
    CUE_ORDER = 1 << 1,     /* "you must", "make sure", "try" */
    CUE_CAUSE = 1 << 2,     /* "because", "occurs when", "indicates" */
    CUE_TROUBLE = 1 << 3,   /* "can't", "denied", "stuck": something is wrong */
    CUE_ERROR = 1 << 4,     /* "error", "fails", "exception": plainly wrong */
    CUE_ANNOUNCE = 1 << 5,  /* a message may follow: "error saying", "the following error" */
    CUE_WAS_ERROR = 1 << 6, /* a message stood before: "error", "message", "exception" */
    CUE_CONTROL = 1 << 7,   /* what stands beside it is part of a user interface: "select", "tab" */
    CUE_VERB = 1 << 8,      /* the sentence's first word tells what to do: "restart" */
    CUE_LOOK = 1 << 9,      /* it tells only to look: "see", "open", "go" */
    CUE_SYMPTOM = 1 << 10,  /* "if you see", "you receive", "you're having issues" */
    CUE_WHEN = 1 << 11,     /* a condition begins: "if", "when" */
    CUE_LEAD = 1 << 12,     /* says nothing itself: "first", "then", "also", "please" */
    CUE_HOWTO = 1 << 13,    /* begins a heading that tells how to do something */
    CUE_WISH = 1 << 14,     /* "I want to", "how do I" */
    CUE_REFERENCE = 1 << 15, /* "for more information, see" */
    CUE_FOLLOWS = 1 << 16,  /* the block behind the sentence is a message: "the following error" */
    CUE_STEPS = 1 << 17,    /* steps follow: "do the following" */
    CUE_NOTHING = 1 << 20,  /* looks like one of the others and is none: "you can only" */
    CUE_KIND = 1 << 21,     /* names a kind of trouble, "errors", and not what is wrong */
    CUE_MENDS = 1 << 19,    /* an example "shows how to fix it" */
    CUE_RELATION = 1 << 18, /* a sentence begins that may hold an order later: "to", "for", "in" */
};

struct cue_hit {
    size_t start, end;
    unsigned cues;
};

struct cues;

/* Phrases in lower case, separated by '|', and what they hint at. */
struct cue_group {
    unsigned cues;
    const char *texts;
};

/* Bytes of the letter or digit at `at`, 0 when there is none: of ASCII, Western Europe, Japanese. */
size_t cue_letter(struct str text, size_t at);

struct cues *cues_new(void);
void cues_free(struct cues *c);

/* All hints of the phrases in text; the first `cap` hits by position in hits (may be NULL). */
unsigned cues_find(const struct cues *c, struct str text, struct cue_hit *hits, size_t cap,
                   size_t *count);

/* The hints of the longest phrase that stands at `at`; *end (may be NULL) is behind it. */
unsigned cues_at(const struct cues *c, struct str text, size_t at, size_t *end);

#endif
