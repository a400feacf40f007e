/*
 * native.h - what the peers in C and C++ share: reading documents and queries, the timed passes,
 * writing answers. `NAME DOCUMENTS QUERIES ANSWERS [SETTINGS]`, as engine.mjs. Ends the process
 * with a line on stderr when a file cannot be read or written.
 */
#ifndef PEERS_NATIVE_H
#define PEERS_NATIVE_H

#include <jansson.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { NATIVE_ANSWERS = 10 };

/* Placeholders are gaps, all else as it stands there. */
struct native_document {
    const char *id, *message, *title, *code, *body;
};

struct native_found {
    size_t at; /* index of the document */
    double score;
};

/* Finds up to NATIVE_ANSWERS documents, best first; returns how many. */
typedef size_t native_search(void *ctx, const char *text, struct native_found *found);

struct native {
    struct native_document *documents;
    size_t count;
    json_t *settings; /* an object */
};

/* Reads the documents and the settings. */
void native_open(struct native *n, int argc, char **argv);
/* Answers the queries: twice, the second time measured; a slow engine once. */
void native_answer(const struct native *n, char **argv, native_search *search, void *ctx);

double native_number(const struct native *n, const char *key, double otherwise);
const char *native_text(const struct native *n, const char *key, const char *otherwise);

void native_fail(const char *what, const char *why); /* does not return */

#ifdef __cplusplus
}
#endif

#endif
