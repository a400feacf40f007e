/*
 * json_put.h - JSON as it is written, value by value, for output that may be long.
 *
 * Always valid UTF-8; what is unsafe on a terminal (safe.h) stands as \u escapes. The caller opens
 * and closes in order; commas come by themselves. Layer: report.
 */
#ifndef REPORT_JSON_PUT_H
#define REPORT_JSON_PUT_H

#include "base/buf.h"

enum { JSON_PUT_DEPTH_MAX = 16 };

struct json_put {
    struct buf *out;
    bool any[JSON_PUT_DEPTH_MAX]; /* something stands on this level already */
    size_t depth;
};

/* key: NULL in an array, and for the outermost value. open: '{' or '['; closed by json_put_close.
 */
void json_put_open(struct json_put *j, const char *key, char open);
void json_put_close(struct json_put *j, char close);
void json_put_text(struct json_put *j, const char *key, struct str text);
void json_put_number(struct json_put *j, const char *key, uint64_t number);
void json_put_bool(struct json_put *j, const char *key, bool value);
/* A finite number with six significant digits; what is not finite is null. */
void json_put_real(struct json_put *j, const char *key, double value);
void json_put_null(struct json_put *j, const char *key);
/* What is JSON already. */
void json_put_raw(struct json_put *j, const char *key, struct str json);

#endif
