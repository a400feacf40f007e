#include "cli/cmd.h"
#include "cli/kbs.h"
#include "cli/out.h"
#include "report/sources.h"
#include "report/safe.h"

static void print_text(struct buf *out, const char *name, const struct kb_stats *stats,
                       const struct report_sources *sources)
{
    const struct {
        const char *label;
        uint64_t value;
    } rows[] = {
        {"sources", stats->sources},   {"documents", stats->documents}, {"entries", stats->entries},
        {"messages", stats->messages}, {"codes", stats->codes},         {"facets", stats->facets},
        {"links", stats->links},       {"samples", stats->samples},
    };
    safe_put(out, str_of(name));
    buf_putc(out, '\n');
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        buf_printf(out, "  %-10s %8llu\n", rows[i].label, (unsigned long long)rows[i].value);
    for (size_t i = 0; i < sources->count; i++) {
        const struct report_stats_source *s = &sources->items[i];
        buf_puts(out, "  source ");
        safe_put(out, s->name);
        buf_printf(out, ": %llu document%s, %llu %s", (unsigned long long)s->documents,
                   s->documents == 1 ? "" : "s", (unsigned long long)s->entries,
                   s->entries == 1 ? "entry" : "entries");
        buf_puts(out, s->root.n ? ", from " : "");
        safe_put(out, s->root);
        buf_putc(out, '\n');
    }
}

static int print(struct kb *kb, bool json, struct err *err)
{
    struct kb_stats stats;
    struct arena *arena = arena_new();
    struct report_sources sources;
    struct buf out = BUF_INIT(REPORT_TEXT_MAX);
    int result = kb_stats(kb, &stats, err);
    if (result == 0)
        result = report_sources(kb, arena, &sources, err);
    if (result == 0 && json) {
        report_stats_json(str_of(kb_name(kb)), &stats, sources.items, sources.count, &out);
        buf_putc(&out, '\n');
    } else if (result == 0) {
        print_text(&out, kb_name(kb), &stats, &sources);
    }
    out_put(buf_str(&out));
    buf_release(&out);
    arena_free(arena);
    return result;
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
    for (size_t i = 0; i < kbs.count && status == STATUS_FOUND; i++)
        if (print(kbs.items[i], json, &err) != 0)
            status = out_trouble(&err);
    kbs_close(&kbs);
    return status;
}
