/*
 * section.h - a document as its sections: headings with their anchors, kind and place in the
 * hierarchy, and the blocks that stand directly under each.
 *
 * Only headings at the top of the document count, not those inside of quotes and lists.
 * Layer: import.
 */
#ifndef IMPORT_EXTRACT_SECTION_H
#define IMPORT_EXTRACT_SECTION_H

#include "import/words/cue.h"
#include "import/words/label.h"
#include "text/code.h"

enum heading_kind {
    HEADING_PLAIN,
    HEADING_NEVER,   /* "Next steps", "Prerequisites", "AzureAdJoined : YES": no problem */
    HEADING_STEP,    /* "Step 2: ...", a version: part of what stands above it */
    HEADING_LABEL,   /* "Resolution", "Remarks", "To fix": names a part of the section above */
    HEADING_EXAMPLE,
};

#define SECTION_NONE SIZE_MAX

enum {
    SECTIONS_MAX = 20000, /* further headings are text of the last section */
    SECTION_CODES_MAX = 8,
    SECTION_ANCHORS_MAX = 8,
};

struct section {
    struct node *heading;    /* NULL: the text before the first heading */
    struct node *first, *end; /* own blocks: from first up to, not including, end */
    size_t parent;           /* index, or SECTION_NONE */
    unsigned level;          /* 0 for the text before the first heading */
    uint32_t line;
    struct str title;        /* plain, one line */
    struct str slug;
    struct str *anchors;     /* explicit ones: <a name> in or directly before the heading */
    size_t anchor_count, anchor_cap;
    enum heading_kind kind;
    enum label label;        /* HEADING_LABEL: which */
    uint16_t number;         /* of the label, or 0 */
    bool labelled;           /* there is text behind the label: "Cause 1: no power" */
    unsigned cues, opening;  /* of the title */
    bool names_fault;        /* says what is wrong, not only that there are "issues" */
    bool error_prefix;       /* "Error: ...", "Issue 2: ..." */
    struct code *codes;      /* in the title, those that are surely codes */
    size_t code_count;
};

struct sections {
    struct section *items;
    size_t count;
    bool cut;   /* there were more than SECTIONS_MAX */
    size_t top; /* index of the document's title: the only section of the lowest level, or NONE */
};

struct sections sections_of(struct arena *a, const struct cues *c, struct node *root);

/* Is it a code without doubt? Names of things that look like symbolic codes (ApplicationGroup,
 * HKEY_LOCAL_MACHINE) are none, unless they speak of something wrong. */
bool section_is_code(const struct code *c);

/* The codes in text that are codes without doubt, at most cap; a range (C100 through C199) has
 * none. */
size_t section_codes(struct str text, struct code *codes, size_t cap);

#endif
