/*
 * folders.h - files that a client may have read: below folders that were named at the start, and
 * nowhere else, whatever links and dots say. Thread-safe. Layer: serve.
 */
#ifndef SERVE_FOLDERS_H
#define SERVE_FOLDERS_H

#include "base/err.h"

/* Open the regular file at path (absolute, or relative to one of the folders) to be read. A
 * descriptor, or -1. The message of *err is for the client: it does not tell whether files elsewhere
 * exist. */
int folders_open(const char *const *folders, size_t count, struct str path,
                 struct err *err) MUST_USE;

#endif
