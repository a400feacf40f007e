#include "cli/out.h"

#include "base/io.h"
#include "cli/cmd.h"
#include "report/safe.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { KEEP = 64 * 1024, MESSAGE_MAX = 16 * 1024 };

static struct buf kept = BUF_INIT(SIZE_MAX / 2);
static int failed; /* the errno of the first write that failed */

void out_flush(void)
{
    struct err err;
    if (!failed && kept.n && io_write_fd(STDOUT_FILENO, buf_str(&kept), "stdout", &failed, &err))
        failed = failed ? failed : EIO;
    buf_clear(&kept);
}

bool out_open(void)
{
    return !failed;
}

void out_put(struct str text)
{
    buf_put(&kept, text);
    if (kept.n >= KEEP)
        out_flush();
}

void out_puts(const char *text)
{
    out_put(str_of(text));
}

void out_printf(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vprintf(&kept, format, args);
    va_end(args);
    if (kept.n >= KEEP)
        out_flush();
}

int out_finish(int status)
{
    out_flush();
    buf_release(&kept);
    if (!failed || failed == EPIPE)
        return status;
    out_error("standard output cannot be written: %s", strerror(failed));
    return STATUS_TROUBLE;
}

static void message(const char *before, const char *format, va_list args)
{
    out_flush(); /* both may be the same terminal */
    struct buf raw = BUF_INIT(MESSAGE_MAX);
    struct buf safe = BUF_INIT((size_t)MESSAGE_MAX * 4);
    buf_vprintf(&raw, format, args);
    buf_puts(&safe, before);
    safe_put(&safe, buf_str(&raw));
    buf_putc(&safe, '\n');
    struct err err;
    (void)!io_write_fd(STDERR_FILENO, buf_str(&safe), "stderr", NULL, &err); /* whom to tell? */
    buf_release(&raw);
    buf_release(&safe);
}

void out_error(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    message("errkb: ", format, args);
    va_end(args);
}

void out_warning(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    message("", format, args);
    va_end(args);
}

int out_trouble(const struct err *err)
{
    out_error("%s", err->message);
    return STATUS_TROUBLE;
}
