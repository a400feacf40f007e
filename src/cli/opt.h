/*
 * opt.h - options: each is one row, which yields its parsing, its --help and, through a test, its
 * place in the manual page and the completions. Over getopt_long.
 *
 *     bool json = false;
 *     size_t limit = 3;
 *     struct opt_list kbs = {0};
 *     const struct opt options[] = {
 *         {.name = "json", .letter = 'j', .kind = OPT_FLAG, .value = &json, .help = "print JSON"},
 *         {.name = "limit", .kind = OPT_NUMBER, .value = &limit, .argument = "N", .min = 1,
 *          .max = 100, .help = "show at most N matches"},
 *     };
 *     const struct opt_command command = {"lookup", "[TEXT...]", "What it is for.", options,
 *                                         ARRAY_LEN(options)};
 *     int status = opt_parse(&command, &argc, argv);
 *     if (status >= 0)
 *         return status;
 *
 * Layer: cli.
 */
#ifndef CLI_OPT_H
#define CLI_OPT_H

#include "base/base.h"

enum { OPT_LIST_MAX = 16, OPT_ROWS_MAX = 24 };

struct opt_list {
    const char *items[OPT_LIST_MAX];
    size_t count;
};

enum opt_kind {
    OPT_FLAG,   /* value: bool * */
    OPT_TEXT,   /* value: const char ** */
    OPT_NUMBER, /* value: size_t *, in [min, max] */
    OPT_LIST,   /* value: struct opt_list *; may be given several times */
    OPT_CHOICE, /* value: unsigned *, the index of the word in `argument`: "auto|always|never" */
};

struct opt {
    const char *name; /* long form, without dashes */
    char letter;      /* short form, or 0 */
    enum opt_kind kind;
    const char *argument; /* what --help calls it; NULL for flags */
    const char *help;     /* a line, or several separated by \n; no full stop */
    void *value;
    size_t min, max;
};

struct opt_command {
    const char *name;     /* "lookup" */
    const char *operands; /* as the usage line shows them: "[TEXT...]"; may be "" */
    const char *about;    /* what it does, for --help; lines end in \n but for the last */
    const struct opt *options; /* at most OPT_ROWS_MAX, without --help */
    size_t option_count;
};

/*
 * Fill the options' values. -1: go on; argv[0..*argc) are then the operands. Else the exit status
 * to return: --help was printed, or the fault was named on stderr. `-5` is an operand.
 */
int opt_parse(const struct opt_command *command, int *argc, char **argv);

/* A usage error of the command's own, in one line that points to --help: STATUS_TROUBLE. */
int opt_fault(const struct opt_command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
