/*
 * check.h - what is wrong with the documents of a source whatever problems they tell of: links,
 * anchors and includes that lead nowhere, codes in two forms that disagree.
 *
 * A pass of its own over the files, apart from importing them. It sees only what lies in the
 * source: targets outside of it, rooted ones and those with a scheme are counted, not judged. One
 * thread at a time. Never prints, never exits. Layer: import.
 */
#ifndef IMPORT_CHECK_CHECK_H
#define IMPORT_CHECK_CHECK_H

#include "base/err.h"
#include "base/str.h"

enum check_kind {
    CHECK_LINK,    /* no such file */
    CHECK_PICTURE, /* the same, of a picture */
    CHECK_ANCHOR,  /* the file is there, the anchor is not */
    CHECK_INCLUDE,
    CHECK_FOLDER, /* most files of a folder that documents link to are missing: a part of something
                     larger; told of once, at the first of the links */
    CHECK_CODES,
};

struct check_fault {
    enum check_kind kind;
    struct str path; /* of the document, from the source's root */
    uint32_t line;
    struct str target; /* as written; CHECK_FOLDER: the folder, from the root, empty for the root;
                          CHECK_CODES: the hexadecimal form */
    struct str other; /* CHECK_CODES: the decimal form; CHECK_ANCHOR: path of the other document, or
                         empty */
    struct str near;  /* what may be meant, written as the target would be; or empty */
    size_t missing, present; /* CHECK_FOLDER: different files that are linked to */
};

/* Views that are passed to these are valid inside the call only. */
struct check_sink {
    void (*fault)(void *ctx, const struct check_fault *f);
    /* The document wants these rules (words as written) not told at the line; 0: anywhere in it. */
    void (*silence)(void *ctx, struct str path, uint32_t line, struct str rules);
    void *ctx;
};

struct check_report {
    uint64_t documents;
    uint64_t links;   /* looked at: links, pictures and includes */
    uint64_t outside; /* of them not judged, because they leave the source */
};

enum { CHECK_REFERENCES_MAX = 4000000 }; /* in one source; further ones are counted as outside */

/* Check the folder or file at path. 0, or -1 when it cannot be read at all. Files that cannot be
 * read are left out: importing them says so. */
int check_source(const char *path, const struct check_sink *sink, struct check_report *report,
                 struct err *err) MUST_USE;

#endif
