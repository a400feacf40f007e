#include "report/style.h"

/* Only attributes and the eight base colours: those every terminal theme has made readable. */
static const char *const SGR[STYLES] = {
    [STYLE_NONE] = "",
    [STYLE_TITLE] = "\x1b[1m",
    [STYLE_LABEL] = "\x1b[1m",
    [STYLE_SURE] = "\x1b[32m",
    [STYLE_UNSURE] = "\x1b[33m",
    [STYLE_UNKNOWN] = "\x1b[33m",
    [STYLE_STRONG] = "\x1b[1m",
    [STYLE_CODE] = "\x1b[36m",
    [STYLE_DIM] = "\x1b[2m",
};

const char *style_sgr(enum style style)
{
    return SGR[style];
}
