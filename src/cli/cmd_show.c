#include "cli/cmd.h"
#include "cli/kbs.h"
#include "cli/out.h"
#include "cli/term.h"
#include "report/entry_text.h"
#include "report/json.h"

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

static int show(const struct kbs *kbs, const char *id, bool json, bool another,
                const struct report_options *o)
{
    struct err err;
    struct kb_entry entry;
    struct buf out = BUF_INIT(REPORT_TEXT_MAX);
    struct arena *a = arena_new();
    int found = find(kbs, str_of(id), a, &entry, &err);
    int status = STATUS_FOUND;
    if (found == 1 && json) {
        report_entry_json(&entry, o, &out);
        buf_putc(&out, '\n');
    } else if (found == 1) {
        buf_puts(&out, another ? "\n" : "");
        report_entry_text(&entry, o, &out);
    } else if (found == 0) {
        out_error("no entry has the id \"%s\": errkb list prints all ids", id);
        status = STATUS_TROUBLE;
    } else {
        status = out_trouble(&err);
    }
    out_put(buf_str(&out));
    arena_free(a);
    buf_release(&out);
    return status;
}

int cmd_show(int argc, char **argv)
{
    bool json = false;
    unsigned color = TERM_COLOR_AUTO;
    struct opt_list paths = {0};
    const struct opt options[] = {
        {.name = "json", .letter = 'j', .kind = OPT_FLAG, .value = &json,
         .help = "print one JSON object a line, with all signatures"},
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
    struct err err;
    struct kbs kbs;
    if (kbs_open(&kbs, &paths, &err) != 0)
        return out_trouble(&err);
    struct report_options o = {0};
    term_options(color, &o);
    status = STATUS_FOUND;
    for (int i = 0; i < argc; i++)
        if (show(&kbs, argv[i], json, i > 0, &o) != STATUS_FOUND)
            status = STATUS_TROUBLE;
    kbs_close(&kbs);
    return status;
}
