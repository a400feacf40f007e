/*
 * kb_names.h - ids by their beginning: for completion. Layer: store.
 */
#ifndef STORE_KB_NAMES_H
#define STORE_KB_NAMES_H

#include "store/kb.h"

/* Up to `max` ids that begin with `prefix`, in bytewise order, into the arena; *count: how many there
 * are of them, counted up to `max` + 1. */
int kb_ids_with(struct kb *kb, struct str prefix, struct arena *a, struct str *ids, size_t max,
                size_t *count, struct err *err) MUST_USE;

#endif
