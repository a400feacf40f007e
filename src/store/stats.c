#include "store/stats.h"

enum { COUNTS = 8 };

struct count {
    const char *name;
    uint64_t *value;
};

static void counts_of(struct kb_stats *stats, struct count *counts)
{
    const struct count all[COUNTS] = {
        {"sources", &stats->sources}, {"documents", &stats->documents},
        {"entries", &stats->entries}, {"messages", &stats->messages},
        {"codes", &stats->codes},     {"facets", &stats->facets},
        {"links", &stats->links},     {"samples", &stats->samples},
    };
    memcpy(counts, all, sizeof all);
}

int stats_load(struct kb *kb, struct kb_stats *stats, struct err *err)
{
    struct count counts[COUNTS];
    counts_of(stats, counts);
    for (size_t i = 0; i < COUNTS; i++) {
        sqlite3_stmt *s = db_statement(kb, DB_META, err);
        if (!s)
            return -1;
        sqlite3_bind_text(s, 1, counts[i].name, -1, SQLITE_STATIC);
        int got = db_step(kb, s, err);
        if (got < 0)
            return -1;
        *counts[i].value = got ? (uint64_t)sqlite3_column_int64(s, 0) : 0;
        sqlite3_reset(s);
    }
    return 0;
}

int stats_store(struct kb *kb, const struct kb_stats *stats, struct err *err)
{
    struct kb_stats old, new = *stats;
    struct count before[COUNTS], after[COUNTS];
    counts_of(&old, before);
    counts_of(&new, after);
    if (stats_load(kb, &old, err) != 0)
        return -1;
    for (size_t i = 0; i < COUNTS; i++) {
        if (*before[i].value == *after[i].value && *after[i].value)
            continue; /* a row that says 0 may be missing */
        sqlite3_stmt *s = db_statement(kb, DB_PUT_META, err);
        if (!s)
            return -1;
        sqlite3_bind_text(s, 1, after[i].name, -1, SQLITE_STATIC);
        sqlite3_bind_int64(s, 2, (int64_t)*after[i].value);
        if (db_step(kb, s, err) < 0)
            return -1;
    }
    return 0;
}

void stats_count(struct kb_stats *stats, const struct entry *e, int sign)
{
    uint64_t one = (uint64_t)(int64_t)sign;
    stats->entries += one;
    for (size_t i = 0; i < e->signature_count; i++)
        *(e->signatures[i].kind == SIGNATURE_CODE ? &stats->codes : &stats->messages) += one;
    stats->facets += one * e->facet_count;
    stats->links += one * e->link_count;
    stats->samples += one * e->sample_count;
}
