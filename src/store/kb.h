/*
 * kb.h - a knowledge base: one SQLite file of sources, documents, entries and index sections.
 *
 * Immutable to readers. A writer works in one transaction on a file of its own choosing: readers
 * see the old or the new state. Every file may be hostile: a KB that is no SQLite file, is corrupt,
 * or newer than this program is refused with one clear message, never trusted.
 * One thread at a time for each handle. Layer: store. Only store/ includes sqlite3.h.
 */
#ifndef STORE_KB_H
#define STORE_KB_H

#include "base/arena.h"
#include "base/err.h"
#include "store/entry.h"

struct kb;

/* ---- reading -------------------------------------------------------------------------------- */

/* Open read-only. NULL and *err when it is missing, no knowledge base, corrupt, newer or locked. */
struct kb *kb_open(const char *path, struct err *err);
/* Open an image in memory (the compiled-in one); it must outlive the handle and is not copied. */
struct kb *kb_open_image(const void *image, size_t size, const char *name, struct err *err);
void kb_close(struct kb *kb); /* NULL is a no-op; an unfinished write is rolled back */

const char *kb_name(const struct kb *kb); /* the path, or the image's name: for messages */

struct kb_stats {
    uint64_t sources, documents, entries, messages, codes, facets, links, samples;
};
int kb_stats(struct kb *kb, struct kb_stats *stats, struct err *err) MUST_USE;

/* Entries are numbered by rowid (> 0), ascending in id order of their import. */
struct kb_entry {
    int64_t row;
    struct entry entry;
    struct document document; /* path, title, language, date, url */
    struct str source;        /* the source's name */
};

/* Load one entry with everything that hangs on it into the arena, except its body (empty): 1 found,
 * 0 no such, -1 trouble. */
int kb_get(struct kb *kb, int64_t row, struct arena *a, struct kb_entry *out,
           struct err *err) MUST_USE;
/* Row of an id or alias, also without its source name when that is unique; 0 when there is none. */
int kb_find(struct kb *kb, struct str id, int64_t *row, struct err *err) MUST_USE;

/* Calls `visit` for each entry, with its body, in row order until it returns non-zero; that value,
 * or -1, comes back. The entry is only valid inside the call. Also works before kb_commit. */
int kb_each(struct kb *kb, int (*visit)(void *ctx, const struct kb_entry *e), void *ctx,
            struct err *err) MUST_USE;
int kb_each_source(struct kb *kb, int (*visit)(void *ctx, const struct source *s), void *ctx,
                   struct err *err) MUST_USE;

/* ---- index sections: named byte strings that match/ keeps in the file ------------------------ */

/* Names have at most 31 bytes; a KB has at most 64 sections of at most 2 GB. What a file says in
 * them is not to be trusted: whoever reads them checks what they find. */
enum { KB_SECTION_STEP = 4032 }; /* a read of one aligned step touches one page of the file */
/* Size of a section, 0 when there is none. */
int kb_section_size(struct kb *kb, const char *name, size_t *size, struct err *err) MUST_USE;
/* Read [offset, offset+n) of it, which must lie inside the section, into out. A read costs about a
 * microsecond for each step that it touches. */
int kb_section_read(struct kb *kb, const char *name, size_t offset, void *out, size_t n,
                    struct err *err) MUST_USE;

/* ---- writing --------------------------------------------------------------------------------- */

/*
 * Open for writing, creating the file (and its folder) when missing, and begin the one transaction.
 * ERR_BUSY when another import holds it (waits up to 10 s first). path NULL: a KB in memory.
 */
struct kb *kb_begin(const char *path, struct err *err);

/* Add the source, or replace it with all its documents and entries when its name is known.
 * ERR_INVALID when the name is that of another root, which is still there. */
int kb_put_source(struct kb *kb, const struct source *s, int64_t *source_row,
                  struct err *err) MUST_USE;
int kb_put_document(struct kb *kb, int64_t source_row, const struct document *d,
                    int64_t *document_row, struct err *err) MUST_USE;
/* ERR_INVALID when the id is there already. An alias that is taken is left out. The document is the
 * one put last, or any earlier one. */
int kb_put_entry(struct kb *kb, int64_t document_row, const struct entry *e,
                 struct err *err) MUST_USE;
int kb_put_section(struct kb *kb, const char *name, struct str bytes, struct err *err) MUST_USE;

/* Afterwards the KB can be read, but not written again. When it fails the old contents are still
 * there, and a file that was to be made is not. */
int kb_commit(struct kb *kb, struct err *err) MUST_USE;
/* After kb_commit: write a compact copy of the KB to path, without the folders and times of the
 * machine it was made on (the image that is compiled in). */
int kb_export_image(struct kb *kb, const char *path, struct err *err) MUST_USE;

#endif
