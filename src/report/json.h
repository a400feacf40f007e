/*
 * json.h - an answer or an entry as JSON: the contract with chatbots and scripts.
 *
 * One line without a newline at its end (several lines with options->pretty). Always valid UTF-8;
 * control and bidirectional characters are escaped, so that it is harmless on a terminal too.
 * Fields are added over time, never renamed. Layer: report. The only user of jansson.
 */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "match/findings.h"
#include "report/report.h"

/*
 * {"verdict","matches":[{"id","confidence","title","cause","remedy","url","source":{"path","line",
 * "pages":[{"path","url"}] (only where others include the document)},
 * "facets":{name: value, or [values] where there are several},"codes","links":[{"text","target",
 * "entry": id, or null where the link leads elsewhere}],"captures","also",
 * "evidence":{"tier","span","code","terms","margin","pattern"}}],"ask" (only where there is
 * something to ask),"query":{"codes":[{"text","namespace","value","equal"}],"cut" (only when
 * true)},"explain" (only when asked for),"elapsed_us"}
 * Unnamed captures are named by their position ("1"); a repeated name gets "_2", "_3".
 */
void report_answer_json(const struct answer *answer, uint64_t elapsed_us,
                        const struct report_options *options, struct buf *out);

/*
 * {"findings":[an answer as above, with "span" and "lines" (from 1) and "count" (of places) of what
 * it answers],"messages","cut" (only when true: not all was looked up),"elapsed_us"}
 */
void report_findings_json(const struct findings *findings, uint64_t elapsed_us,
                          const struct report_options *options, struct buf *out);

/*
 * {"id","kind","title","cause","remedy","url","source":{"name","path","line"},"date","language",
 * "facets","messages","codes","mentioned","links" as above,"aliases"}
 */
void report_entry_json(const struct kb_entry *entry, const struct report_options *options,
                       struct buf *out);

/* What a knowledge base has of one source. */
struct report_stats_source {
    struct str name, root, base_url;
    uint64_t documents, entries;
};

/* One line: {"kb","sources","documents","entries","messages","codes","facets","links","samples",
 * "source_list":[{"name","root","base_url","documents","entries"}]} */
void report_stats_json(struct str kb, const struct kb_stats *stats,
                       const struct report_stats_source *sources, size_t source_count,
                       struct buf *out);

#endif
