#include "cli/cmd.h"
#include "cli/kbs.h"
#include "cli/out.h"
#include "report/json.h"
#include "report/safe.h"

static void print_text(const char *name, const struct kb_stats *stats)
{
    const struct {
        const char *label;
        uint64_t value;
    } rows[] = {
        {"sources", stats->sources},   {"documents", stats->documents}, {"entries", stats->entries},
        {"messages", stats->messages}, {"codes", stats->codes},         {"facets", stats->facets},
        {"links", stats->links},       {"samples", stats->samples},
    };
    struct buf out = BUF_INIT(8192);
    safe_put(&out, str_of(name));
    buf_putc(&out, '\n');
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        buf_printf(&out, "  %-10s %8llu\n", rows[i].label, (unsigned long long)rows[i].value);
    out_put(buf_str(&out));
    buf_release(&out);
}

static void print_json(const char *name, const struct kb_stats *stats)
{
    struct buf out = BUF_INIT(REPORT_TEXT_MAX);
    report_stats_json(str_of(name), stats, &out);
    buf_putc(&out, '\n');
    out_put(buf_str(&out));
    buf_release(&out);
}

int cmd_stats(int argc, char **argv)
{
    bool json = false;
    struct opt_list paths = {0};
    const struct opt options[] = {
        {.name = "json", .letter = 'j', .kind = OPT_FLAG, .value = &json,
         .help = "print one JSON object a line for each knowledge base"},
        KBS_OPTION(paths),
    };
    const struct opt_command command = {"stats", "",
                                        "Count what is in the knowledge bases that are in use.",
                                        options, ARRAY_LEN(options)};
    int status = opt_parse(&command, &argc, argv);
    if (status >= 0)
        return status;
    if (argc > 0)
        return opt_fault(&command, "\"%s\": nothing but options is expected", argv[0]);
    struct err err;
    struct kbs kbs;
    if (kbs_open(&kbs, &paths, &err) != 0)
        return out_trouble(&err);
    status = STATUS_FOUND;
    for (size_t i = 0; i < kbs.count && status == STATUS_FOUND; i++) {
        struct kb_stats stats;
        if (kb_stats(kbs.items[i], &stats, &err) != 0)
            status = out_trouble(&err);
        else
            (json ? print_json : print_text)(kb_name(kbs.items[i]), &stats);
    }
    kbs_close(&kbs);
    return status;
}
