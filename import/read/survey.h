/*
 * survey.h - the first look at a saved page: which element holds the document, and what the page's
 * head says of it.
 *
 * Thread-safe. Layer: import.
 */
#ifndef IMPORT_READ_SURVEY_H
#define IMPORT_READ_SURVEY_H

#include "import/read/element.h"
#include "import/tree/front.h"

struct survey {
    size_t document;    /* number of the start tag that holds it; 0: the body as a whole */
    bool titled;        /* an <h1> stands in it */
    struct str heading; /* the page's first <h1>, as one line; may be empty */
    struct front front; /* title (when there is no <h1>), lang, url, date, ms.*, product, version */
};

/* The frames are room for the work. Everything in the survey lives in the arena. */
struct survey survey_page(struct arena *a, struct str text, struct frame *frames);

#endif
