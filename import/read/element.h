/*
 * element.h - what an element of a saved page is for, told by its tag, id, classes and roles: the
 * document's text, or the furniture around it.
 *
 * Describes the habits of documentation sites, not single pages. Thread-safe. Layer: import.
 */
#ifndef IMPORT_READ_ELEMENT_H
#define IMPORT_READ_ELEMENT_H

#include "import/read/html.h"

enum element_kind {
    ELEMENT_INLINE,   /* says nothing itself: <span>, and what tree.h knows */
    ELEMENT_BLOCK,    /* stands apart from what is around it: <div>, <section> */
    ELEMENT_LEFT_OUT, /* navigation, buttons, what is not shown */
    ELEMENT_HEADER,   /* only the headings in it count */
    ELEMENT_ALERT,    /* a note or warning; `alert` is its kind */
    ELEMENT_TERM,     /* <dt> */
    ELEMENT_TABS,     /* the names of the panels that follow */
    ELEMENT_TAB,
    ELEMENT_PANEL,    /* a tab's content */
    ELEMENT_ZONE,     /* holds for those only who chose it */
};

struct element {
    enum element_kind kind;
    struct str alert;      /* ELEMENT_ALERT: "NOTE", in upper case */
    bool alert_named;      /* ELEMENT_ALERT: its first paragraph is only the kind's name */
    unsigned content_rank; /* how surely it is the element that holds the document; 0: not at all */
};

struct element element_of(struct str tag, const struct html_attribute *attributes, size_t count);

/* Value of an attribute, empty when it has none. */
struct str element_attribute(const struct html_attribute *attributes, size_t count,
                             const char *name);

/* The class among those of a code's tag that names its language: "lang-powershell" -> powershell. */
struct str element_language(const struct html_attribute *attributes, size_t count);

unsigned element_heading_level(struct str tag); /* 1 to 6; 0: it is no heading */

/* ---- open elements --------------------------------------------------------------------------- */

struct frame {
    struct str tag;
    struct element element;
    struct node *node; /* what it opened in the tree, NULL when nothing */
    size_t number;     /* of the start tag */
    size_t text;       /* bytes of text before it */
    size_t candidate;  /* see survey.c: index + 1 */
    size_t scope;      /* the stretch that it is, index + 1 */
    bool head;         /* <thead> */
};

enum { FRAMES_MAX = HTML_DEPTH_MAX + 64 };

struct frames {
    struct frame *items; /* FRAMES_MAX of them */
    size_t count;
    size_t left_out;     /* the outermost one that is left out, + 1; 0: none */
    size_t number;       /* start tags so far */
};

/* NULL when there are too many. What stands in one that is left out has no kind. */
struct frame *frames_push(struct frames *f, struct str tag, const struct html_attribute *attributes,
                          size_t count);
/* The innermost one, when it has this tag (the parser balances its events), else NULL. */
struct frame *frames_top(struct frames *f, struct str tag);
void frames_pop(struct frames *f);
bool frames_inside(const struct frames *f, const char *tag);

#endif
