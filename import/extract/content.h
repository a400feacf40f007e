/*
 * content.h - what stands under a heading, read once: its sentences and blocks with what they are
 * for, the messages and codes in them, samples, and the signs that it states a problem.
 *
 * Layer: import.
 */
#ifndef IMPORT_EXTRACT_CONTENT_H
#define IMPORT_EXTRACT_CONTENT_H

#include "import/extract/message.h"
#include "import/words/label.h"
#include "import/extract/section.h"
#include "store/entry.h"

/* A sentence or a whole block: the smallest part that goes into a cause or a remedy. */
struct unit {
    const struct node *block;
    size_t from, to;       /* bytes of its plain text; 0, SIZE_MAX: the whole block */
    const struct paragraph *paragraph; /* NULL: a whole block */
    const struct sentence *sentence;
    enum label label;      /* LABEL_CAUSE or LABEL_REMEDY when a label says so */
    uint16_t number;       /* of that label */
    uint8_t pinned;        /* LABEL_CAUSE or LABEL_REMEDY: it goes there, whatever stands around it */
    int cause, remedy;     /* else: how much it looks like either */
    bool glued;            /* goes where the unit before it goes */
    bool symptom;          /* shows the message: part of the cause only when nothing else is */
    bool leads;            /* goes where the unit behind it goes: the name of a tab */
    bool aside;            /* belongs to neither: a message, a list of links */
};

enum {
    SIGN_CAUSE_LABEL = 1 << 0,
    SIGN_REMEDY_LABEL = 1 << 1,
    SIGN_MESSAGE_LABEL = 1 << 2,
    SIGN_CODE_LABEL = 1 << 3,
    SIGN_SYMPTOM_LABEL = 1 << 4,
    SIGN_RESOLVE = 1 << 5,  /* "to resolve this issue" */
    SIGN_SYMPTOM = 1 << 6,  /* "if you see", "you receive" */
    SIGN_CAUSE = 1 << 7,    /* "because", "this error" */
    SIGN_ORDER = 1 << 8,    /* it tells what to do */
    SIGN_RAW_ERROR = 1 << 9, /* a block of code that is an error */
    SIGN_TROUBLE = 1 << 10, /* "can't", "fails" in its first sentence */
};

/* A code as the document prints it. */
struct code_use {
    struct code code;
    uint32_t line;
    bool mentioned; /* only spoken of, not what the problem shows */
};

struct content {
    struct unit *units;
    size_t unit_count, unit_cap;
    struct message_list messages;
    struct code_use *codes;
    size_t code_count, code_cap;
    struct facet *facets; /* from "Applies to" */
    size_t facet_count, facet_cap;
    struct sample *samples;
    size_t sample_count, sample_cap;
    unsigned signs;
    size_t text_bytes; /* of its sentences */
};

struct content_reader {
    struct arena *arena;
    const struct cues *cues;
};

/* Read the blocks [first, end). `head` is the heading above (NULL: none). */
void content_read(const struct content_reader *r, const struct section *head,
                  const struct node *first, const struct node *end, struct content *out);

/* A ```match or ```no-match fence: a query for the tests of a knowledge base. */
bool content_is_sample(const struct node *n);

/* A list that is a table of contents: nothing but links. */
bool content_is_contents(const struct node *list);

/* Add all of `more` behind what is there. */
void content_append(struct arena *a, struct content *c, const struct content *more);

/* Add a code unless it is there; one that is not only mentioned wins. */
void content_add_code(struct arena *a, struct content *c, const struct code *code, uint32_t line,
                      bool mentioned);
/* All codes in a text. sure_only: those without doubt. */
void content_add_codes(struct arena *a, struct content *c, struct str text, uint32_t line,
                       bool mentioned, bool sure_only);
/* Codes in what a program printed: numbers and letters only beside "code" or "error". */
void content_add_printed_codes(struct arena *a, struct content *c, struct str text, uint32_t line,
                               bool mentioned);

#endif
