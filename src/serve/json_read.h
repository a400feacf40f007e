/*
 * json_read.h - one JSON text as values that know where they stand: a request as it came.
 *
 * Strict RFC 8259. Numbers stay the digits that were written, whatever their size, and any value can
 * be given back byte for byte: a client's id is its own business. That is why this is no library's
 * tree. A name that stands twice in one object is an error, not a choice. Memory is a small multiple
 * of the text, which the limits below bound; no recursion deeper than JSON_DEPTH_MAX.
 * Views into the text and the arena. Thread-safe. Layer: serve.
 */
#ifndef SERVE_JSON_READ_H
#define SERVE_JSON_READ_H

#include "base/arena.h"
#include "base/err.h"

enum {
    JSON_DEPTH_MAX = 64,
    JSON_VALUES_MAX = 20000, /* in one text */
    JSON_MEMBERS_MAX = 256,  /* of one object */
};

enum json_kind { KIND_NULL, KIND_BOOL, KIND_NUMBER, KIND_STRING, KIND_ARRAY, KIND_OBJECT };

struct json_value {
    enum json_kind kind;
    struct str raw;  /* as written */
    struct str name; /* of a member, decoded */
    uint32_t first;  /* array, object: the first value in it; 0 none */
    uint32_t next;   /* the value beside it; 0 none */
};

struct json_text {
    struct json_value *values; /* [0] is the outermost */
    size_t count, cap;
};

/* 0 or -1 with the byte and what is wrong there. After a failure json holds what was whole before
 * it, so that a client can be told which request it was. */
int json_read(struct str text, struct arena *a, struct json_text *json, struct err *err) MUST_USE;

/* A member of an object; NULL when it has none of this name, or is no object (or NULL). */
const struct json_value *json_member(const struct json_text *json, const struct json_value *object,
                                     const char *name);
/* The first value in an array or object, and the one after a value; NULL at the end. */
const struct json_value *json_first(const struct json_text *json, const struct json_value *in);
const struct json_value *json_next(const struct json_text *json, const struct json_value *value);

static inline bool json_is(const struct json_value *v, enum json_kind kind)
{
    return v && v->kind == kind;
}

static inline bool json_is_true(const struct json_value *v)
{
    return json_is(v, KIND_BOOL) && v->raw.p[0] == 't';
}

/* The text of a string, escapes decoded: lone surrogates become U+FFFD, \u0000 stays NUL. */
struct str json_text_of(const struct json_value *v, struct arena *a);
/* A number as an integer, clamped to [min, max]; false when it is none (or v is NULL): 3, 3.0, 3e2
 * are integers, 3.5 is none. */
bool json_whole_number(const struct json_value *v, int64_t min, int64_t max, int64_t *value);

#endif
