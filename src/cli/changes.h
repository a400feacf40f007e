/*
 * changes.h - what import and refresh share: they collect what happens to each source, finish the
 * knowledge base, and print a report that is short when little happened.
 *
 * Layer: cli.
 */
#ifndef CLI_CHANGES_H
#define CLI_CHANGES_H

#include "import/import.h"
#include "report/changes.h"

struct changes;

struct changes_options {
    const char *kb; /* name of the knowledge base, for the report */
    bool dry_run;
    bool quiet; /* warnings are collected, not printed */
    bool all;   /* also collect the entries of a new source */
};

struct changes *changes_new(const struct changes_options *o);
void changes_free(struct changes *c); /* NULL is a no-op */

/* Import or refresh one source, called `label` in the report; o's callbacks for warnings and
 * changes are filled in. -1: *err, and *fatal when the transaction must not be committed. */
int changes_import(struct changes *c, struct kb *kb, struct import_options *o, const char *label,
                   bool *fatal, struct err *err) MUST_USE;

/* Remove the source with this name, whose root is gone, from the KB. */
int changes_prune(struct changes *c, struct kb *kb, struct str name, struct err *err) MUST_USE;
/* The same for every source whose root is gone. */
int changes_prune_all(struct changes *c, struct kb *kb, struct err *err) MUST_USE;

/* Entries added, changed, moved or removed. */
size_t changes_count(const struct changes *c);
/* The same, or documents that hold none did. */
bool changes_any(const struct changes *c);
/* The source that was imported last was not, because its root is gone. */
bool changes_last_is_gone(const struct changes *c);
/* How many documents there are now, in all that was imported or refreshed. */
uint64_t changes_documents(const struct changes *c);
bool changes_failed(const struct changes *c); /* a file or folder could not be read */
/* Warnings name the source, too, from now on: there are several. */
void changes_name_sources(struct changes *c);

/* Build the index if it must be, and commit, unless it is a dry run or there is nothing to commit.
 */
int changes_finish(struct changes *c, struct kb *kb, bool *written, struct err *err) MUST_USE;

/* The report as text: a few lines for each source; verbose: every change, however many. */
void changes_print(const struct changes *c, bool verbose);
/* One line for all of it, when anything changed. */
void changes_print_line(const struct changes *c);
void changes_print_json(const struct changes *c);

#endif
