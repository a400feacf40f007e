/*
 * refresh.h - one refresh of a knowledge base, and one after the other for as long as documents
 * change.
 *
 * Layer: cli.
 */
#ifndef CLI_REFRESH_H
#define CLI_REFRESH_H

#include "cli/changes.h"

struct refresh_options {
    const char *kb;
    char **names; /* of sources; none: all */
    int name_count;
    bool dry_run, prune, reread;
    /* Called for a source that could not be refreshed; the others are. May be NULL. */
    void (*trouble)(void *ctx, struct str name, const struct err *problem, bool gone);
    void *trouble_ctx;
    /* Called for each folder before it is read. May be NULL. */
    void (*folder)(void *ctx, const char *full);
    void *folder_ctx;
};

/* 0, *trouble when a source could not be refreshed; or -1 with nothing changed. */
int refresh_once(const struct refresh_options *o, struct changes *c, bool *trouble,
                 struct err *err) MUST_USE;

/* Until SIGINT or SIGTERM; returns the exit status. */
int refresh_watch(struct refresh_options *o, bool json, bool poll);

#endif
