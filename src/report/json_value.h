/*
 * json_value.h - values of jansson's from texts and numbers of ours, and writing them out.
 *
 * Private to report/. Texts become valid UTF-8; what is written is harmless on a terminal.
 * Layer: report.
 */
#ifndef REPORT_JSON_VALUE_H
#define REPORT_JSON_VALUE_H

#include "base/buf.h"

#include <jansson.h>

/* Once before the first value: memory from base/mem.h, so that nothing here can fail. */
void json_value_set_up(void);

json_t *json_value_text(struct str s);
json_t *json_value_number(uint64_t n);

/* Both take the value over. */
void json_value_set(json_t *object, const char *key, json_t *value);
void json_value_add(json_t *array, json_t *value);

/* Append it as one line without a newline, and free it. */
void json_value_write(json_t *value, struct buf *out);

#endif
