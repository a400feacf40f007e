/*
 * changes.h - what an import or refresh did to a knowledge base, as plain data, and as JSON for a
 * bot that comments on pull requests.
 *
 * Layer: report.
 */
#ifndef REPORT_CHANGES_H
#define REPORT_CHANGES_H

#include "base/buf.h"

enum { REPORT_FIELDS_MAX = 16 };

struct report_change {
    struct str source; /* name */
    struct str id, title;
    struct str from; /* its former id; or empty */
    struct str path; /* of the document, from the source's root */
    uint32_t line;
    const char *fields[REPORT_FIELDS_MAX]; /* what of it changed */
    size_t field_count;
};

enum report_change_kind {
    REPORT_ADDED,
    REPORT_CHANGED,
    REPORT_MOVED,
    REPORT_REMOVED,
    REPORT_CHANGE_KINDS
};
const char *report_change_name(enum report_change_kind kind); /* "added" */

struct report_change_list {
    struct report_change *items;
    size_t count, cap;
};

struct report_source {
    struct str name, root;
    const char *state;  /* "refreshed", "gone", "removed", "failed" */
    const char *reason; /* why all of it was read again; NULL: it was not */
    struct str problem; /* one line when it is none of the first; or empty */
    uint64_t documents, documents_read, documents_added, documents_changed, documents_removed;
    uint64_t failed, kept;
    uint64_t entries[REPORT_CHANGE_KINDS];
    uint64_t shifted;
};

struct report_warning {
    struct str source, path, message;
    uint32_t line; /* 0: the file as a whole */
};

struct report_changes {
    struct str kb;
    bool dry_run;
    struct report_change_list lists[REPORT_CHANGE_KINDS];
    struct report_source *sources;
    size_t source_count, source_cap;
    struct report_warning *warnings;
    size_t warning_count, warning_cap;
};

/*
 * One line: {"kb","dry_run","counts":{"added","changed","moved","removed","shifted"},
 * "sources":[{"name","root","state","problem","reason","documents","documents_read",
 * "documents_added","documents_changed","documents_removed","failed","kept","added","changed","moved","removed",
 * "shifted"}],"added":[{"id","title","source","path","line"}],"changed":[the same and "fields"],
 * "moved":[the same, "from" and "fields"],"removed":[as added],
 * "warnings":[{"source","path","line","message"}]}
 * "shifted": entries that only stand at other lines.
 */
void report_changes_json(const struct report_changes *c, struct buf *out);

#endif
