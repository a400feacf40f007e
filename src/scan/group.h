/*
 * group.h - records that nothing explains, grouped by what they have in common.
 *
 * A record's words, with numbers, ids, paths, addresses and quoted names masked (mask.h), go down a
 * tree of fixed depth to a list of templates; the closest one that is close enough takes it in and
 * gets a gap where they differ, else it founds a group of its own. One pass, bounded memory: the
 * least recent of the rare groups make room. The method is Drain's (He et al., ICWS 2017,
 * doi 10.1109/ICWS.2017.13) with our own masks. The same records in the same order give the same
 * groups. One thread at a time, but for group_key_make. Layer: scan.
 */
#ifndef SCAN_GROUP_H
#define SCAN_GROUP_H

#include "scan/mask.h"
#include "scan/summary.h"

enum {
    GROUPS_MAX = 4096,
    GROUPS_SIBLINGS_MAX = 8, /* groups that differ in one strict word: one more makes them one */
    GROUPS_BUCKET_MAX = 100, /* groups that begin alike: further records go to the closest one */
};

/* A record's words, masked: what its group is found by. Lives in the arena it was made in and
 * points into the record's text. */
struct group_key {
    uint64_t hash; /* of all words */
    const struct mask_word *words;
    size_t word_count;
};

/* Any thread. */
struct group_key group_key_make(const struct record *r, struct arena *a);

struct groups;

struct groups *groups_new(void);
void groups_free(struct groups *g); /* NULL is a no-op */

/* The record's group, an id that stays its own. `key`: NULL makes it here; `input`: the
 * name of the record's input, for samples. */
uint64_t groups_add(struct groups *g, const struct record *r, const struct group_key *key,
                    struct str input);

/* The group that this one has become: itself, unless it was united with others. */
uint64_t groups_current(const struct groups *g, uint64_t id);

/* So many further records that are like r, which groups_add put into this group. */
void groups_add_alike(struct groups *g, uint64_t id, const struct record *r, uint64_t count,
                      int64_t last);

/* The template of a group as text, "<*>" for its gaps: as later records have made it by now; empty
 * when it has made room for another. */
struct str groups_pattern(const struct groups *g, uint64_t id, struct arena *a);

/* All groups by falling weight (count, level), at most `max`, in the arena; *dropped: how many made
 * room for others. */
struct group_summary *groups_list(const struct groups *g, size_t max, struct arena *a,
                                  size_t *count, uint64_t *dropped);

#endif
