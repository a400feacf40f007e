/*
 * event_helper.h - asks the program errkb-events what events of a block of XML hold.
 *
 * It is a process of its own, so that libxml2 is neither linked into errkb nor able to take it down
 * with a hostile log; it is started when the first such block comes, once for each thread that asks
 * at the same time. Thread-safe. Layer: scan.
 *
 * What is said: four bytes, the number of those that follow, little end first, in both directions;
 * XML to it, a JSON object in a line for each event from it.
 */
#ifndef SCAN_EVENT_HELPER_H
#define SCAN_EVENT_HELPER_H

#include "base/buf.h"

enum { EVENT_TEXT_MAX = 64 << 20 }; /* bytes of one text, either way */

struct event_helpers;

/* `path` of the program is copied. */
struct event_helpers *event_helpers_new(const char *path);
void event_helpers_free(struct event_helpers *h); /* NULL is a no-op; ends the processes */

/* Puts the lines into reply. False: it could not be started, or it died of this block. */
bool event_helpers_ask(struct event_helpers *h, struct str xml, struct buf *reply);

/* The other end: `answer` to each text on fd, until that is closed. */
typedef void event_answer(void *user, struct str xml, struct buf *reply);
void event_helper_serve(int fd, event_answer *answer, void *user);

#endif
