#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

static void fill(struct err *e, enum err_code code, const char *format, va_list args)
{
    e->code = code;
    vsnprintf(e->message, sizeof e->message, format, args);
}

int err_set(struct err *e, enum err_code code, const char *format, ...)
{
    if (e) {
        va_list args;
        va_start(args, format);
        fill(e, code, format, args);
        va_end(args);
    }
    return -1;
}

int err_sys(struct err *e, int errno_value, const char *format, ...)
{
    if (e) {
        va_list args;
        va_start(args, format);
        fill(e, ERR_IO, format, args);
        va_end(args);
        size_t n = strlen(e->message);
        snprintf(e->message + n, sizeof e->message - n, ": %s", strerror(errno_value));
    }
    return -1;
}
