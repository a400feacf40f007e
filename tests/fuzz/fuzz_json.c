/* Any bytes as JSON: values lie in the text or the arena, and a text that is cut off anywhere never
 * gives more of them. */
#include "scan/json.h"
#include "tests/support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
    size_t values, bytes;
};

static void look(void *user, struct str name, struct str value, bool is_string)
{
    struct seen *seen = user;
    (void)is_string;
    must(name.n <= JSON_NAME_MAX && value.n <= JSON_VALUE_MAX);
    for (size_t i = 0; i < value.n; i++)
        seen->bytes += (unsigned char)value.p[i] != 0; /* all of it can be read */
    seen->values++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct seen whole = {0, 0}, half = {0, 0};
    struct str s = str_n((const char *)data, size);
    enum json_end end = json_values(s, a, look, &whole);
    enum json_end of_half = json_values(str_slice(s, 0, size / 2), a, look, &half);
    must(half.values <= whole.values + 1); /* a number that was cut is another one */
    must(end != JSON_WHOLE || of_half != JSON_BAD);
    arena_free(a);
    return 0;
}
