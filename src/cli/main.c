#include "cli/cmd.h"
#include "cli/helper.h"
#include "cli/out.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static const struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} commands[] = {
    {"lookup", cmd_lookup, "find the entry that explains an error text or code"},
    {"scan", cmd_scan, "find the known errors in logs"},
    {"serve", cmd_serve, "answer a program's requests, one a line"},
    {"mcp", cmd_mcp, "be a tool of language models (MCP server)"},
    {"import", helper_import, "read documents into a knowledge base"},
    {"refresh", helper_import, "read again what changed in them"},
    {"show", cmd_show, "print an entry"},
    {"list", cmd_list, "list entries"},
    {"stats", cmd_stats, "count what is in a knowledge base"},
    {"lint", helper_import, "tell what stops readers from finding documents"},
    {"eval", cmd_eval, "measure lookup on labelled queries"},
};

static int print_help(void)
{
    out_puts("usage: errkb COMMAND [ARGUMENT...]\n\n"
             "Paste an error, get the documented cause and fix.\n\n");
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        out_printf("  %-8s %s\n", commands[i].name, commands[i].summary);
    out_puts("\nerrkb COMMAND --help tells about one of them; the manual is in errkb(1).\n"
             "For a start: errkb lookup \"error code 2607\"\n");
    return STATUS_FOUND;
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

/* Letters to add, drop or change to get from one name to the other. */
static size_t distance(struct str a, struct str b)
{
    enum { LONGEST = 16 };
    size_t row[LONGEST + 1];
    if (a.n > LONGEST || b.n > LONGEST)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t up = row[j];
            size_t change = diagonal + (a.p[i - 1] != b.p[j - 1]);
            row[j] = min_size(change, min_size(up, row[j - 1]) + 1);
            diagonal = up;
        }
    }
    return row[b.n];
}

static int unknown(const char *name)
{
    if (name[0] == '-') {
        out_error("unknown option %s: see errkb --help", name);
        return STATUS_TROUBLE;
    }
    const char *nearest = NULL;
    size_t least = 3; /* further off it is no slip */
    for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
        size_t d = distance(str_of(name), str_of(commands[i].name));
        if (d < least) {
            least = d;
            nearest = commands[i].name;
        }
    }
    if (nearest)
        out_error("no command \"%s\": did you mean \"errkb %s\"?", name, nearest);
    else
        out_error("no command \"%s\": errkb --help lists them; to look it up: errkb lookup \"%s\"",
                  name, name);
    return STATUS_TROUBLE;
}

static int help(int argc, char **argv)
{
    if (argc < 2)
        return print_help();
    const struct command *c = find_command(argv[1]);
    if (!c)
        return unknown(argv[1]);
    char option[] = "--help";
    char *arguments[] = {argv[1], option, NULL};
    return c->run(2, arguments);
}

static int run(int argc, char **argv)
{
    if (argc < 2 || argv[1][0] == '\0') {
        out_error("a command is missing: errkb --help lists them");
        return STATUS_TROUBLE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return print_help();
    if (strcmp(name, "help") == 0)
        return help(argc - 1, argv + 1);
    if (strcmp(name, "--version") == 0) {
        out_puts("errkb " ERRKB_VERSION "\n");
        return STATUS_FOUND;
    }
    const struct command *c = find_command(name);
    return c ? c->run(argc - 1, argv + 1) : unknown(name);
}

/* Where the caller closed one of the three, the next file that is opened would be taken for it.
 * Nothing can be read from what stands in, nor written to it. */
static void keep_standard_files(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY) < 0)
            return;
}

int main(int argc, char **argv)
{
    keep_standard_files();
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is seen when writing to it */
    return out_finish(run(argc, argv));
}
