/*
 * format.h - in which form a command prints: `--format text|json|markdown|html`, and `--json`, its
 * short form. Layer: cli.
 */
#ifndef CLI_FORMAT_H
#define CLI_FORMAT_H

#include "cli/opt.h"

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_MARKDOWN, FORMAT_HTML, FORMAT_UNSET };

struct format_options {
    unsigned format; /* FORMAT_UNSET at first */
    bool json;
};

#define FORMAT_OPTIONS_INIT {.format = FORMAT_UNSET}

/* The rows of commands that print entries; `options` is a struct format_options. */
#define FORMAT_OPTION(options)                                                                     \
    {                                                                                              \
        .name = "format", .kind = OPT_CHOICE, .argument = "text|json|markdown|html",               \
        .value = &(options).format,                                                                \
        .help = "how to print it: for a terminal (the default), as JSON, as a\n"                   \
                "Markdown document, as a fragment of an HTML page",                                \
    }
#define FORMAT_JSON_OPTION(options, text)                                                          \
    {                                                                                              \
        .name = "json", .letter = 'j', .kind = OPT_FLAG, .value = &(options).json, .help = (text), \
    }

/* -1 and *format; or the exit status when the options contradict each other. */
int format_choose(const struct opt_command *command, const struct format_options *options,
                  enum format *format);

#endif
