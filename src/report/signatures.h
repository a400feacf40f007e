/*
 * signatures.h - the forms in which an entry's problem shows, as lists to be shown. Layer: report.
 */
#ifndef REPORT_SIGNATURES_H
#define REPORT_SIGNATURES_H

#include "base/arena.h"
#include "store/entry.h"

struct signature_texts {
    struct str *messages; /* as people see them */
    size_t message_count;
    struct str *codes, *mentioned;
    size_t code_count, mentioned_count;
};

/* The lists live in the arena. */
struct signature_texts signature_texts(const struct entry *e, struct arena *a);

#endif
