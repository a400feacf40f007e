/*
 * prose.h - paragraphs as sentences: what is quoted or marked in them, and whether a sentence
 * tells the cause of a problem or what to do about it.
 *
 * Layer: import.
 */
#ifndef IMPORT_EXTRACT_PROSE_H
#define IMPORT_EXTRACT_PROSE_H

#include "import/words/cue.h"
#include "import/tree/tree.h"

/* A stretch of a paragraph's plain text that belongs together. */
enum mark_kind { MARK_STRONG, MARK_EMPHASIS, MARK_CODE, MARK_LINK, MARK_QUOTE };

struct mark {
    enum mark_kind kind;
    const struct node *node; /* NULL for a quotation */
    size_t start, end;       /* for a quotation with its quotation marks */
};

struct sentence {
    size_t start, end;  /* of the plain text, trimmed */
    unsigned cues;      /* of all its words */
    unsigned opening;   /* of its first words that mean something */
    int cause, remedy;  /* how much it looks like either */
    size_t first_mark;  /* marks[first_mark] is the first one in it, or behind it */
    size_t clause;      /* where the order in it begins, behind "If ...," or ";"; start: no such */
};

struct paragraph {
    const struct node *block;
    struct str plain;
    struct mark *marks;
    size_t mark_count;
    struct sentence *sentences;
    size_t sentence_count;
};

/* Read a paragraph (or heading, or cell): everything lives in the arena. */
struct paragraph paragraph_read(struct arena *a, const struct cues *cues, const struct node *block);

#endif
