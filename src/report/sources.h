/*
 * sources.h - the sources of a knowledge base with what it has of each: for its statistics.
 *
 * Everything lives in the arena. Thread-safe for different knowledge bases. Layer: report.
 */
#ifndef REPORT_SOURCES_H
#define REPORT_SOURCES_H

#include "report/json.h"

struct report_sources {
    struct report_stats_source *items;
    size_t count;
};

/* 0, or -1 and *err when the knowledge base cannot be read. */
int report_sources(struct kb *kb, struct arena *a, struct report_sources *out,
                   struct err *err) MUST_USE;

#endif
