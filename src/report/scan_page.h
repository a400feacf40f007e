/*
 * scan_page.h - style and script of a scan's HTML page: scan_page.css and scan_page.js, put into C
 * by cmake/scan_page.cmake when errkb is built. Layer: report.
 */
#ifndef REPORT_SCAN_PAGE_H
#define REPORT_SCAN_PAGE_H

#include "base/str.h"

struct scan_page {
    struct str style, script;
    const char *style_hash, *script_hash; /* "sha256-...", for a Content-Security-Policy */
};

extern const struct scan_page scan_page;

#endif
