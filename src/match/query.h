/*
 * query.h - reading what somebody pasted: bytes to clean text, candidate messages, codes and words.
 *
 * Undoes what pasting does (text/paste.h), and remembers for each byte of the clean text where it
 * came from; finds what stands around messages (text/noise.h) and marks its words; cuts the text
 * into candidate messages (text/segment.h). Everything lives in the arena. Thread-safe. Layer: match.
 */
#ifndef MATCH_QUERY_H
#define MATCH_QUERY_H

#include "base/arena.h"
#include "text/code.h"
#include "text/paste.h"
#include "text/segment.h"
#include "text/token.h"

enum {
    QUERY_BYTES_MAX = 1 << 20, /* read of one query */
    QUERY_TOKENS_MAX = 8192,   /* words looked at */
};

struct query {
    struct str raw;       /* as given, cut to QUERY_BYTES_MAX; decoded where it was no clean UTF-8 */
    bool cut;
    struct str text;      /* clean: valid UTF-8, no control character but \n and \t */
    const uint32_t *from; /* text.n + 1 offsets into raw; NULL: the same offsets */
    struct noise *noise;  /* spans of text */
    size_t noise_count;
    struct segment *segments; /* candidate messages, in order */
    size_t segment_count;
    struct code codes[CODES_MAX];
    size_t code_count;
    struct token *tokens;
    size_t token_count;
    struct str folded;         /* see text/fold.h */
    const uint32_t *folded_from; /* folded.n + 1 offsets into text */
};

struct query *query_read(struct arena *a, struct str raw);
/* The same with words that are known: those that were broken are put together. */
struct query *query_read_knowing(struct arena *a, struct str raw, const struct lexicon *lexicon);

/* Offset in the raw text of a byte of the clean / of the folded text. */
size_t query_raw_offset(const struct query *q, size_t text_offset);
size_t query_folded_to_text(const struct query *q, size_t folded_offset);

#endif
