/*
 * paste.h - undoing what copying, quoting, escaping and wrapping did to a text.
 *
 * What is undone stands in tables (paste_tables), each row with samples; a row recognises one form
 * and puts what it stands for, which is never longer. The tables run one after the other, those of
 * escapes several times, since escapes are nested. Linear in the text, whatever it holds.
 * Everything lives in the arena. Thread-safe. Layer: text.
 */
#ifndef TEXT_PASTE_H
#define TEXT_PASTE_H

#include "text/paste_pass.h"

enum {
    PASTE_LEVELS = 6,        /* of escapes within escapes that are undone */
    PASTE_LINE_MARKS_MAX = 8, /* marks at the beginning of one line that are taken off */
    PASTE_JOINS_MAX = 4096,  /* line ends and blanks that a lexicon is asked about */
};

/* Which words there are: asked when a word may have been broken. `word` is in lower case. */
struct lexicon {
    bool (*has)(void *ctx, struct str word);
    void *ctx;
};

struct paste {
    struct str text;      /* valid UTF-8, no control character but \n and \t */
    const uint32_t *from; /* text.n + 1 offsets into what was given; NULL: the same offsets */
};

/* text: valid UTF-8. lexicon may be NULL: then broken words are joined where layout tells alone. */
struct paste paste_undo(struct arena *a, struct str text, const struct lexicon *lexicon);

struct paste_sample {
    const char *in, *out; /* of the row's table alone; equal: a near miss */
};

/*
 * One form. A row is tried where one of `first` stands (NULL: everywhere the table looks); it puts
 * what the form stands for and returns how many bytes it took, 0 when it is another thing.
 */
struct paste_row {
    const char *name;
    const char *first;
    bool (*wanted)(struct pass *p); /* NULL: always; asked once for a text */
    size_t (*undo)(struct pass *p, size_t at);
    struct paste_sample samples[6];
};

struct paste_table {
    const char *name;
    const struct paste_row *rows;
    size_t count;
    unsigned times;       /* at most; until nothing changes */
    bool lines;           /* looks at the beginnings of lines only, several times each */
};

extern const struct paste_table paste_escapes; /* paste_escapes.c */
extern const struct paste_table paste_mojibake; /* paste_marks.c */
extern const struct paste_table paste_marks;   /* paste_marks.c */
extern const struct paste_table paste_lines;   /* paste_lines.c */

/* Run one table over the text of the pass; true when something changed. */
bool paste_run(struct pass *p, const struct paste_table *table);

/* Length of `[`, numbers and a letter, what a terminal's colour is without its escape character; 0
 * when there is none. */
size_t paste_colour_length(struct str s, size_t at);

/* Join words that a line's end or a stray blank broke (paste_joins.c). */
bool paste_join(struct pass *p, const struct lexicon *lexicon);

#endif
