/*
 * page.h - a saved HTML page of documentation into the document tree.
 *
 * Two passes of libxml2's parser (html.h), neither of which makes a tree of its own: the first finds
 * the element that holds the document (<main>, <article>, known containers) and what the page's
 * head says (survey.h), the second builds the tree from that element, without the furniture around
 * and inside it (element.h). What the head says is kept as front matter, in front matter's words.
 * Thread-safe. Layer: import.
 */
#ifndef IMPORT_READ_PAGE_H
#define IMPORT_READ_PAGE_H

#include "import/tree/front.h"
#include "import/read/scope.h"
#include "import/tree/tree.h"

/* Is a file a page, by its name: .html, .htm, .xhtml. */
bool page_is(struct str path);

struct saved_page {
    struct node *root;
    struct front front; /* what the head says: see survey.h */
    bool truncated;     /* nested deeper, or made of more parts, than is read */
};

/* Read valid UTF-8; everything in the page lives in the arena. Its tabs and zones are added to
 * *scopes, which comes empty but for its arena. */
struct saved_page page_read(struct arena *a, struct str text, struct scopes *scopes);

#endif
