/*
 * event_cut.h - where events begin and end in a stream of XML that may have no root, or an end.
 *
 * What stands between events (a declaration, a document type with its entities, the root) is read
 * over. Thread-safe. Layer: scan.
 */
#ifndef SCAN_EVENT_CUT_H
#define SCAN_EVENT_CUT_H

#include "base/str.h"

/* Cuts the next event off *rest, and what stands before it. One that is not closed is all that is
 * left. False: there is none. */
bool event_next(struct str *rest, struct str *event);

/* Behind the last event that is closed; 0: there is none. */
size_t events_end(struct str s);

/* Where the last event begins that is not closed, STR_NOT_FOUND: all are. */
size_t event_open(struct str s);

#endif
