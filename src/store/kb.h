/*
 * kb.h - a knowledge base: one SQLite file of sources, documents, entries and index sections.
 *
 * Immutable to readers. A writer works in one transaction on a file of its own choosing: readers
 * see the old or the new state. Every file may be hostile: a KB that is no SQLite file, is corrupt,
 * or newer than this program is refused with one clear message, never trusted.
 *
 * What is in it is a function of what the sources hold: no row number, order or byte of the index
 * depends on which imports and refreshes led to it. Only sources are numbered as they came, and
 * `moved` ids are history. The canonical order, in which all is handed out: sources by row,
 * documents by path (base/path.h), entries by row, which is their order in the document.
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
/* Without shadowed entries. */
int kb_stats(struct kb *kb, struct kb_stats *stats, struct err *err) MUST_USE;

struct kb_entry {
    int64_t row;    /* > 0; kb_document_row() of it is its document's */
    bool shadowed;  /* a line of an index whose code another entry explains: not in the index */
    struct entry entry;
    struct document document; /* what an answer shows: path, title, language, date, url, pages */
    struct str source;        /* the source's name */
};

static inline int64_t kb_document_row(int64_t entry_row)
{
    return entry_row >> 16;
}

/* Load one entry with everything that hangs on it into the arena, except its body (empty): 1 found,
 * 0 no such, -1 trouble. */
int kb_get(struct kb *kb, int64_t row, struct arena *a, struct kb_entry *out,
           struct err *err) MUST_USE;
/* Row of an id, else of an alias, else of a former id; also without its source name when that is
 * unique; 0 when there is none. */
int kb_find(struct kb *kb, struct str id, int64_t *row, struct err *err) MUST_USE;
/* The same for an id that has its source's name. */
int kb_find_whole(struct kb *kb, struct str id, int64_t *row, struct err *err) MUST_USE;
/* Row of the only entry that has ids or aliases which begin with `prefix`, "SOURCE/PATH#" or an id and
 * '/'; 0 when there is none, or several. */
int kb_find_only(struct kb *kb, struct str prefix, int64_t *row, struct err *err) MUST_USE;

/*
 * Each of these calls `visit` in canonical order until it returns non-zero; that value, or -1,
 * comes back. What visit is given is only valid inside the call. They also work before kb_commit;
 * visit may then write, but neither put nor drop documents or entries.
 */
typedef int kb_visit_entry(void *ctx, const struct kb_entry *e);
typedef int kb_visit_document(void *ctx, int64_t row, const struct document *d);
typedef int kb_visit_source(void *ctx, const struct source *s);

/* All entries that are not shadowed, with their bodies. */
int kb_each(struct kb *kb, kb_visit_entry *visit, void *ctx, struct err *err) MUST_USE;
/* The entries of one document, with their bodies, shadowed ones too. */
int kb_each_entry_of(struct kb *kb, int64_t document_row, kb_visit_entry *visit, void *ctx,
                     struct err *err) MUST_USE;
/* The documents of one source, with their needs and pages. */
int kb_each_document(struct kb *kb, int64_t source_row, kb_visit_document *visit, void *ctx,
                     struct err *err) MUST_USE;
int kb_each_source(struct kb *kb, kb_visit_source *visit, void *ctx, struct err *err) MUST_USE;
/* The source of this name, in the arena; *row is 0 when there is none. */
int kb_find_source(struct kb *kb, struct str name, struct arena *a, struct source *out,
                   int64_t *row, struct err *err) MUST_USE;
/* Its documents, and its entries that are not shadowed, counted. */
int kb_count_source(struct kb *kb, struct str name, uint64_t *documents, uint64_t *entries,
                    struct err *err) MUST_USE;

/* ---- index: what match/ keeps in the file ---------------------------------------------------- */

/* Sections are named byte strings. Names have at most 31 bytes; a KB has at most 64 sections of at
 * most 2 GB. What a file says in them is not to be trusted: whoever reads them checks it. */
enum { KB_SECTION_STEP = 4032 }; /* a read of one aligned step touches one page of the file */
/* Size of a section, 0 when there is none. */
int kb_section_size(struct kb *kb, const char *name, size_t *size, struct err *err) MUST_USE;
/* Read [offset, offset+n) of it, which must lie inside the section, into out. A read costs about a
 * microsecond for each step that it touches. */
int kb_section_read(struct kb *kb, const char *name, size_t offset, void *out, size_t n,
                    struct err *err) MUST_USE;
/* Replace a section; only the steps that differ are written. */
int kb_put_section(struct kb *kb, const char *name, struct str bytes, struct err *err) MUST_USE;

/* The terms of an entry: what of it goes into the index, as bytes that only match/ understands and
 * that go with the entry. Nor are they to be trusted. */
struct kb_terms {
    int64_t row;           /* of the entry */
    int64_t source;        /* row of its source */
    struct str path, date; /* of its document */
    struct str data;       /* what kb_put_terms was given; empty: it has not been called */
};
typedef int kb_visit_terms(void *ctx, const struct kb_terms *t);
/* All entries, shadowed ones too; texts and data live in the arena. */
int kb_each_terms(struct kb *kb, struct arena *a, kb_visit_terms *visit, void *ctx,
                  struct err *err) MUST_USE;
int kb_put_terms(struct kb *kb, int64_t entry_row, struct str data, struct err *err) MUST_USE;
/* Writes only when it was not so. */
int kb_set_shadowed(struct kb *kb, int64_t entry_row, bool shadowed, struct err *err) MUST_USE;

/* ---- writing --------------------------------------------------------------------------------- */

/*
 * Open for writing, creating the file (and its folder) when missing, and begin the one transaction.
 * ERR_BUSY, naming the process, when another import holds it (waits up to 10 s first). path NULL: a
 * KB in memory.
 */
struct kb *kb_begin(const char *path, struct err *err);
/* The same with a copy in memory, to try something out: the file is only read, and neither waits for
 * another import nor keeps one waiting. When it is missing: as if it were empty. */
struct kb *kb_begin_copy(const char *path, struct err *err);

/* Add the source, or give the known one of this name this root, base URL and revision; documents
 * stay. ERR_INVALID when the name is that of another root, which is still there. */
int kb_put_source(struct kb *kb, const struct source *s, int64_t *source_row,
                  struct err *err) MUST_USE;
/* Remove it with all its documents. */
int kb_drop_source(struct kb *kb, int64_t source_row, struct err *err) MUST_USE;

/* ERR_INVALID when the source has a document of this path: drop it first. */
int kb_put_document(struct kb *kb, int64_t source_row, const struct document *d,
                    int64_t *document_row, struct err *err) MUST_USE;
/* Remove it with its entries and their ids and terms. */
int kb_drop_document(struct kb *kb, int64_t document_row, struct err *err) MUST_USE;
/* Same content, another time: nothing else changes. */
int kb_touch_document(struct kb *kb, int64_t document_row, uint64_t size, int64_t mtime_ns,
                      struct err *err) MUST_USE;
int kb_set_pages(struct kb *kb, int64_t document_row, const struct page *pages, size_t count,
                 struct err *err) MUST_USE;

/* Entries of a document are put in their order. ERR_INVALID when the id is there already, or the
 * document has 65,535 of them. An alias gives way to an id; of entries that claim the same alias
 * the one with the lowest row has it. */
int kb_put_entry(struct kb *kb, int64_t document_row, const struct entry *e,
                 struct err *err) MUST_USE;
/* From now on the old id leads to the new one. What counts is the state at kb_commit: an old id
 * that is in use again is forgotten, one whose new id moved on leads there, and when its entry is
 * gone so is it. */
int kb_put_moved(struct kb *kb, struct str old_id, struct str new_id, struct err *err) MUST_USE;

/* Was anything written since kb_begin (a new file counts)? Else the commit may be left out. */
bool kb_changed(const struct kb *kb);

/* Afterwards the KB can be read, but not written again. When it fails the old contents are still
 * there, and a file that was to be made is not. */
int kb_commit(struct kb *kb, struct err *err) MUST_USE;
/* After kb_commit: write a compact copy of the KB to path, without the folders and times of the
 * machine it was made on (the image that is compiled in). */
int kb_export_image(struct kb *kb, const char *path, struct err *err) MUST_USE;

#endif
