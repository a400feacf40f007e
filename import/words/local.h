/*
 * local.h - what documents in other languages than English say: cues, labels, headings. Tables only;
 * whoever has the English words (cue.c, label.c, section.c ...) asks here after its own.
 *
 * All words are in lower case. Lists are separated by '|'. Immutable, so thread-safe. Layer: import.
 */
#ifndef IMPORT_WORDS_LOCAL_H
#define IMPORT_WORDS_LOCAL_H

#include "import/words/cue.h"
#include "import/words/label.h"

struct local_label {
    const char *words;
    enum label label;
};

struct local_words {
    const struct cue_group *cues;
    size_t cue_count;
    const struct local_label *labels; /* sorted bytewise */
    size_t label_count;
    const char *never;       /* headings that never name a problem, whole */
    const char *never_start; /* ... how they begin */
    const char *steps;       /* "step " before a number */
    const char *prefixes;    /* "error" before a colon */
    const char *troubles;    /* parts of the titles of documents about troubles */
    const char *lists;       /* ... of those that list them: "known issues" */
    const char *persons;     /* how somebody begins to tell: "i " */
};

extern const struct local_words local_german, local_japanese;

enum { LOCAL_LANGUAGES = 2 };
const struct local_words *local_words(size_t language);

/* Lower case of ASCII and of the letters of Western Europe (Ä: ä), into out, which has room for s.n
 * bytes. */
struct str local_lower(struct str s, char *out);

/* One of the list's items as a whole, at the start, anywhere in the text: its length, 0 when there
 * is none. In any case of letters; text of more than LOCAL_TEXT_MAX bytes has none. */
enum { LOCAL_TEXT_MAX = 300 };
enum local_where { LOCAL_WHOLE, LOCAL_START, LOCAL_PART };
size_t local_find(const char *list, struct str text, enum local_where where);

/* The label of words in lower case, LABEL_NONE when no language has it. */
enum label local_label(struct str words);

#endif
