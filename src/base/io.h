/*
 * io.h - whole files and streams into a buffer, with a limit.
 *
 * Thread-safe. Layer: base.
 */
#ifndef BASE_IO_H
#define BASE_IO_H

#include "base/buf.h"
#include "base/err.h"

/*
 * Append all that fd still has to *out. More than out->max bytes: ERR_INVALID, naming `name` and
 * the limit. Interrupted reads go on. 0 or -1.
 */
int io_read_fd(int fd, const char *name, struct buf *out, struct err *err) MUST_USE;

/*
 * Append the regular file at path to *out. Refuses folders, devices, pipes and files over
 * out->max without reading them (a fifo among the documents does not block).
 */
int io_read_file(const char *path, struct buf *out, struct err *err) MUST_USE;

/* Write all of s; EINTR goes on. EPIPE and ENOSPC come back as ERR_IO with the errno in *errno_out
 * (may be NULL). */
int io_write_fd(int fd, struct str s, const char *name, int *errno_out, struct err *err) MUST_USE;

#endif
