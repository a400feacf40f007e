/*
 * flow.h - styled words to wrapped lines, with hanging indents.
 *
 * A flow appends finished lines to a buffer. Text given to it may hold any bytes: everything goes
 * out through safe.h; white space separates words. Words are broken only when they are wider than
 * a whole line; between ideographs a line may end anywhere but before closing punctuation. Widths
 * are display columns. Allocates for the current word only; one thread at a time. Layer: report.
 */
#ifndef REPORT_FLOW_H
#define REPORT_FLOW_H

#include "base/buf.h"
#include "report/style.h"

enum {
    FLOW_LEVELS_MAX = 24,  /* nested indents; deeper ones are counted, not shown */
    FLOW_MARKER_MAX = 24,  /* bytes of a marker */
    FLOW_WORD_MAX = 4096,  /* code points of a word that is kept whole */
};

struct flow_cell {
    uint32_t code_point;
    uint8_t style;
    uint8_t width;
};

struct flow_level {
    char marker[FLOW_MARKER_MAX];
    size_t columns; /* that it takes on every line */
    bool repeat;    /* marker on every line (a quote), not only on the first (a list item) */
    bool shown;
};

struct flow {
    struct buf *out;
    size_t width; /* 0: lines are not wrapped */
    bool color;
    struct flow_level levels[FLOW_LEVELS_MAX];
    size_t depth;
    struct flow_cell *word; /* not yet on the line */
    size_t word_count, word_cap, word_width;
    size_t column;     /* of the line being written, counted from its indent */
    size_t room;       /* columns that it has behind its indent */
    size_t widest;     /* column at which the longest line so far ended */
    size_t lines;      /* ended so far, without empty ones */
    bool open;         /* the current line has begun */
    bool space;        /* a blank is due before the word */
    bool gap;          /* an empty line is due before the next line */
    bool any;          /* something was written: no empty line before the first */
    enum style active; /* what the escapes in the output have turned on */
};

void flow_init(struct flow *f, struct buf *out, size_t width, bool color);
void flow_release(struct flow *f); /* ends the line */

/*
 * Indent what follows by the width of the marker, which is shown on the next line: once, or on
 * each line when `repeat`. Past half the width, further levels indent no more.
 */
void flow_push(struct flow *f, const char *marker, bool repeat);
void flow_hang(struct flow *f, size_t columns); /* indent all lines but the next */
void flow_pop(struct flow *f);                  /* ends the line */

void flow_text(struct flow *f, enum style style, struct str text);
void flow_puts(struct flow *f, enum style style, const char *text);
void flow_printf(struct flow *f, enum style style, const char *format, ...) PRINTF_LIKE(3, 4);

void flow_line(struct flow *f);               /* end the line, if one is begun */
void flow_gap(struct flow *f);                /* the same, and an empty line before the next */
void flow_tab(struct flow *f, size_t column); /* blanks up to the column, counted from the indent */
/* One line as it stands, white space kept (tabs to 4 columns), however long. */
void flow_verbatim(struct flow *f, enum style style, struct str line);

size_t flow_indent(const struct flow *f); /* columns of all levels */
size_t flow_room(const struct flow *f);   /* columns of a line behind the indent; SIZE_MAX: any */

/* Columns that the text takes when printed. */
size_t flow_columns(struct str text);

#endif
