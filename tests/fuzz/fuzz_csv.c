/* Any bytes as CSV: records lie one behind the other and lose nothing, and what is whole before
 * more bytes come stays so. */
#include "scan/csv.h"
#include "tests/support/must.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_record(const struct csv_record *r, struct str whole, struct arena *a)
{
    must(r->count > 0 && r->count <= CSV_FIELDS_MAX);
    must(r->raw.p >= whole.p && r->raw.p + r->raw.n <= whole.p + whole.n);
    for (size_t i = 0; i < r->count; i++) {
        struct str f = r->fields[i];
        must(f.p >= r->raw.p && f.p + f.n <= r->raw.p + r->raw.n);
        must(csv_value(f, a).n <= f.n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    char delimiter = ",;\t|"[data[0] % 4];
    struct str s = str_n((const char *)data + 1, size - 1), rest = s, again = s;
    struct csv_record *r = malloc(sizeof *r), *other = malloc(sizeof *other);
    struct arena *a = arena_new();
    while (csv_next(&rest, delimiter, false, r)) {
        check_record(r, s, a);
        must(csv_next(&again, delimiter, true, other));
        must(str_eq(r->raw, other->raw) && r->count == other->count);
    }
    while (csv_next(&again, delimiter, true, other))
        check_record(other, s, a);
    must(again.n == 0);
    arena_free(a);
    free(r);
    free(other);
    return 0;
}
