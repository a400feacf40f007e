/*
 * label.h - words that say what follows: "Cause:", "**Resolution**", "Possible fix", "Fix 2".
 *
 * Labels stand before a colon, alone in bold, as a heading, or over a table's column.
 * Layer: import.
 */
#ifndef IMPORT_WORDS_LABEL_H
#define IMPORT_WORDS_LABEL_H

#include "import/tree/tree.h"

enum label {
    LABEL_NONE,
    LABEL_CAUSE,
    LABEL_REMEDY,
    LABEL_MESSAGE,
    LABEL_CODE,
    LABEL_SYMPTOM, /* what is seen: "Description", "Problem" */
    LABEL_APPLIES,
    LABEL_REMARKS, /* cause and remedy, not told apart */
    LABEL_SEE,     /* where more is to be read: belongs to neither */
    LABEL_NOTE,
    LABEL_EXAMPLE,
    LABEL_TERM,    /* **A term** on a line of its own, the text below is about it */
    LABEL_CHOICE,  /* one of several ways, the name of a tab: set by scope.c, goes with what follows */
};

/* The label that these words are ("Cause 2:", "possible fixes"), and its number (0: none). */
enum label label_of(struct str words, uint16_t *number);

/* Does each item of a list consist of a labelled cause and a labelled remedy? After label_apply(). */
bool label_pairs(const struct node *list);

/*
 * Find the labels of paragraphs: a paragraph of several labelled lines becomes several paragraphs,
 * a label's words are taken out and kept in node.label and node.number. Names the kind of alerts
 * (> [!NOTE]). Works on the whole tree, once.
 */
void label_apply(struct arena *a, struct node *root);

#endif
