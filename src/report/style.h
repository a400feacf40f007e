/*
 * style.h - the few looks that text on a terminal has here. Nothing is said by colour alone.
 *
 * Thread-safe. Layer: report.
 */
#ifndef REPORT_STYLE_H
#define REPORT_STYLE_H

#include "base/buf.h"

enum style {
    STYLE_NONE,
    STYLE_TITLE,   /* of an entry */
    STYLE_LABEL,   /* "Cause", "Remedy" */
    STYLE_SURE,    /* verdict: match */
    STYLE_UNSURE,  /* verdict: ambiguous */
    STYLE_UNKNOWN, /* verdict: none */
    STYLE_STRONG,  /* **bold** in a document */
    STYLE_CODE,    /* code, options and commands to type */
    STYLE_DIM,     /* where it comes from: read last */
    STYLES
};

#define STYLE_RESET "\x1b[0m"

/* The SGR escape that turns the style on, "" for STYLE_NONE; STYLE_RESET ends any. */
const char *style_sgr(enum style style);

#endif
