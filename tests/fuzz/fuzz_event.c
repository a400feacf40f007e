/* Any bytes as the XML of events: what is read of each is a JSON object. */
#include "base/arena.h"
#include "scan/event_cut.h"
#include "scan/event_xml.h"
#include "scan/json.h"
#include "tests/support/must.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(void *user, struct str name, struct str value, bool is_string)
{
    (void)user;
    must(is_string && utf8_valid(name) == name.n && utf8_valid(value) == value.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str s = str_n((const char *)data, size), event;
    size_t end = events_end(s), open = event_open(s);
    must(end <= size && (open == STR_NOT_FOUND || open >= end));
    struct event_reader *r = event_reader_new();
    struct arena *a = arena_new();
    while (event_next(&s, &event)) {
        struct buf out = BUF_INIT(64 << 20);
        event_read(r, event, &out);
        must(!out.cut && json_values(buf_str(&out), a, look, NULL) == JSON_WHOLE);
        buf_release(&out);
        arena_reset(a);
    }
    arena_free(a);
    event_reader_free(r);
    return 0;
}
