/*
 * event_xml.h - one event of Windows' event log, from XML to the named values it consists of.
 *
 * The only file that uses libxml2's reader, with network, entities and document types off; what is
 * not well formed is read as far as it goes. Debian's libxml2 brings ICU and the C++ runtime, so
 * this is linked into the program errkb-events (src/cli/events_main.c) and never into errkb, which
 * asks it through event_helper.h. One thread for each reader. Layer: scan.
 */
#ifndef SCAN_EVENT_XML_H
#define SCAN_EVENT_XML_H

#include "base/buf.h"

enum {
    EVENT_VALUE_MAX = 64 << 10, /* bytes of one value */
    EVENT_VALUES_MAX = 200,
};

struct event_reader;

struct event_reader *event_reader_new(void);
void event_reader_free(struct event_reader *r); /* NULL is a no-op */

/*
 * Appends one line to out, a JSON object of strings: Provider, EventID, Level, Time, Channel,
 * Computer, Message, and Data, an object with the event's own values.
 */
void event_read(struct event_reader *r, struct str xml, struct buf *out);

#endif
