/*
 * stream.h - the bytes of one open file, unpacked where it is packed.
 *
 * What is not packed is read right into the reader's memory. Members one behind the other are read
 * as one; of a file that is cut off or corrupt all comes out that was whole before. Owns the file
 * descriptor. One thread at a time. Layer: scan.
 */
#ifndef SCAN_STREAM_H
#define SCAN_STREAM_H

#include "base/err.h"

#include <sys/types.h>

struct stream;

/* `packed`: it may be. */
struct stream *stream_new(int fd, bool packed);
void stream_free(struct stream *s); /* NULL is a no-op; closes */

/* More than 0: bytes; 0: the end, for now; -1: a fault, everything before which has been given. */
ssize_t stream_read(struct stream *s, char *p, size_t n, struct err *err);

/* Has it bytes without reading? Else a file that is none of the disk may make a reader wait. */
bool stream_has(const struct stream *s);
int stream_fd(const struct stream *s);
const char *stream_packing(const struct stream *s); /* "" when it is not packed */
uint64_t stream_taken(const struct stream *s);      /* bytes read from the file */

#endif
