/*
 * group_accuracy.c - how well unknown records are grouped: grouping accuracy on the Loghub samples.
 *
 *     group_accuracy FOLDER...
 *
 * A folder holds, for as many of the 16 systems as can be had, the sample (Linux_2k.log or
 * Linux.log) and its truth: Linux_2k.log_structured.csv (LineId ... EventId), or else the templates
 * that it was made with, Linux_2k.log_templates.csv, to which lines are then matched: the one with
 * the most literal characters has a line. They may lie in different folders. A message is right
 * when its group holds exactly the messages that its true event has (Zhu et al., ICSE-SEIP 2019,
 * arXiv 1811.03509, whose figures of Drain stand beside ours: found with expressions and thresholds
 * chosen for each system; ours are the same for all). What is grouped is the message without its
 * header, cut off by the format that is published with the sample; `whole` groups lines as they
 * stand.
 */
#include "base/io.h"
#include "base/map.h"
#include "base/mem.h"
#include "scan/group.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LINES_MAX = 100000, TEMPLATES_MAX = 1000, FILE_MAX = 64 << 20 };

/* Formats as published: a name in angle brackets is a part, the last one is the message; a blank is
 * any number of them. */
static const struct system {
    const char *name, *formats[2];
    double drain;
} systems[] = {
    {"HDFS", {"<Date> <Time> <Pid> <Level> <Component>: <Content>"}, 0.998},
    {"Hadoop", {"<Date> <Time> <Level> [<Process>] <Component>: <Content>"}, 0.948},
    {"Spark", {"<Date> <Time> <Level> <Component>: <Content>"}, 0.920},
    {"Zookeeper", {"<Date> <Time> - <Level> [<Node>:<Component>@<Id>] - <Content>"}, 0.967},
    {"OpenStack",
     {"<Logrecord> <Date> <Time> <Pid> <Level> <Component> [<ADDR>] <Content>"},
     0.733},
    {"BGL",
     {"<Label> <Timestamp> <Date> <Node> <Time> <NodeRepeat> <Type> <Component> <Level> <Content>"},
     0.963},
    {"HPC", {"<LogId> <Node> <Component> <State> <Time> <Flag> <Content>"}, 0.887},
    {"Thunderbird",
     {"<Label> <Timestamp> <Date> <User> <Month> <Day> <Time> <Location> <Component>[<PID>]: "
      "<Content>",
      "<Label> <Timestamp> <Date> <User> <Month> <Day> <Time> <Location> <Component>: <Content>"},
     0.955},
    {"Windows", {"<Date> <Time>, <Level> <Component> <Content>"}, 0.997},
    {"Linux",
     {"<Month> <Date> <Time> <Level> <Component>[<PID>]: <Content>",
      "<Month> <Date> <Time> <Level> <Component>: <Content>"},
     0.690},
    {"Android", {"<Date> <Time> <Pid> <Tid> <Level> <Component>: <Content>"}, 0.911},
    {"HealthApp", {"<Time>|<Component>|<Pid>|<Content>"}, 0.780},
    {"Apache", {"[<Time>] [<Level>] <Content>"}, 1.000},
    {"Proxifier", {"[<Time>] <Program> - <Content>"}, 0.527},
    {"OpenSSH", {"<Date> <Day> <Time> <Component> sshd[<Pid>]: <Content>"}, 0.788},
    {"Mac",
     {"<Month> <Date> <Time> <User> <Component>[<PID>] (<Address>): <Content>",
      "<Month> <Date> <Time> <User> <Component>[<PID>]: <Content>"},
     0.787},
};

struct total {
    size_t bytes;
    double seconds;
};

struct set {
    struct buf log, truth;
    struct str lines[LINES_MAX];
    uint32_t event[LINES_MAX];
    size_t count, unlabelled;
};

/* ---- patterns: literal text, parts in angle brackets, blanks -----------------------------------
 */

/* The shortest reading of each part; *last is what the last one took. */
static bool fits(struct str pattern, struct str text, struct str *last)
{
    while (pattern.n) {
        if (pattern.p[0] == ' ') {
            if (text.n == 0 || !ascii_is_space(text.p[0]))
                return false;
            while (pattern.n && pattern.p[0] == ' ')
                pattern = str_skip(pattern, 1);
            while (text.n && ascii_is_space(text.p[0]))
                text = str_skip(text, 1);
            continue;
        }
        size_t end = str_find_char(pattern, '>');
        bool part = pattern.p[0] == '<' && end != STR_NOT_FOUND &&
                    str_find_char(str_slice(pattern, 1, end), ' ') == STR_NOT_FOUND &&
                    (pattern.p[1] == '*' || ascii_is_upper(pattern.p[1]));
        if (!part) {
            if (text.n == 0 || text.p[0] != pattern.p[0])
                return false;
            pattern = str_skip(pattern, 1);
            text = str_skip(text, 1);
            continue;
        }
        struct str rest = str_skip(pattern, end + 1);
        if (rest.n == 0) {
            *last = text;
            return true;
        }
        for (size_t n = 0; n <= text.n; n++)
            if (fits(rest, str_skip(text, n), last))
                return true;
        return false;
    }
    return text.n == 0;
}

static size_t literals(struct str pattern)
{
    size_t n = 0;
    for (size_t at = 0; at < pattern.n; at++)
        if (str_starts(str_skip(pattern, at), STR("<*>")))
            at += 2;
        else
            n++;
    return n;
}

/* ---- truth -------------------------------------------------------------------------------------
 */

/* The fields of one line of CSV, quotes undone in place. */
static size_t csv_fields(char *line, size_t n, struct str *fields, size_t max)
{
    size_t count = 0, at = 0;
    while (count < max) {
        size_t start = at, to = at;
        bool quoted = at < n && line[at] == '"';
        if (quoted)
            for (at++; at < n && (line[at] != '"' || (at + 1 < n && line[at + 1] == '"')); at++) {
                at += line[at] == '"';
                line[to++] = line[at];
            }
        while (at < n && line[at] != ',') {
            if (!quoted)
                line[to++] = line[at];
            at++;
        }
        fields[count++] = str_n(line + start, to - start);
        if (at >= n)
            break;
        at++;
    }
    return count;
}

static void label(struct set *s, struct str truth, bool structured)
{
    struct map *ids = map_new();
    struct str line, fields[64], templates[TEMPLATES_MAX];
    size_t id_column = 0, row = 0, template_count = 0;
    str_next_line(&truth, &line);
    size_t columns = csv_fields((char *)line.p, line.n, fields, ARRAY_LEN(fields));
    for (size_t i = 0; i < columns; i++)
        if (str_eq(fields[i], STR("EventId")))
            id_column = i;
    while (str_next_line(&truth, &line)) {
        columns = csv_fields((char *)line.p, line.n, fields, ARRAY_LEN(fields));
        if (structured && row < s->count && id_column < columns)
            s->event[row++] = *map_put(ids, fields[id_column], (uint32_t)map_count(ids), NULL);
        else if (!structured && columns > 1 && template_count < TEMPLATES_MAX)
            templates[template_count++] = str_trim(fields[1]);
    }
    map_free(ids);
    for (size_t i = 0; !structured && i < s->count; i++) {
        size_t best = STR_NOT_FOUND, most = 0;
        for (size_t t = 0; t < template_count; t++) {
            struct str last;
            if (fits(templates[t], str_trim(s->lines[i]), &last) &&
                (best == STR_NOT_FOUND || literals(templates[t]) > most)) {
                best = t;
                most = literals(templates[t]);
            }
        }
        if (best == STR_NOT_FOUND && getenv("VERBOSE"))
            printf("unlabelled: %.*s\n", STR_ARG(s->lines[i]));
        s->unlabelled += best == STR_NOT_FOUND;
        s->event[i] = best == STR_NOT_FOUND ? (uint32_t)(TEMPLATES_MAX + i) : (uint32_t)best;
    }
}

static bool read_one(char **folders, size_t n, const char *name, const char *suffix,
                     struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s%s", folders[i], name, suffix);
        buf_init(out, FILE_MAX);
        if (io_read_file(path, out, NULL) == 0)
            return true;
        buf_release(out);
    }
    return false;
}

/* ---- the measure -------------------------------------------------------------------------------
 */

static uint64_t key(uint32_t a, uint64_t b)
{
    return ((uint64_t)a << 32) | b;
}

static uint32_t *counter(struct map *m, uint64_t k)
{
    return map_put(m, str_n((const char *)&k, sizeof k), 0, NULL);
}

static double accuracy(const struct set *s, const uint64_t *groups, size_t *group_count,
                       const char *name)
{
    struct map *ids = map_new(), *events = map_new(), *sizes = map_new(), *both = map_new();
    for (size_t i = 0; i < s->count; i++) {
        uint32_t g = *map_put(ids, str_n((const char *)&groups[i], sizeof groups[i]),
                              (uint32_t)map_count(ids), NULL);
        ++*counter(events, s->event[i]);
        ++*counter(sizes, g);
        ++*counter(both, key(s->event[i], g));
    }
    size_t right = 0;
    for (size_t i = 0; i < s->count; i++) {
        uint32_t g = *map_get(ids, str_n((const char *)&groups[i], sizeof groups[i]));
        uint32_t together = *counter(both, key(s->event[i], g));
        bool good = together == *counter(events, s->event[i]) && together == *counter(sizes, g);
        right += good;
        if (!good && getenv("VERBOSE") && strcmp(getenv("VERBOSE"), name) == 0)
            printf("wrong: event %u group %u (%u of %u, %u): %.*s\n", s->event[i], g, together,
                   *counter(events, s->event[i]), *counter(sizes, g), STR_ARG(s->lines[i]));
    }
    *group_count = map_count(ids);
    map_free(ids);
    map_free(events);
    map_free(sizes);
    map_free(both);
    return (double)right / (double)s->count;
}

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Groups the lines `times` times over; the group of each, at the end. */
static void group_all(const struct set *s, const struct str *lines, size_t times, uint64_t *groups,
                      struct total *total)
{
    struct groups *g = groups_new();
    double start = seconds_now();
    for (size_t t = 0; t < times; t++)
        for (size_t i = 0; i < s->count; i++) {
            struct record r = {.text = lines[i], .time = RECORD_NO_TIME, .line = i + 1};
            groups[i] = groups_add(g, &r, NULL, STR_NONE);
            total->bytes += lines[i].n;
        }
    total->seconds += seconds_now() - start;
    for (size_t i = 0; i < s->count; i++)
        groups[i] = groups_current(g, groups[i]);
    if (getenv("PATTERNS") && times == 1) {
        struct arena *a = arena_new();
        size_t n;
        uint64_t dropped;
        struct group_summary *list = groups_list(g, SIZE_MAX, a, &n, &dropped);
        for (size_t i = 0; i < n; i++)
            printf("%8llu  %.*s\n", (unsigned long long)list[i].count, STR_ARG(list[i].pattern));
        arena_free(a);
    }
    groups_free(g);
}

static bool read_set(const struct system *sys, char **folders, size_t n, struct set *set,
                     struct str *whole, bool *structured)
{
    *set = (struct set){0};
    if (!read_one(folders, n, sys->name, "_2k.log", &set->log) &&
        !read_one(folders, n, sys->name, ".log", &set->log))
        return false;
    *structured = read_one(folders, n, sys->name, "_2k.log_structured.csv", &set->truth);
    if (!*structured && !read_one(folders, n, sys->name, "_2k.log_templates.csv", &set->truth)) {
        buf_release(&set->log);
        return false;
    }
    struct str rest = buf_str(&set->log), line;
    while (set->count < LINES_MAX && str_next_line(&rest, &line)) {
        struct str content = line;
        if (!fits(str_of(sys->formats[0]), line, &content) && sys->formats[1] &&
            !fits(str_of(sys->formats[1]), line, &content))
            content = line;
        whole[set->count] = line;
        set->lines[set->count++] = content;
    }
    label(set, buf_str(&set->truth), *structured);
    return true;
}

static size_t event_count(const struct set *set)
{
    struct map *ids = map_new();
    for (size_t i = 0; i < set->count; i++)
        *counter(ids, set->event[i]) = 1;
    size_t n = map_count(ids);
    map_free(ids);
    return n;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: group_accuracy FOLDER...\n");
        return 2;
    }
    static struct set set;
    static struct str whole[LINES_MAX];
    static uint64_t groups[LINES_MAX];
    double sum = 0, sum_whole = 0, sum_drain = 0;
    struct total once = {0}, often = {0};
    size_t measured = 0;
    printf("%-12s %6s %7s %7s %7s %7s %7s  %s\n", "system", "lines", "events", "groups", "GA",
           "Drain", "whole", "truth");
    for (size_t i = 0; i < ARRAY_LEN(systems); i++) {
        const struct system *sys = &systems[i];
        bool structured;
        if (!read_set(sys, argv + 1, (size_t)argc - 1, &set, whole, &structured))
            continue;
        size_t found, found_whole;
        group_all(&set, whole, 1, groups, &once);
        double ga_whole = accuracy(&set, groups, &found_whole, "");
        group_all(&set, set.lines, 1, groups, &once);
        double ga = accuracy(&set, groups, &found, sys->name);
        group_all(&set, whole, 50, groups, &often);
        printf("%-12s %6zu %7zu %7zu %7.3f %7.3f %7.3f  %s", sys->name, set.count,
               event_count(&set), found, ga, sys->drain, ga_whole,
               structured ? "labels" : "templates");
        if (set.unlabelled)
            printf(", %zu lines fit none", set.unlabelled);
        printf("\n");
        sum += ga;
        sum_whole += ga_whole;
        sum_drain += sys->drain;
        measured++;
        buf_release(&set.log);
        buf_release(&set.truth);
    }
    if (!measured) {
        printf("skipped: no samples with truth in the folders\n");
        return 0;
    }
    printf("%-12s %6s %7s %7s %7.3f %7.3f %7.3f  (Drain over all 16: 0.865)\n", "mean", "", "", "",
           sum / (double)measured, sum_drain / (double)measured, sum_whole / (double)measured);
    printf("%.0f MB of whole lines per second of processor time, 50 times over\n", 1e-6 * (double)often.bytes / often.seconds);
    return 0;
}
