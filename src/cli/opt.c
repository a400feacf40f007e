#include "cli/opt.h"

#include "cli/cmd.h"
#include "cli/out.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>

enum { HELP_COLUMN = 26 };

int opt_fault(const struct opt_command *command, const char *format, ...)
{
    struct buf text = BUF_INIT(4096);
    va_list args;
    va_start(args, format);
    buf_vprintf(&text, format, args);
    va_end(args);
    out_error("%s: %s; see errkb %s --help", command->name, buf_cstr(&text), command->name);
    buf_release(&text);
    return STATUS_TROUBLE;
}

/* ---- --help ---------------------------------------------------------------------------------- */

static void help_row(const char *name, char letter, const char *argument, const char *help)
{
    struct buf left = BUF_INIT(256);
    if (letter)
        buf_printf(&left, "  -%c, --%s", letter, name);
    else
        buf_printf(&left, "      --%s", name);
    if (argument)
        buf_printf(&left, "=%s", argument);
    if (left.n >= HELP_COLUMN) {
        buf_putc(&left, '\n');
        out_put(buf_str(&left));
        buf_clear(&left);
    }
    struct str rest = str_of(help);
    struct str line;
    while (str_next_line(&rest, &line)) {
        buf_repeat(&left, ' ', HELP_COLUMN - left.n);
        buf_put(&left, line);
        buf_putc(&left, '\n');
        out_put(buf_str(&left));
        buf_clear(&left);
    }
    buf_release(&left);
}

static int print_help(const struct opt_command *command)
{
    out_printf("usage: errkb %s [OPTION...]%s%s\n\n%s\n\n", command->name,
               command->operands[0] ? " " : "", command->operands, command->about);
    for (size_t i = 0; i < command->option_count; i++) {
        const struct opt *o = &command->options[i];
        help_row(o->name, o->letter, o->argument, o->help);
    }
    help_row("help", 'h', NULL, "print this and exit");
    return STATUS_FOUND;
}

/* ---- values ---------------------------------------------------------------------------------- */

static bool set_choice(const struct opt *o, struct str word)
{
    struct str rest = str_of(o->argument);
    struct str choice;
    for (unsigned i = 0; str_next_part(&rest, '|', &choice); i++) {
        if (str_eq(choice, word)) {
            *(unsigned *)o->value = i;
            return true;
        }
    }
    return false;
}

/* -1, or the exit status. */
static int set_value(const struct opt_command *command, const struct opt *o, const char *argument)
{
    struct opt_list *list = o->value;
    uint64_t number;
    switch (o->kind) {
    case OPT_FLAG:
        *(bool *)o->value = true;
        return -1;
    case OPT_TEXT:
        *(const char **)o->value = argument;
        return -1;
    case OPT_NUMBER:
        if (!str_u64(str_of(argument), 10, &number) || number < o->min || number > o->max)
            return opt_fault(command, "--%s takes a number from %zu to %zu, not \"%s\"", o->name,
                             o->min, o->max, argument);
        *(size_t *)o->value = (size_t)number;
        return -1;
    case OPT_LIST:
        if (list->count == OPT_LIST_MAX)
            return opt_fault(command, "--%s can be given %d times at most", o->name, OPT_LIST_MAX);
        list->items[list->count++] = argument;
        return -1;
    case OPT_CHOICE:
        if (!set_choice(o, str_of(argument)))
            return opt_fault(command, "--%s takes %s, not \"%s\"", o->name, o->argument, argument);
        return -1;
    }
    return -1;
}

/* ---- parsing --------------------------------------------------------------------------------- */

enum { SHORT_MAX = 2 * OPT_ROWS_MAX + 4, HELP_ROW = 'h' };

/* getopt's own tables; a long option's value is its row + ROW_BASE, beyond all letters. */
enum { ROW_BASE = 256 };

static void make_tables(const struct opt_command *command, struct option *longs, char *shorts)
{
    size_t n = 0;
    shorts[n++] = '-'; /* operands come in order, as 1 */
    shorts[n++] = ':'; /* a missing argument comes as ':' */
    for (size_t i = 0; i < command->option_count; i++) {
        const struct opt *o = &command->options[i];
        bool takes = o->kind != OPT_FLAG;
        longs[i] = (struct option){o->name, takes ? required_argument : no_argument, NULL,
                                   ROW_BASE + (int)i};
        if (o->letter) {
            shorts[n++] = o->letter;
            if (takes)
                shorts[n++] = ':';
        }
    }
    longs[command->option_count] = (struct option){"help", no_argument, NULL, HELP_ROW};
    longs[command->option_count + 1] = (struct option){0};
    shorts[n++] = HELP_ROW;
    shorts[n] = '\0';
}

static const struct opt *find_row(const struct opt_command *command, int found)
{
    if (found >= ROW_BASE)
        return &command->options[found - ROW_BASE];
    for (size_t i = 0; i < command->option_count; i++)
        if (command->options[i].letter == found)
            return &command->options[i];
    return NULL;
}

/* How many long options begin so. */
static size_t count_prefixed(const struct opt_command *command, struct str name)
{
    struct str begin = str_skip(name, 2);
    size_t n = str_starts(STR("help"), begin);
    for (size_t i = 0; i < command->option_count; i++)
        n += str_starts(str_of(command->options[i].name), begin);
    return n;
}

/* What getopt did not like: optopt is the letter, or 0 (unknown) or the value (misused) of a long
 * one, which is the argument before optind. */
static int refuse(const struct opt_command *command, int found, char **argv)
{
    struct str given = str_of(argv[optind - 1]);
    bool is_long = optopt == 0 || optopt >= ROW_BASE || str_starts(given, STR("--"));
    char letter[] = {'-', (char)optopt, '\0'};
    struct str name = is_long ? str_slice(given, 0, str_find_char(given, '=')) : str_of(letter);
    if (found == ':')
        return opt_fault(command, "%.*s needs an argument", STR_ARG(name));
    if (is_long && optopt)
        return opt_fault(command, "%.*s takes no argument", STR_ARG(name));
    if (is_long && count_prefixed(command, name) > 1)
        return opt_fault(command, "%.*s is short for several options", STR_ARG(name));
    return opt_fault(command, "unknown option %.*s", STR_ARG(name));
}

int opt_parse(const struct opt_command *command, int *argc, char **argv)
{
    struct option longs[OPT_ROWS_MAX + 2];
    char shorts[SHORT_MAX];
    make_tables(command, longs, shorts);
    int operands = 0;
    opterr = 0;
    optind = 1;
    for (;;) {
        /* `errkb lookup -2147024891`: no option begins with a digit, but many codes do. Inside a
         * cluster of letters optind still points at the cluster. */
        while (optind < *argc && argv[optind][0] == '-' && ascii_is_digit(argv[optind][1]))
            argv[operands++] = argv[optind++];
        int found = getopt_long(*argc, argv, shorts, longs, NULL);
        if (found == -1)
            break;
        if (found == 1) {
            argv[operands++] = optarg;
            continue;
        }
        if (found == '?' || found == ':')
            return refuse(command, found, argv);
        if (found == HELP_ROW)
            return print_help(command);
        int status = set_value(command, find_row(command, found), optarg);
        if (status >= 0)
            return status;
    }
    while (optind < *argc)
        argv[operands++] = argv[optind++];
    *argc = operands;
    return -1;
}
