/*
 * import.h - troubleshooting documents to knowledge-base entries.
 *
 * Walks a source, reads each document that is new or another since the knowledge base saw it last
 * into one tree (md4c -> libxml2), and lets one extractor find the problems in it; what is gone
 * from the source goes from the knowledge base. Importing a source again, or refreshing it, gives
 * the same knowledge base as importing it into a new one. Nothing is skipped in silence: what could
 * not be read, and why, is counted and reported through the callback. Never prints, never exits.
 *
 * Folders, each of which includes only those before it: tree/ (what all forms of documents become),
 * words/ (what words of documents mean, in three languages), read/ (Markdown, saved pages, includes
 * to trees), extract/ (trees to entries), source/ (walking, comparing, refreshing, watching), check/
 * (links and includes, for lint). Layer: import (base, text, store; beside match, which it never
 * meets).
 */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "base/err.h"
#include "store/kb.h"

enum {
    IMPORT_FILE_MAX = 32 << 20, /* bytes of one document */
    IMPORT_DEPTH_MAX = 64,      /* folders below the root, and nesting of blocks that is kept */
    IMPORT_FILES_MAX = 1000000,
};

/* The order in which changes of a source are told. */
enum import_change_kind {
    IMPORT_ADDED,
    IMPORT_CHANGED,
    IMPORT_MOVED,
    IMPORT_REMOVED,
    IMPORT_CHANGES
};
const char *import_change_name(enum import_change_kind kind); /* "added" */

/* Parts of an entry. */
enum import_field {
    IMPORT_TITLE,
    IMPORT_MESSAGES,
    IMPORT_CODES,
    IMPORT_CAUSE,
    IMPORT_REMEDY,
    IMPORT_FACETS,
    IMPORT_LINKS,
    IMPORT_URL,
    IMPORT_SAMPLES,
    IMPORT_ALIASES,
    IMPORT_KIND,
    IMPORT_TEXT, /* what stands in its section beside all that */
    IMPORT_LINE, /* never told alone: that is no change, but counted */
    IMPORT_FIELDS
};
const char *import_field_name(enum import_field field); /* "remedy" */

struct import_change {
    enum import_change_kind kind;
    struct str id;
    struct str from; /* IMPORT_MOVED: its former id */
    struct str path; /* of the document, from the source's root: where it is, or (removed) was */
    struct str title;
    uint32_t line;
    unsigned fields; /* bits 1 << import_field: IMPORT_CHANGED, IMPORT_MOVED (0: as it was) */
};

struct import_options {
    const char *path;     /* folder or file */
    const char *name;     /* of the source; NULL: the base name of path */
    const char *base_url; /* NULL: as it was, none for a new source; "": none */
    bool reread;          /* read every document, whether it changed or not */
    /* Called for each thing that went wrong with a file but does not stop the import; line 0: the
     * file as a whole. */
    void (*warn)(void *ctx, const char *path, uint32_t line, const char *message);
    void *warn_ctx;
    /* Called for each change, by kind, then in the order of the documents, when the source has been
     * read. Texts are valid inside the call only. An entry that is shadowed (store/kb.h) by the
     * index that is built later is told like any other. */
    void (*change)(void *ctx, const struct import_change *change);
    void *change_ctx;
    bool tell_new; /* also the entries of a new source, which are all added */
    /* Called for each folder before it is read. */
    void (*folder)(void *ctx, const char *full);
    void *folder_ctx;
};

struct import_report {
    uint64_t files_seen;      /* regular files met */
    uint64_t files_ignored;   /* not documents by their name (pictures, SOURCES-*.md, README.md) */
    uint64_t folders_ignored; /* hidden ones */
    uint64_t documents;       /* in the knowledge base now */
    uint64_t documents_empty; /* of those that were read: without an entry */
    uint64_t failed;          /* could not be read: warned about */
    uint64_t kept;            /* of them: stay in the knowledge base as they were */
    uint64_t warnings;
    bool known;   /* the source was there before */
    bool gone;    /* it failed because the root is no more, or holds no document any more */
    bool reread;  /* every document was read: it was asked for, or another errkb, or
                     another base URL, reads them differently */
    const char *reason; /* of reread, of a known source: "--reread"; else NULL */
    bool written; /* something was written into the KB */
    bool indexed; /* the index has to be built again */
    /* What was done: documents read and put, and their entries with their signatures. */
    uint64_t documents_read;
    uint64_t bytes;
    uint64_t entries, messages, codes;
    uint64_t documents_added, documents_changed, documents_removed;
    uint64_t changes[IMPORT_CHANGES]; /* entries: as many as were told */
    uint64_t shifted;                 /* entries that only stand at other lines now */
};

/*
 * Import one source into a KB opened with kb_begin, or refresh it. 0; or -1 when nothing could be
 * done: no such path, unreadable root, a known source that lost all its documents; nothing has been
 * written then. Or when it broke off (the root was replaced meanwhile, the KB refuses):
 * report->written is true then, and the caller must not commit. The index is left to the caller.
 */
int import_source(struct kb *kb, const struct import_options *o, struct import_report *report,
                  struct err *err) MUST_USE;

#endif
