/*
 * out.h - standard output, checked, and messages on standard error, made harmless.
 *
 * The process has one standard output, so this module keeps the only state of cli/.
 * Layer: cli.
 */
#ifndef CLI_OUT_H
#define CLI_OUT_H

#include "base/buf.h"
#include "base/err.h"

/* Appended to what goes to standard output, as it is. */
void out_put(struct str text);
void out_puts(const char *text);
void out_printf(const char *format, ...) PRINTF_LIKE(1, 2);

/* Write what is still kept; streams call it after each answer. */
void out_flush(void);
/* False once writing has failed: there is no point in going on. */
bool out_open(void);

/* Flush; returns `status`, or STATUS_TROUBLE with a message when the output could not be written
 * (a full disk). A closed pipe is no trouble and not mentioned. */
int out_finish(int status);

/* "errkb: " and one line on standard error. What is formatted may hold any bytes. */
void out_error(const char *format, ...) PRINTF_LIKE(1, 2);
/* The same without the name in front, for what already begins with a file. */
void out_warning(const char *format, ...) PRINTF_LIKE(1, 2);
/* out_error of a message from below; returns STATUS_TROUBLE. */
int out_trouble(const struct err *err);

#endif
