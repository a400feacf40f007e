/*
 * check_pages.h - the files of a source as links see them: paths, anchors, and who includes whom.
 *
 * Private to check.c. Everything lives until check_pages_free. One thread at a time. Layer: import.
 */
#ifndef IMPORT_CHECK_CHECK_PAGES_H
#define IMPORT_CHECK_CHECK_PAGES_H

#include "base/arena.h"

struct check_pages;

struct check_pages *check_pages_new(void);
void check_pages_free(struct check_pages *p); /* NULL is a no-op */

/* The page with this path from the root, made when it is new. */
uint32_t check_page(struct check_pages *p, struct str path);
/* False when there is none. */
bool check_page_find(const struct check_pages *p, struct str path, uint32_t *page);
struct str check_page_path(const struct check_pages *p, uint32_t page);

/* Anchors are the same in either case of letters. */
void check_page_put_anchor(struct check_pages *p, uint32_t page, struct str anchor);
void check_page_put_include(struct check_pages *p, uint32_t page, uint32_t included);

/* Has the page the anchor, itself, in what it includes, or, being included, in a page around it? */
bool check_page_has_anchor(const struct check_pages *p, uint32_t page, struct str anchor);

/* The anchor of the page that differs from this one in signs only, or shares most of its words; or
 * empty. */
struct str check_page_near_anchor(const struct check_pages *p, uint32_t page, struct str anchor);

/* The path of the one file that has this name, in either case; with `alike` also of the one whose
 * name ends so, or shares most of its words; or empty. */
struct str check_pages_near(const struct check_pages *p, struct str path, bool alike);

#endif
