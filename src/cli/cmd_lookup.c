#include "base/arena.h"
#include "base/clock.h"
#include "base/io.h"
#include "cli/cmd.h"
#include "cli/format.h"
#include "cli/kbs.h"
#include "cli/out.h"
#include "cli/term.h"
#include "match/findings.h"
#include "match/matcher.h"
#include "report/answer_html.h"
#include "report/answer_text.h"
#include "report/entry_markdown.h"
#include "report/findings.h"
#include "report/json.h"
#include "report/links.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LIMIT_DEFAULT = 5, ANSWER_MAX = 256 << 20, COMMAND_MAX = 64 * 1024 };

struct lookup {
    bool pretty, text, explain, all;
    struct format_options form;
    enum format format;
    unsigned color;
    size_t limit;
    struct opt_list kbs, facet_options;
    struct facet facets[OPT_LIST_MAX];
};

/* "client=android" to a facet; false when it has no name or no value. */
static bool parse_facet(const char *option, struct facet *facet)
{
    struct str s = str_of(option);
    size_t equals = str_find_char(s, '=');
    if (equals == STR_NOT_FOUND)
        return false;
    facet->name = str_trim(str_slice(s, 0, equals));
    facet->value = facet->label = str_trim(str_skip(s, equals + 1));
    return facet->name.n && facet->value.n;
}

/* ---- the query ------------------------------------------------------------------------------- */

static void join(char **words, int count, struct buf *query)
{
    for (int i = 0; i < count; i++) {
        if (i > 0)
            buf_putc(query, ' ');
        buf_puts(query, words[i]);
    }
}

/* Up to the buffer's limit: what comes behind it is not even read. */
static int read_stdin(struct buf *query, struct err *err)
{
    if (isatty(STDIN_FILENO))
        out_warning("Paste the error, then press Ctrl-D on a line of its own.");
    return io_read_fd(STDIN_FILENO, "standard input", query, err) == 0 || query->cut ? 0 : -1;
}

static int read_query(char **operands, int count, struct buf *query, struct err *err)
{
    bool from_stdin = count == 0 || (count == 1 && strcmp(operands[0], "-") == 0);
    if (!from_stdin)
        join(operands, count, query);
    else if (read_stdin(query, err) != 0)
        return -1;
    if (query->cut)
        out_warning("errkb: lookup: only the first %d KiB of the query are read",
                    MATCHER_QUERY_MAX / 1024);
    if (str_trim(buf_str(query)).n == 0)
        return err_set(err, ERR_INVALID,
                       "lookup: the query is empty: give the error's text or code, as in "
                       "errkb lookup \"error code 2607\"");
    return 0;
}

/* ---- the answer ------------------------------------------------------------------------------ */

/* Links of the entries that are shown whole: all of them in JSON, else the one that matched. */
static int look_up_links(const struct lookup *l, const struct kbs *kbs, const struct answer *answer,
                         struct arena *a, struct links *links, struct err *err)
{
    size_t whole = l->format == FORMAT_JSON ? answer->match_count : answer->tied == 1 ? 1 : 0;
    for (size_t i = 0; i < min_size(whole, answer->match_count); i++)
        if (links_add(links, kbs->items, kbs->count, &answer->matches[i].entry, a, err) != 0)
            return -1;
    return 0;
}

/* What was found: one answer, or, when there are findings, all of them. */
struct found {
    const struct answer *answer;
    const struct findings *findings;
    struct str query;
    uint64_t elapsed_us;
};

static void put_found(enum format format, const struct found *f, const struct report_options *o,
                      struct buf *out)
{
    switch (format) {
    case FORMAT_JSON:
        if (f->findings)
            report_findings_json(f->findings, f->elapsed_us, o, out);
        else
            report_answer_json(f->answer, f->elapsed_us, o, out);
        buf_putc(out, '\n');
        break;
    case FORMAT_MARKDOWN:
        if (f->findings)
            report_findings_markdown(f->findings, f->query, o, out);
        else
            report_answer_markdown(f->answer, f->query, o, out);
        break;
    case FORMAT_HTML:
        if (f->findings)
            report_findings_html(f->findings, f->query, o, out);
        else
            report_answer_html(f->answer, f->query, o, out);
        break;
    case FORMAT_TEXT:
    case FORMAT_UNSET:
        if (f->findings)
            report_findings_text(f->findings, f->query, o, out);
        else
            report_answer_text(f->answer, f->query, o, out);
        break;
    }
}

static int print(const struct lookup *l, const struct found *found, const struct links *links,
                 struct err *err)
{
    struct report_options o = {.pretty = l->pretty, .plain = l->text, .facets = l->facets,
                               .facet_count = l->facet_options.count, .links = links->items,
                               .link_count = links->count};
    struct buf out = BUF_INIT(ANSWER_MAX), command = BUF_INIT(COMMAND_MAX);
    if (l->format == FORMAT_TEXT || l->format == FORMAT_UNSET) {
        kbs_put_command(&command, "errkb show", &l->kbs);
        o.show_command = buf_str(&command);
        term_options(l->color, &o);
    }
    put_found(l->format, found, &o, &out);
    bool cut = out.cut;
    if (!cut)
        out_put(buf_str(&out));
    buf_release(&out);
    buf_release(&command);
    if (cut)
        return err_set(err, ERR_INVALID, "lookup: the answer is larger than %d MiB: a smaller "
                       "--limit makes it shorter", ANSWER_MAX >> 20);
    bool some = found->findings ? found->findings->count : found->answer->verdict != VERDICT_NONE;
    return some ? STATUS_FOUND : STATUS_NOTHING;
}

/* What the answers are made from. */
struct asking {
    const struct kbs *kbs;
    struct matcher *matcher;
    struct matcher_query query;
    bool cut; /* the query was longer */
    uint64_t start;
    struct arena *arena;
};

/* One answer. The exit status, or -1. */
static int answer_one(const struct lookup *l, const struct asking *a, struct err *err)
{
    struct answer answer;
    struct links links = {0};
    if (matcher_run(a->matcher, &a->query, a->arena, &answer, err) != 0)
        return -1;
    answer.query_cut = answer.query_cut || a->cut;
    const struct found found = {.answer = &answer, .query = a->query.text,
                                .elapsed_us = (uint64_t)clock_us() - a->start};
    if (look_up_links(l, a->kbs, &answer, a->arena, &links, err) != 0)
        return -1;
    return print(l, &found, &links, err);
}

/* The same for all errors of the text. */
static int answer_all(const struct lookup *l, const struct asking *a, struct err *err)
{
    struct findings findings;
    struct links links = {0};
    if (matcher_run_all(a->matcher, &a->query, a->arena, &findings, err) != 0)
        return -1;
    findings.query_cut = findings.query_cut || a->cut;
    const struct found found = {.findings = &findings, .query = a->query.text,
                                .elapsed_us = (uint64_t)clock_us() - a->start};
    for (size_t i = 0; i < findings.count; i++)
        if (look_up_links(l, a->kbs, &findings.items[i].answer, a->arena, &links, err) != 0)
            return -1;
    /* A person is told what comes near. */
    if (findings.count == 0 && l->format != FORMAT_JSON)
        return answer_one(l, a, err);
    return print(l, &found, &links, err);
}

/* The exit status, or -1. */
static int lookup(const struct lookup *l, char **operands, int count, struct err *err)
{
    struct kbs kbs = {0};
    struct matcher *matcher = NULL;
    struct arena *arena = arena_new();
    struct buf query = BUF_INIT(MATCHER_QUERY_MAX);
    int status = -1;
    if (read_query(operands, count, &query, err) != 0 || kbs_open(&kbs, &l->kbs, err) != 0)
        goto out;
    struct asking asking = {.kbs = &kbs, .cut = query.cut, .start = (uint64_t)clock_us(), .arena = arena};
    asking.query = (struct matcher_query){.text = buf_str(&query), .limit = l->limit,
                                          .facets = l->facets,
                                          .facet_count = l->facet_options.count,
                                          .explain = l->explain};
    matcher = asking.matcher = matcher_new(kbs.items, kbs.count, err);
    if (matcher)
        status = l->all ? answer_all(l, &asking, err) : answer_one(l, &asking, err);
out:
    matcher_free(matcher);
    kbs_close(&kbs);
    buf_release(&query);
    arena_free(arena);
    return status;
}

int cmd_lookup(int argc, char **argv)
{
    struct lookup l = {.limit = LIMIT_DEFAULT, .form = FORMAT_OPTIONS_INIT};
    const struct opt options[] = {
        FORMAT_OPTION(l.form),
        FORMAT_JSON_OPTION(l.form, "print the answer as JSON, on one line"),
        {.name = "pretty", .kind = OPT_FLAG, .value = &l.pretty,
         .help = "with --json: indented, over several lines"},
        {.name = "text", .letter = 't', .kind = OPT_FLAG, .value = &l.text,
         .help = "with --json: cause and remedy as plain text, not as\nMarkdown"},
        {.name = "limit", .letter = 'n', .kind = OPT_NUMBER, .argument = "N", .value = &l.limit,
         .min = 1, .max = MATCHER_LIMIT_MAX, .help = "give at most N entries (usually 5)"},
        {.name = "facet", .letter = 'f', .kind = OPT_LIST, .argument = "NAME=VALUE",
         .value = &l.facet_options,
         .help = "only entries that apply here, as in client=android\n(several: all of them)"},
        {.name = "all", .letter = 'a', .kind = OPT_FLAG, .value = &l.all,
         .help = "tell every documented error in the text, in order, each with\nthe lines where "
                 "it stands"},
        {.name = "explain", .letter = 'e', .kind = OPT_FLAG, .value = &l.explain,
         .help = "tell how the answer was found"},
        KBS_OPTION(l.kbs),
        TERM_COLOR_OPTION(l.color),
    };
    const struct opt_command command = {
        "lookup", "[TEXT...]",
        "Find the entry that explains an error: its cause, its remedy, and how sure that is. TEXT\n"
        "is a message, a code or a whole dialog; without it, or as -, standard input is read as\n"
        "one query. The exit status is 0 when an entry was found, 1 when none explains the text,\n"
        "2 when there was trouble.",
        options, ARRAY_LEN(options)};
    int status = opt_parse(&command, &argc, argv);
    if (status >= 0)
        return status;
    for (size_t i = 0; i < l.facet_options.count; i++)
        if (!parse_facet(l.facet_options.items[i], &l.facets[i]))
            return opt_fault(&command, "--facet takes NAME=VALUE, as in client=android, not \"%s\"",
                             l.facet_options.items[i]);
    status = format_choose(&command, &l.form, &l.format);
    if (status >= 0)
        return status;
    struct err err;
    status = lookup(&l, argv, argc, &err);
    return status >= 0 ? status : out_trouble(&err);
}
