/* Any bytes as a document: front matter, dialect, Markdown, extraction. */
#include "import/words/cue.h"
#include "import/read/dialect.h"
#include "import/extract/extract.h"
#include "import/tree/front.h"
#include "import/read/markdown.h"
#include "tests/support/must.h"
#include "text/decode.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(struct str s)
{
    must(utf8_valid(s) == s.n);
}

static void check(const struct extracted *out)
{
    for (size_t i = 0; i < out->count; i++) {
        const struct entry *e = &out->entries[i];
        must(e->id.n > 0 && e->line > 0);
        check_text(e->id);
        check_text(e->title);
        check_text(e->cause);
        check_text(e->remedy);
        for (size_t k = 0; k < e->signature_count; k++)
            check_text(e->signatures[k].text);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct buf decoded = BUF_INIT(size * 3 + 3), translated = BUF_INIT(size * 4 + 64);
    struct decoded d = decode_text(str_n((const char *)data, size), &decoded);
    struct str text = arena_dup(a, d.text);
    struct scopes scopes = {.arena = a};
    bool truncated;
    struct front front = front_read(a, text);
    static struct cues *cues; /* never changed, so shared by all inputs */
    if (!cues)
        cues = cues_new();
    struct extract_input in = {
        .source = STR("s"),
        .path = STR("d/troubleshoot.md"),
        .front = &front,
        .root = dialect_parse(str_skip(text, front.size), front.lines + 1, &translated, &scopes,
                              &truncated),
        .scopes = &scopes,
        .cues = cues,
    };
    struct extracted out;
    extract(a, &in, &out);
    check(&out);
    buf_release(&translated);
    buf_release(&decoded);
    arena_free(a);
    return 0;
}
