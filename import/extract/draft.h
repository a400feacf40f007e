/*
 * draft.h - a problem that was found, before it becomes an entry: what the finders of sections,
 * rows, terms and list records hand to extract.c.
 *
 * Layer: import.
 */
#ifndef IMPORT_EXTRACT_DRAFT_H
#define IMPORT_EXTRACT_DRAFT_H

#include "import/extract/content.h"
#include "import/extract/extract.h"
#include "import/extract/parts.h"

enum {
    DRAFT_TITLE_MAX = 160, /* bytes of a title that is made from a text */
    DRAFTS_MAX = 30000,    /* problems in one document */
};

struct draft {
    enum entry_kind kind;
    size_t section;         /* index of the section it stands in */
    uint32_t line;
    struct str title;       /* empty: the section's */
    struct str key;         /* what its id is made of when it shares a heading; may be empty */
    struct content content;
    struct content example; /* what shows how to fix it: the remedy, when nothing else tells one */
    struct parts parts;     /* when parts_done */
    bool parts_done;
    const struct node *first, *end; /* blocks that are its text, siblings */
    size_t *absorbed;       /* further sections that belong to it */
    size_t absorbed_count, absorbed_cap;
};

struct drafts {
    struct draft *items;
    size_t count, cap;
};

/* What the finders share. */
struct finding {
    struct arena *arena;
    const struct extract_input *in;
    const struct place *place;
    const struct writer *writer;
    const struct sections *sections;
    bool troubleshooting;
    struct drafts drafts;
    bool cut; /* there were more than DRAFTS_MAX */
};

/* Never NULL: what is beyond DRAFTS_MAX overwrites the last one, and `cut` says so. */
struct draft *draft_add(struct finding *f, enum entry_kind kind, size_t section, uint32_t line);
/* The code that names a problem best among its own ones: hexadecimal, then prefixed, then
 * symbolic, then decimal. NULL when it has none. */
const struct code *draft_best_code(const struct content *c);

/* The text in at most max bytes, cut between words: for titles. */
struct str draft_title(struct arena *a, struct str text);

/* table.c: rows of a table of errors. True when it is one. */
bool table_rows(struct finding *f, size_t section, const struct node *table);
/* choice.c: tabs and zones of a section that show problems of their own; how many. */
size_t choice_find(struct finding *f, size_t section);
/* record.c: terms, labelled groups and list items under one heading; how many drafts. */
size_t record_find(struct finding *f, size_t section);
/* Lists of further messages on the page of one error. */
void record_find_messages(struct finding *f, size_t section);

/* mention.c: messages that a section which is no problem speaks of by the way; how many. */
size_t mention_find(struct finding *f, size_t section);

/* cases.c: list items that begin with a bold sentence, and states that are troubles; how many. */
size_t case_find(struct finding *f, size_t section);

#endif
