/*
 * scan.h - what a scan found, for people and for programs.
 *
 * The files scan*.c are the only ones of report that know the scan, and of it only the plain data
 * of scan/summary.h, finding.h and record.h: report stands above scan's data and beside its code,
 * which keeps all that people read in one layer and the scan free of it (tests/structure.sh holds
 * it to that). All append to `out`, never print, never fail; text from logs comes out as report.h
 * promises. Thread-safe. Layer: report.
 */
#ifndef REPORT_SCAN_H
#define REPORT_SCAN_H

#include "report/report.h"
#include "scan/summary.h"

/*
 * The summary as text: per entry its title, count, first and last time, a sample with file:line,
 * what was captured, the remedy in one line; then the unknown groups, then the inputs that had
 * trouble. Wrapped to options->width.
 */
void report_scan_text(const struct scan_summary *s, const struct report_options *options,
                      struct buf *out);

/*
 * The summary as one JSON object:
 * {"kind":"summary","entries":[{"id","title","cause","remedy","url","count","ambiguous",
 * "confidence","level","first","last","timeline":{"start","width_us","counts"},"samples":[{"file",
 * "line","time","text"}],"captures":{name:[{"value","count"}]},"weight"}],"unknown":[{"pattern",
 * "count","level","first","last","timeline","samples","weight"}],"inputs":[{"file","format","bytes",
 * "records","matched","unmatched_errors","cut","trouble","skipped"}],"bytes","records","matched",
 * "ambiguous","unmatched_errors","cut","entries_dropped","groups_dropped","inputs_dropped","first",
 * "last","seconds","interrupted"}
 * Times are RFC 3339 in UTC, or null.
 */
void report_scan_json(const struct scan_summary *s, const struct report_options *options,
                      struct buf *out);

/*
 * One finding as one line of JSON, without a newline:
 * {"kind":"record","file","line","lines","time","level","origin","text","verdict","matches":[{"id",
 * "confidence","title","cause","remedy","url","source":{"path","line"},"evidence":{"tier","span",
 * "code"},"captures","also"}],"looks_like_error","group","cut"}
 * "verdict" is "none" and "matches" empty where the record is not SCAN_KNOWN. "group": the pattern
 * of an unknown error's group (`group`; empty: left out).
 * max_bytes: what makes it longer is left out, remedies first, then further matches, then the
 * text's end, and "cut":true says so; 0: no limit; less than REPORT_FINDING_MIN counts as that.
 */
enum { REPORT_FINDING_MIN = 1024 };
void report_finding_json(const struct finding *f, struct str file, struct str group,
                         size_t max_bytes, const struct report_options *options, struct buf *out);

/* The note that stands under an annotated record: which entry, how sure, the remedy in one line.
 * Whole lines, each beginning with a marker. Nothing unless it is SCAN_KNOWN. */
void report_finding_note(const struct finding *f, const struct report_options *options,
                         struct buf *out);

/* Lines of a log made safe for a terminal, with a line end. spans: bytes of `raw`, shown in bold
 * with options->color; 0, 0: none. */
void report_scan_lines(struct str raw, size_t span_start, size_t span_end,
                       const struct report_options *options, struct buf *out);

/*
 * One self-contained HTML page: what there is at a glance, a timeline and the remedy per entry, the
 * unknown groups, sample lines, the inputs; searchable. It fetches nothing. `title`: of the page,
 * e.g. the files' names. out->max should be REPORT_PAGE_MAX: entries and groups beyond it are left
 * out, and the page says so.
 */
enum { REPORT_PAGE_MAX = 64 << 20 };
void report_scan_html(const struct scan_summary *s, struct str title,
                      const struct report_options *options, struct buf *out);

#endif
