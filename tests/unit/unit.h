/* unit.h - cmocka, and comparisons that say which row of a table failed. */
#ifndef UNIT_H
#define UNIT_H

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#define check_str(got, want, why)                                                                  \
    do {                                                                                           \
        struct str got_ = (got), want_ = str_of(want);                                             \
        if (!str_eq(got_, want_))                                                                  \
            fail_msg("%s: \"%.*s\" instead of \"%.*s\"", why, STR_ARG(got_), STR_ARG(want_));      \
    } while (0)

#define check_size(got, want, why)                                                                 \
    do {                                                                                           \
        size_t got_ = (got), want_ = (want);                                                       \
        if (got_ != want_)                                                                         \
            fail_msg("%s: %zu instead of %zu", why, got_, want_);                                  \
    } while (0)

#endif
