#include "match/postings.h"

#include "base/packed.h"

#include <stdlib.h>

/*
 * A strong list is runs: a number (how many << 1 | each with its own share), the share when it is of all
 * of them, then for each a number: steps from the entry before, (share,) fields. A body list is how many
 * there are, then, when they are more than a block, where each further block begins and the entry before
 * it, as fixed numbers, then the steps.
 */
struct block {
    uint32_t before, at;
};

static int by_falling_share(const void *a, const void *b)
{
    const struct posting *x = a, *y = b;
    if (x->share != y->share)
        return x->share > y->share ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

static void put_run(struct buf *out, const struct posting *list, size_t count, bool own_shares)
{
    uint32_t last = 0;
    pack_number(out, count << 1 | own_shares);
    if (!own_shares)
        buf_putc(out, (char)list[0].share);
    for (size_t i = 0; i < count; i++) {
        uint64_t v = list[i].entry - last;
        if (own_shares)
            v = v << POSTING_SHARE_BITS | list[i].share;
        pack_number(out, v << POSTING_FIELD_BITS | list[i].fields);
        last = list[i].entry;
    }
}

void postings_put_strong(struct buf *out, struct posting *list, size_t count)
{
    if (count && count < POSTING_RUNS_MIN) {
        put_run(out, list, count, true);
        return;
    }
    qsort(list, count, sizeof *list, by_falling_share);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && list[end].share == list[i].share; end++)
            ;
        put_run(out, list + i, end - i, false);
    }
}

void postings_put_body(struct buf *out, const struct posting *list, size_t count)
{
    if (count == 0)
        return;
    pack_number(out, count);
    size_t blocks = (count - 1) / POSTING_BLOCK, table = out->n;
    buf_repeat(out, '\0', blocks * sizeof(struct block));
    size_t first = out->n;
    uint32_t last = 0;
    for (size_t i = 0; i < count; i++) {
        if (i && i % POSTING_BLOCK == 0 && !out->cut) {
            const struct block b = {last, (uint32_t)(out->n - first)};
            memcpy(out->p + table + (i / POSTING_BLOCK - 1) * sizeof b, &b, sizeof b);
        }
        pack_number(out, list[i].entry - last);
        last = list[i].entry;
    }
}

/* ---- reading --------------------------------------------------------------------------------- */

static struct posting_list list_of(struct str bytes, uint32_t entries)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    return (struct posting_list){.p = p, .end = p ? p + bytes.n : NULL, .entries = entries};
}

static bool bad(struct posting_list *l)
{
    l->p = l->end;
    l->left = 0;
    return false;
}

static bool long_number(struct posting_list *l, uint64_t *v)
{
    *v = 0;
    for (unsigned shift = 0; l->p != l->end && shift < 7 * POSTING_BYTES_MAX; shift += 7) {
        unsigned char b = *l->p++;
        *v |= (uint64_t)(b & 0x7F) << shift;
        if (b < 0x80)
            return true;
    }
    return bad(l);
}

static bool next_run(struct posting_list *l)
{
    uint64_t head;
    if (l->body || l->p == l->end || !long_number(l, &head))
        return false;
    bool own_shares = head & 1;
    if (head >> 1 == 0 || head >> 1 > UINT32_MAX || (!own_shares && l->p == l->end))
        return bad(l);
    l->left = (uint32_t)(head >> 1);
    l->entry = 0;
    l->shift = POSTING_FIELD_BITS;
    if (own_shares)
        l->shift += POSTING_SHARE_BITS;
    else
        l->share = *l->p++ & POSTING_SHARE_MAX;
    return true;
}

/* A number of at most two bytes is read at once. */
static inline bool number(struct posting_list *l, const unsigned char **p, uint64_t *v)
{
    if (*p != l->end && **p < 0x80) {
        *v = *(*p)++;
        return true;
    }
    if (l->end - *p > 1 && (*p)[1] < 0x80) {
        *v = ((*p)[0] & 0x7Fu) | (uint32_t)(*p)[1] << 7;
        *p += 2;
        return true;
    }
    l->p = *p;
    bool read = long_number(l, v);
    *p = l->p;
    return read;
}

static inline size_t read_run(struct posting_list *l, struct posting *out, size_t max,
                              const unsigned shift)
{
    const unsigned char *p = l->p;
    uint64_t entry = l->entry, v;
    size_t n = 0;
    for (; n < max && number(l, &p, &v); n++) {
        entry += v >> shift;
        if (entry >= l->entries) {
            l->left = 0;
            p = l->end;
            break;
        }
        out[n].entry = (uint32_t)entry;
        out[n].fields = shift ? (uint8_t)v & ((1u << POSTING_FIELD_BITS) - 1) : 0;
        out[n].share = shift > POSTING_FIELD_BITS
                           ? (uint8_t)(v >> POSTING_FIELD_BITS) & POSTING_SHARE_MAX
                           : l->share;
    }
    l->p = p;
    l->left -= (uint32_t)min_size(n, l->left);
    l->entry = n ? out[n - 1].entry : l->entry;
    return n;
}

size_t postings_read(struct posting_list *l, struct posting *out, size_t max)
{
    if (l->left == 0 && !next_run(l))
        return 0;
    max = min_size(max, l->left);
    switch (l->shift) {
    case 0:
        return read_run(l, out, max, 0);
    case POSTING_FIELD_BITS:
        return read_run(l, out, max, POSTING_FIELD_BITS);
    default:
        return read_run(l, out, max, POSTING_FIELD_BITS + POSTING_SHARE_BITS);
    }
}

struct posting_list postings_strong(struct str bytes, uint32_t entries)
{
    return list_of(bytes, entries);
}

struct posting_list postings_body(struct str bytes, uint32_t entries)
{
    struct posting_list l = list_of(bytes, entries);
    uint64_t count = 0;
    l.body = 1;
    if (l.p == l.end || !long_number(&l, &count) || count == 0)
        return l;
    uint64_t blocks = (count - 1) / POSTING_BLOCK;
    if (count > (size_t)(l.end - l.p) || blocks * sizeof(struct block) > (size_t)(l.end - l.p)) {
        bad(&l);
        return l;
    }
    l.blocks = l.p;
    l.block_count = (uint32_t)blocks;
    l.p += blocks * sizeof(struct block);
    l.first = l.p;
    l.left = l.total = (uint32_t)count;
    return l;
}

static struct block block_at(const struct posting_list *l, uint32_t i)
{
    struct block b;
    memcpy(&b, l->blocks + i * sizeof b, sizeof b);
    return b;
}

/* Go on with the last block that begins before `entry`, when it is ahead. */
static void skip_blocks(struct posting_list *l, uint32_t entry)
{
    uint32_t low = l->block, step = 1;
    /* Steps that double, then halve: the next one is mostly near. */
    while (low + step <= l->block_count && block_at(l, low + step - 1).before < entry) {
        low += step;
        step *= 2;
    }
    for (; step > 0; step /= 2)
        if (low + step <= l->block_count && block_at(l, low + step - 1).before < entry)
            low += step;
    if (low == l->block)
        return;
    l->block = low;
    struct block b = block_at(l, low - 1);
    if (b.at > (size_t)(l->end - l->first) || l->first + b.at <= l->p || b.before >= l->entries)
        return;
    l->p = l->first + b.at;
    l->left = l->total - low * POSTING_BLOCK;
    l->entry = b.before;
}

bool posting_seek(struct posting_list *l, uint32_t entry, struct posting *out, size_t *read)
{
    if (l->left < l->total && l->entry >= entry) {
        *out = (struct posting){.entry = l->entry};
        return true;
    }
    skip_blocks(l, entry);
    while (posting_next(l, out)) {
        ++*read;
        if (out->entry >= entry)
            return true;
    }
    return false;
}
