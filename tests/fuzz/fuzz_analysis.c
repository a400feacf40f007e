/*
 * Terms of an entry that somebody has tampered with: the input is what the knowledge base keeps,
 * behind its checksum. Refused, or put into an index without harm.
 */
#include "match/index_sections.h"

#include "tests/support/must.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = str_n((const char *)data, size);
    struct arena *a = arena_new();
    struct analysis n;
    bool codes = analysis_unpack_codes(bytes, a, &n);
    if (analysis_unpack(bytes, a, &n)) {
        must(codes);
        struct index_sections *sections = index_sections_new();
        const struct indexed_entry e = {1, STR("a.md"), STR("2026-01-02"), &n};
        index_sections_add(sections, &e);
        index_sections_add(sections, &e);
        index_sections_close(sections);
        must(index_sections_get(sections, INDEX_HEADER)->n > 0);
        index_sections_free(sections);
    }
    arena_free(a);
    return 0;
}
