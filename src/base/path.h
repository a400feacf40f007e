/*
 * path.h - the one order of documents: that in which a source is walked.
 *
 * Thread-safe. Layer: base.
 */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/str.h"

/* Compares two relative paths ('/' between parts): names bytewise, a folder's files before its
 * folders. Less than, equal to or greater than 0. */
int path_compare(struct str a, struct str b);

#endif
