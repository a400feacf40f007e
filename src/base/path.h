/*
 * path.h - paths with '/' between their parts: what they are made of, and the one order of documents,
 * that in which a source is walked.
 *
 * Thread-safe. Layer: base.
 */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/str.h"

struct str path_name(struct str path);   /* behind the last '/': all of it when there is none */
struct str path_folder(struct str path); /* before the last '/': empty when there is none */

/* Compares two relative paths ('/' between parts): names bytewise, a folder's files before its
 * folders. Less than, equal to or greater than 0. */
int path_compare(struct str a, struct str b);

#endif
