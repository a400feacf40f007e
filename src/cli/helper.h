/*
 * helper.h - commands that live in a program of their own, so that what they need (libxml2) does
 * not cost the others start-up time. Layer: cli.
 */
#ifndef CLI_HELPER_H
#define CLI_HELPER_H

#include "base/buf.h"

/* Puts the path of a program of errkb's own, "errkb-events", into path (PATH_MAX); false: it is not
 * there. */
bool helper_find(const char *name, struct buf *path);

/* Becomes errkb-import with these arguments; returns only when that cannot be found. */
int helper_import(int argc, char **argv);

#endif
