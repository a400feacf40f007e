/*
 * problem.h - does a section state a problem? Signs in its heading and in what stands under it,
 * each with its points; a document that is about troubles needs fewer of them.
 *
 * Layer: import.
 */
#ifndef IMPORT_EXTRACT_PROBLEM_H
#define IMPORT_EXTRACT_PROBLEM_H

#include "import/extract/content.h"
#include "import/tree/front.h"

/* Is the document as a whole about things that go wrong? By its topic, path and title. */
bool problem_document(const struct front *front, struct str path, const struct section *top);

/* Does a heading say that what stands below it is about troubles? */
bool problem_heading_of_troubles(const struct section *s);

struct problem_context {
    bool troubleshooting; /* the document is */
    bool is_top;          /* the heading is the document's title: it needs a problem of its own */
    bool groups_problems; /* there are problems among its parts: it may only group them */
    bool part_of_fault;   /* the heading above says what is wrong */
    unsigned signs;       /* of its parts: "### Resolution" below it */
};

/* Could the section state a problem, whatever its text says? A quick look that saves the reading:
 * elsewhere than among troubles the heading or a label has to say so. */
bool problem_possible(const struct section *s, bool troubleshooting);

bool problem_section(const struct section *s, const struct content *c, struct problem_context in);

/* "Known issues", "Limitations": each item of a list below is a problem of its own. */
bool problem_list_heading(const struct section *s);

#endif
