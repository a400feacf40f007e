/*
 * links.h - looks up which links of an entry lead to other entries of the knowledge bases in use.
 * Layer: report.
 */
#ifndef REPORT_LINKS_H
#define REPORT_LINKS_H

#include "base/arena.h"
#include "report/entry_links.h"
#include "store/kb.h"

enum { LINKS_LOOKED_UP_MAX = 200 /* of one entry; further ones stay what they are */ };

/* Starts zeroed; what it points to lives in the arena given with each entry. */
struct links {
    struct entry_link *items;
    size_t count, cap;
};

/* Add those of *k. 0, or -1 when a knowledge base cannot be read. */
int links_add(struct links *links, struct kb *const *kbs, size_t kb_count, const struct kb_entry *k,
              struct arena *a, struct err *err) MUST_USE;

#endif
