/*
 * term.h - how to write for what standard output is: width and colour of a terminal, plain for a
 * file or pipe. Layer: cli.
 */
#ifndef CLI_TERM_H
#define CLI_TERM_H

#include "cli/opt.h"
#include "report/report.h"

enum term_color { TERM_COLOR_AUTO, TERM_COLOR_ALWAYS, TERM_COLOR_NEVER };

/* The row of commands that print text for people; `choice` is an unsigned. */
#define TERM_COLOR_OPTION(choice)                                                                  \
    {                                                                                              \
        .name = "color", .kind = OPT_CHOICE, .argument = "auto|always|never", .value = &(choice),  \
        .help = "use colour: auto (the default) on a terminal,\nunless $NO_COLOR is set",          \
    }

/* Sets width and color of *o. The width of a file or pipe is $COLUMNS, else the usual 80. */
void term_options(unsigned color, struct report_options *o);

#endif
