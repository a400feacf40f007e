/*
 * err.h - what went wrong, in one line a person can act on.
 *
 * Functions that can fail take a `struct err *` last, return 0 or -1 (or NULL), and fill it only
 * on failure. The message names the fault and, where there is one, the mend; no newline, no
 * program name. Text from outside may stand in it raw: cli/ escapes when it prints.
 * Layer: base.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/str.h"

enum err_code {
    ERR_NONE = 0,
    ERR_IO,      /* the system refused: missing, unreadable, full, read-only */
    ERR_INVALID, /* the input is not what it should be: corrupt, malformed, over a limit */
    ERR_BUSY,    /* somebody else holds it: trying again may help */
};

struct err {
    enum err_code code;
    char message[512];
};

/* Fills *e (which may be NULL) and returns -1, so that `return err_set(...)` reads well. */
int err_set(struct err *e, enum err_code code, const char *format, ...) PRINTF_LIKE(3, 4);
/* The same with ": " and strerror(errno_value) behind it. */
int err_sys(struct err *e, int errno_value, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
