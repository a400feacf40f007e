/* Any bytes as a line: its head lies in it, and times are those of logs. */
#include "scan/line.h"
#include "tests/support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const int64_t last = INT64_C(7258118400) * 1000000; /* of 2199, and a day for zones */

static void check_time(int64_t time)
{
    must(time == TIME_UNKNOWN ||
         (time >= -INT64_C(86400) * 1000000 && time < last + INT64_C(86400) * 1000000));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct time_context c = {.reference = INT64_C(1709251200) * 1000000};
    struct str s = str_n((const char *)data, size);
    struct line_head h, same;
    for (unsigned style = 0; style < LINE_STYLES; style++) {
        bool found = line_head(style, s, &c, &h);
        must(h.message <= s.n && (found || h.message == 0));
        must(!h.origin.n || str_eq(h.origin, STR("kernel")) ||
             (h.origin.p >= s.p && h.origin.p + h.origin.n <= s.p + s.n));
        check_time(h.time);
        line_head_in(style, s, &c, &same);
        check_time(same.time);
    }
    int64_t time = TIME_UNKNOWN;
    must(time_at_start(s, &c, &time) <= s.n);
    check_time(time);
    check_time(time_of_value(s, &c));
    line_is_tail(s, false);
    line_ends_traceback(s);
    return 0;
}
