/*
 * link_target.h - where a document's links may lead those who read it in a browser.
 *
 * Thread-safe. Layer: report.
 */
#ifndef REPORT_LINK_TARGET_H
#define REPORT_LINK_TARGET_H

#include "base/buf.h"

/*
 * Append the target as an address; false, and nothing, when nobody must be led there: any scheme but
 * http, https and mailto, a host without a scheme, nothing at all. Blanks and control characters,
 * which browsers drop, backslashes, which they turn round, and what ends an address in Markdown
 * are percent-encoded.
 */
bool link_target_put(struct buf *out, struct str target);

/* It has a scheme ("https:"), or a host: it is no path in the document's own source. */
bool link_target_is_absolute(struct str target);

#endif
