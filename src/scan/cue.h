/*
 * cue.h - does a record look like an error?
 *
 * By its level where it has one, else by words such as "failed", "error 5", an exception's name.
 * What speaks of errors without reporting one ("0 errors", "no error", "failed=0", "error_log")
 * does not count. Thread-safe. Layer: scan.
 */
#ifndef SCAN_CUE_H
#define SCAN_CUE_H

#include "scan/record.h"

bool record_looks_like_error(const struct record *r);
/* The same for a text without a level. */
bool text_looks_like_error(struct str text);

/* Byte strings, ASCII lower case: a text that looks like an error holds one of them, in any case.
 * What a block can be searched for before it is taken apart into records. */
const struct str *error_cues(size_t *count);

#endif
