#include "cli/scan_print.h"

#include "base/io.h"
#include "cli/out.h"
#include "report/safe.h"
#include "report/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 4 << 20 };

static bool wanted(const struct scan_print *p, const struct finding *f)
{
    if (p->only_matched)
        return f->outcome == SCAN_KNOWN;
    if (p->only_unmatched)
        return f->outcome == SCAN_UNKNOWN_ERROR;
    return true;
}

static struct str name_of(const struct scan_print *p, const struct finding *f)
{
    struct input_status status;
    inputs_status(p->in, f->input, &status);
    return status.name;
}

static void put_json(const struct scan_print *p, const struct finding *f, struct buf *out)
{
    struct str group = STR_NONE;
    if (f->outcome == SCAN_UNKNOWN_ERROR && !f->no_group) {
        arena_reset(p->arena);
        group = summary_group_pattern(scan_found(p->scan), f->group, p->arena);
    }
    report_finding_json(f, name_of(p, f), group, p->max_bytes, p->options, out);
    buf_putc(out, '\n');
}

/* As it stands in the log; behind the file's name where there are several. */
static void put_lines(const struct scan_print *p, const struct finding *f, struct buf *out)
{
    size_t start = 0, end = 0;
    struct str raw = f->record->raw, text = f->record->text;
    const struct match *m = f->answer && f->answer->match_count ? f->answer->matches : NULL;
    bool inside = text.p >= raw.p && text.p + text.n <= raw.p + raw.n;
    if (m && inside && m->span_end <= text.n) {
        start = m->span_start + (size_t)(text.p - raw.p);
        end = m->span_end + (size_t)(text.p - raw.p);
    }
    if (p->names) {
        safe_put(out, name_of(p, f));
        buf_printf(out, ":%llu:", (unsigned long long)f->record->line);
    }
    report_scan_lines(raw, start, end, p->options, out);
}

int scan_print_finding(struct scan_print *p, const struct finding *f)
{
    if (p->mode == SCAN_SUMMARY || p->mode == SCAN_COUNT || !wanted(p, f))
        return 0;
    struct buf out = BUF_INIT(LINE_MAX_BYTES);
    switch (p->mode) {
    case SCAN_JSON:
    case SCAN_EACH:
        put_json(p, f, &out);
        break;
    case SCAN_ANNOTATE:
        put_lines(p, f, &out);
        report_finding_note(f, p->options, &out);
        break;
    case SCAN_LINES:
        put_lines(p, f, &out);
        break;
    case SCAN_SUMMARY:
    case SCAN_COUNT:
        break;
    }
    out_put(buf_str(&out));
    buf_release(&out);
    return out_open() ? 0 : 1;
}

void scan_print_summary(const struct scan_print *p, const struct scan_summary *s)
{
    struct buf out = BUF_INIT(REPORT_TEXT_MAX);
    switch (p->mode) {
    case SCAN_SUMMARY:
        report_scan_text(s, p->options, &out);
        break;
    case SCAN_JSON:
        report_scan_json(s, p->options, &out);
        buf_putc(&out, '\n');
        break;
    case SCAN_COUNT:
        for (size_t i = 0; i < s->entry_count; i++) {
            buf_printf(&out, "%llu ",
                       (unsigned long long)(s->entries[i].count + s->entries[i].ambiguous));
            safe_put(&out, s->entries[i].entry.entry.id);
            buf_putc(&out, '\n');
        }
        break;
    case SCAN_ANNOTATE:
    case SCAN_LINES:
    case SCAN_EACH:
        break;
    }
    out_put(buf_str(&out));
    buf_release(&out);
}

/* ---- the page ----------------------------------------------------------------------------------
 */

/* Where the page grows up: beside its place, so that a reader never sees half of one. */
static int write_beside(struct str page, const char *path, const char *beside, struct err *err)
{
    int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return err_sys(err, errno, "scan: %s cannot be written", path);
    int result = io_write_fd(fd, page, path, NULL, err);
    if (close(fd) != 0 && result == 0)
        result = err_sys(err, errno, "scan: %s cannot be written", path);
    if (result == 0 && rename(beside, path) != 0)
        result = err_sys(err, errno, "scan: %s cannot be written", path);
    if (result != 0)
        unlink(beside);
    return result;
}

int scan_write_page(const struct scan_print *p, const struct scan_summary *s, const char *path,
                    struct err *err)
{
    struct buf page = BUF_INIT(REPORT_PAGE_MAX), beside = BUF_INIT(1 << 16);
    struct buf title = BUF_INIT(1 << 16);
    buf_puts(&title, "Errors in ");
    for (size_t i = 0; i < min_size(s->input_count, 3); i++) {
        buf_puts(&title, i ? ", " : "");
        buf_put(&title, s->inputs[i].name);
    }
    uint64_t more = s->input_count + s->inputs_dropped;
    if (more > 3)
        buf_printf(&title, " and %llu more", (unsigned long long)(more - 3));
    report_scan_html(s, buf_str(&title), p->options, &page);
    struct stat st;
    bool plain = lstat(path, &st) != 0 || S_ISREG(st.st_mode);
    int result = -1;
    buf_printf(&beside, "%s.part", path);
    if (plain) { /* a device, a pipe, a link stay what they are */
        result = write_beside(buf_str(&page), path, buf_cstr(&beside), err);
    } else {
        int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
        if (fd < 0)
            err_sys(err, errno, "scan: %s cannot be written", path);
        else
            result = io_write_fd(fd, buf_str(&page), path, NULL, err);
        if (fd >= 0 && close(fd) != 0 && result == 0)
            result = err_sys(err, errno, "scan: %s cannot be written", path);
    }
    buf_release(&page);
    buf_release(&beside);
    buf_release(&title);
    return result;
}
