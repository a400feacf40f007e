/*
 * finding.h - a record and what the scan makes of it. Plain data, valid until the visitor that was
 * given it returns. Layer: scan.
 */
#ifndef SCAN_FINDING_H
#define SCAN_FINDING_H

#include "match/matcher.h"
#include "scan/record.h"

enum scan_outcome {
    SCAN_NOTHING,       /* an ordinary record */
    SCAN_KNOWN,         /* an entry explains it: verdict match or ambiguous, as of lookup */
    SCAN_UNKNOWN_ERROR, /* it looks like an error, and nothing explains it */
};

struct finding {
    enum scan_outcome outcome;
    const struct record *record;
    uint32_t input;
    const struct answer *answer; /* SCAN_KNOWN: the matches of lookup; NULL else */
    uint64_t group;              /* SCAN_UNKNOWN_ERROR: of groups.h */
    bool no_group;               /* ... but groups are not kept */
};

#endif
