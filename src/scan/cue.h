/*
 * cue.h - does a record look like an error?
 *
 * By its level when that says so, else by its words: "failed", "error 5", the name of an exception,
 * an exit status. Not by a low level: much is logged as information that is none. What speaks of
 * errors without reporting one does not count: "0 errors", "no error", "failed=0", "error_log",
 * "error handler". Thread-safe. Layer: scan.
 */
#ifndef SCAN_CUE_H
#define SCAN_CUE_H

#include "scan/record.h"

enum { CUE_TEXT_MAX = 8192 /* bytes of a record that are looked at */ };

bool record_looks_like_error(const struct record *r);
/* The same for a text without a level. */
bool text_looks_like_error(struct str text);

/* Byte strings, ASCII lower case: a text that looks like an error holds one of them, in any case.
 * What a block can be searched for before it is taken apart into records. */
const struct str *error_cues(size_t *count);

#endif
