/*
 * kbs.h - which knowledge bases are in use: `--kb FILE` (several: layers, the first wins), else
 * $ERRKB_KB, else the user's own if there is one, else the one compiled in. Layer: cli.
 */
#ifndef CLI_KBS_H
#define CLI_KBS_H

#include "base/buf.h"
#include "base/err.h"
#include "cli/opt.h"
#include "serve/live_kb.h"
#include "store/kb.h"

/* The row that every command which reads has; `list` is a struct opt_list. */
#define KBS_OPTION(list)                                                                           \
    {                                                                                              \
        .name = "kb", .kind = OPT_LIST, .argument = "FILE", .value = &(list),                      \
        .help = "use this knowledge base; several: the first that has an\n"                        \
                "entry wins; :builtin: is the one compiled in",                                    \
    }

struct kbs {
    struct kb *items[OPT_LIST_MAX];
    size_t count;
};

/* Opens what `paths` says; an empty list leaves it to the environment. */
int kbs_open(struct kbs *k, const struct opt_list *paths, struct err *err) MUST_USE;
void kbs_close(struct kbs *k); /* a zeroed one is a no-op */

/* Where they are, for who opens them himself: paths stay valid until kbs_free_places. */
struct kbs_places {
    struct kb_place items[OPT_LIST_MAX];
    size_t count;
    struct buf own;
};
void kbs_find_places(struct kbs_places *p, const struct opt_list *paths);
void kbs_free_places(struct kbs_places *p);

/* Append the command with the options that make it use the same ones: "errkb show --kb FILE". */
void kbs_put_command(struct buf *out, const char *command, const struct opt_list *paths);

#endif
