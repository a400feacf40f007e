/*
 * entry.h - what a knowledge base is made of, as plain data.
 *
 * All texts are valid UTF-8 views that belong to whoever made the struct (an arena of the
 * importer, of the reader). Layer: store.
 */
#ifndef STORE_ENTRY_H
#define STORE_ENTRY_H

#include "base/str.h"

enum entry_kind { ENTRY_SECTION, ENTRY_ROW, ENTRY_TERM, ENTRY_RECORD, ENTRY_PAGE, ENTRY_KINDS };
const char *entry_kind_name(enum entry_kind kind); /* "section", "row", ... */

/* SOURCE/PATH#SLUG of an id: without the key that tells entries of one heading apart. */
struct str entry_id_place(struct str id);

enum signature_kind { SIGNATURE_MESSAGE, SIGNATURE_CODE };

/* One form in which the problem shows. */
struct signature {
    enum signature_kind kind;
    struct str text; /* a template (see text/template.h), or the code as printed */
    bool mentioned;  /* weaker evidence: a code that stands in the cause or remedy only, a message
                        that is one line of a longer log */
    uint32_t line;   /* 1-based line in the document */
};

/* Where an entry applies. name: "client", "product", "version", "phase", "language", ... The value
 * FACET_ALL says outright that it applies to all of them: it fits whatever is asked for. */
#define FACET_ALL STR("all")
struct facet {
    struct str name;
    struct str value; /* slug: "android" */
    struct str label; /* as people say it: "Android client" */
};

struct link {
    struct str text;
    struct str target; /* absolute with a base URL, else relative to the source's root */
};

/* A query that must (or must not) find the entry; only kb/ documents carry them. */
struct sample {
    struct str text;
    struct str facets; /* asked with it: "client=android", several separated by blanks; or empty */
    bool matches;      /* must be the verdict's match / must not be */
    uint32_t line;
};

struct entry {
    struct str id;     /* SOURCE/PATH#SLUG[/KEY] */
    enum entry_kind kind;
    struct str title;  /* plain text, one line */
    struct str cause;  /* Markdown; may be empty */
    struct str remedy; /* Markdown; may be empty */
    struct str body;   /* plain text of the whole section: for finding, never shown whole */
    struct str url;    /* of the document, with the heading's anchor; may be empty */
    uint32_t line;     /* 1-based, where the entry starts */
    struct signature *signatures;
    size_t signature_count;
    struct facet *facets;
    size_t facet_count;
    struct link *links;
    size_t link_count;
    struct sample *samples;
    size_t sample_count;
    struct str *aliases; /* further ids: an explicit <a name> */
    size_t alias_count;
};

/* What a document's entries depend on beside its own bytes. */
enum need_kind {
    NEED_CONTENT,   /* an include: its bytes matter */
    NEED_EXISTENCE, /* a link: it matters whether the file is there */
    NEED_KINDS
};
struct need {
    enum need_kind kind;
    struct str path; /* from the source's root, whether there is such a file or not */
    uint64_t state;  /* what was found there: the hash of its bytes, or 1; 0: no such file */
};

/* A page that includes a document, directly or through others. */
struct page {
    struct str path; /* from the source's root */
    struct str url;  /* may be empty */
};

struct document {
    struct str path; /* relative to the source's root, '/' between parts */
    struct str title;
    struct str language; /* "en", "de-de"; may be empty */
    struct str date;     /* YYYY-MM-DD from front matter; may be empty */
    struct str url;      /* may be empty */
    uint64_t size;
    int64_t mtime_ns;
    uint64_t hash; /* hash64 of the file's bytes */
    struct need *needs;
    size_t need_count;
    struct page *pages; /* those that include it, in canonical order (base/path.h) */
    size_t page_count;
};

struct source {
    struct str name;
    struct str root;     /* absolute path of the folder or file that was imported, links unresolved */
    struct str base_url; /* may be empty */
    uint64_t revision;   /* of the program that read it: another one reads everything again */
};

#endif
