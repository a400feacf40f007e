/*
 * entry_links.h - which links of an entry lead to other entries.
 *
 * Documents link to each other by path; whoever shows entries has looked these paths up in the
 * knowledge base and says so here. Plain data of the caller. Layer: report.
 */
#ifndef REPORT_ENTRY_LINKS_H
#define REPORT_ENTRY_LINKS_H

#include "base/str.h"

struct entry_link {
    struct str source; /* name of the source that the linking document is of */
    struct str target; /* as the document's Markdown says it */
    struct str entry;  /* the id of the entry that is there */
};

/* The links of one entry: those whose source is its own. */
struct entry_links {
    const struct entry_link *items;
    size_t count;
    struct str source;
};

/* The id of the entry that target leads to; empty when it leads elsewhere. */
struct str entry_links_find(const struct entry_links *links, struct str target);

#endif
