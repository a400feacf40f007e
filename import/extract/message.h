/*
 * message.h - the texts of errors that a document prints: in bold, in quotation marks, as code, in
 * a block of their own, as a heading; and JSON error responses, with JSON inside of their strings.
 *
 * What counts as a message is decided by what stands around it ("an error saying **...**", "the
 * following error:") and by what it looks like. Layer: import.
 */
#ifndef IMPORT_EXTRACT_MESSAGE_H
#define IMPORT_EXTRACT_MESSAGE_H

#include "import/extract/prose.h"

enum {
    MESSAGES_MAX = 64,     /* kept for one entry */
    MESSAGE_BYTES_MAX = 2000,
};

struct message {
    struct str tmpl; /* see text/template.h */
    struct str text; /* as printed, plain */
    uint32_t line;
    bool logged; /* stands behind the time and host of a log: one of several lines, maybe */
};

struct message_list {
    struct message *items;
    size_t count, cap;
};

/* Add a message unless the same one is there already. Empty ones and mere code are not added. */
void message_add(struct arena *a, struct message_list *list, struct message m);

/* A text as it stands in a document, without the punctuation of the sentence around it; the same
 * cut to what is not particular to an example. */
void message_put(struct arena *a, struct message_list *list, struct str text, uint32_t line);
void message_put_example(struct arena *a, struct message_list *list, struct str text,
                         uint32_t line);
/* The template with a placeholder for the actions that an example of a refused request asks for,
 * unless the entry's title names them. */
struct str message_without_examples(struct arena *a, struct str tmpl, struct str title);
size_t message_words(struct str s); /* how many words it has */

/* Messages quoted in a sentence. */
void message_in_sentence(struct arena *a, const struct cues *c, const struct paragraph *p,
                         const struct sentence *s, struct message_list *list);

/* Does a sentence (its last words) announce that the next block is a message? */
bool message_announced(const struct cues *c, const struct paragraph *p, const struct sentence *s);

/* A paragraph or item that is a message as a whole, its emphasis being placeholders. */
void message_of_block(struct arena *a, const struct node *block, struct message_list *list);
/* A paragraph that was announced as a message, as a program prints it: without the time and host of
 * a log, and not when it is the command. False when it is none. */
bool message_of_line(struct arena *a, const struct node *p, struct message_list *list);
/* The same for a paragraph whose lines are messages of their own. */
void message_of_lines(struct arena *a, const struct node *paragraph, struct message_list *list);
/* The code spans of a labelled paragraph, one message each; else the paragraph as a whole. */
void message_of_label(struct arena *a, const struct node *block, struct message_list *list);
/* Messages in a block of code: its lines, or the messages inside of JSON. `announced`: the text
 * before it says that it is one, else it must look like one. False when it is none. */
bool message_of_code(struct arena *a, const struct cues *c, const struct node *code, bool announced,
                     struct message_list *list);
/* A line that a program printed, without the time and host of a log; false for a command. */
bool message_of_output(struct arena *a, struct str text, uint32_t line, struct message_list *list);
/* The same as message_of_code for a text that is JSON. */
bool message_of_json(struct arena *a, struct str json, uint32_t line, struct message_list *list);
/* What a heading quotes or is: "Error: ...", "I receive a "..." error", a sentence. */
void message_of_heading(struct arena *a, const struct cues *c, const struct node *heading,
                        struct message_list *list);

#endif
