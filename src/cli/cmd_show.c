#include "cli/cmd.h"
#include "cli/format.h"
#include "cli/kbs.h"
#include "cli/out.h"
#include "cli/term.h"
#include "report/entry_html.h"
#include "report/entry_markdown.h"
#include "report/entry_text.h"
#include "report/json.h"
#include "report/links.h"

enum { COMMAND_MAX = 64 * 1024, ENTRY_MAX = 256 << 20 };

/* 1 found in the first layer that has it, 0 in none, -1 trouble. */
static int find(const struct kbs *kbs, struct str id, struct arena *a, struct kb_entry *entry,
                struct err *err)
{
    for (size_t i = 0; i < kbs->count; i++) {
        int64_t row;
        if (kb_find(kbs->items[i], id, &row, err) != 0)
            return -1;
        if (row)
            return kb_get(kbs->items[i], row, a, entry, err);
    }
    return 0;
}

static void print(const struct kb_entry *entry, enum format format, bool another,
                  const struct report_options *o, struct buf *out)
{
    switch (format) {
    case FORMAT_JSON:
        report_entry_json(entry, o, out);
        buf_putc(out, '\n');
        break;
    case FORMAT_MARKDOWN:
        report_entry_markdown(entry, o, out);
        break;
    case FORMAT_HTML:
        report_entry_html(entry, o, out);
        break;
    case FORMAT_TEXT:
    case FORMAT_UNSET:
        report_entry_text(entry, o, out);
        break;
    }
    if (another && (format == FORMAT_TEXT || format == FORMAT_MARKDOWN))
        out_puts("\n");
}

static int show(const struct kbs *kbs, const char *id, enum format format, bool another,
                struct report_options o)
{
    struct err err;
    struct kb_entry entry;
    struct links links = {0};
    struct buf out = BUF_INIT(ENTRY_MAX);
    struct arena *a = arena_new();
    int found = find(kbs, str_of(id), a, &entry, &err);
    int status = STATUS_FOUND;
    if (found == 1 && links_add(&links, kbs->items, kbs->count, &entry, a, &err) != 0)
        found = -1;
    if (found == 1) {
        o.links = links.items;
        o.link_count = links.count;
        print(&entry, format, another, &o, &out);
        if (out.cut)
            found = err_set(&err, ERR_INVALID, "%s: larger than %d MiB in this form", id,
                            ENTRY_MAX >> 20);
    }
    if (found == 0) {
        out_error("no entry has the id \"%s\": errkb list prints all ids", id);
        status = STATUS_TROUBLE;
    } else if (found < 0) {
        status = out_trouble(&err);
    } else {
        out_put(buf_str(&out));
    }
    arena_free(a);
    buf_release(&out);
    return status;
}

int cmd_show(int argc, char **argv)
{
    struct format_options form = FORMAT_OPTIONS_INIT;
    enum format format;
    unsigned color = TERM_COLOR_AUTO;
    struct opt_list paths = {0};
    const struct opt options[] = {
        FORMAT_OPTION(form),
        FORMAT_JSON_OPTION(form, "print one JSON object a line, with all signatures"),
        KBS_OPTION(paths),
        TERM_COLOR_OPTION(color),
    };
    const struct opt_command command = {
        "show", "ID...",
        "Print entries of the knowledge base. An ID is what lookup and list print; the name of\n"
        "the source in front of it can be left out where that is clear.",
        options, ARRAY_LEN(options)};
    int status = opt_parse(&command, &argc, argv);
    if (status >= 0)
        return status;
    if (argc == 0)
        return opt_fault(&command, "an ID is missing");
    status = format_choose(&command, &form, &format);
    if (status >= 0)
        return status;
    struct err err;
    struct kbs kbs;
    if (kbs_open(&kbs, &paths, &err) != 0)
        return out_trouble(&err);
    struct report_options o = {0};
    struct buf again = BUF_INIT(COMMAND_MAX);
    kbs_put_command(&again, "errkb show", &paths);
    o.show_command = buf_str(&again);
    term_options(color, &o);
    status = STATUS_FOUND;
    for (int i = 0; i < argc; i++)
        if (show(&kbs, argv[i], format, i > 0, o) != STATUS_FOUND)
            status = STATUS_TROUBLE;
    kbs_close(&kbs);
    buf_release(&again);
    return status;
}
