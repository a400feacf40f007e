/*
 * markdown_inline.h - the inline part of markdown.h: one paragraph, cell or heading.
 *
 * `code`, **bold**, *emphasis*, [links](target), ![pictures](target), <autolinks>, escapes,
 * entities, <br>, hard breaks (two blanks or a backslash at a line's end). Linear in the text,
 * whatever it holds; what is not well formed is text. Layer: report.
 */
#ifndef REPORT_MARKDOWN_INLINE_H
#define REPORT_MARKDOWN_INLINE_H

#include "report/markdown.h"

/* Read text (its lines joined by '\n'). cell: `\|` is a '|' in code, too. A link that is opened is
 * closed before the call returns. */
void markdown_inline(struct str text, bool cell, const struct markdown_sink *sink, void *ctx);

#endif
