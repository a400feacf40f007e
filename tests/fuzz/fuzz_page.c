/* Any bytes as a saved page: encoding, survey, tree, extraction. */
#include "import/tree/charset.h"
#include "import/words/cue.h"
#include "import/extract/extract.h"
#include "import/import.h"
#include "import/read/page.h"
#include "tests/support/must.h"
#include "text/decode.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(struct str s)
{
    must(utf8_valid(s) == s.n);
}

static void check_tree(const struct node *n, size_t depth)
{
    must(depth <= IMPORT_DEPTH_MAX + 1);
    check_text(n->text);
    for (const struct node *c = n->first; c; c = c->next) {
        must(c->parent == n && (c->next || n->last == c));
        check_tree(c, depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct cues *cues; /* made once */
    if (!cues)
        cues = cues_new();
    struct arena *a = arena_new();
    struct buf recoded = BUF_INIT(size * 4 + 8), decoded = BUF_INIT(size * 12 + 8);
    struct str unknown;
    struct str bytes = charset_decode(str_n((const char *)data, size), &recoded, &unknown);
    struct str text = decode_text(bytes, &decoded).text;
    struct scopes scopes = {.arena = a};
    struct saved_page page = page_read(a, text, &scopes);
    for (size_t i = 0; i < scopes.count; i++)
        must(scopes.items[i].from <= scopes.items[i].to);
    check_tree(page.root, 0);
    for (size_t i = 0; i < page.front.count; i++)
        check_text(page.front.items[i].value);
    struct extract_input in = {
        .source = STR("s"),
        .path = STR("d/troubleshoot.html"),
        .front = &page.front,
        .root = page.root,
        .scopes = &scopes,
        .cues = cues,
    };
    struct extracted out;
    extract(a, &in, &out);
    for (size_t i = 0; i < out.count; i++) {
        must(out.entries[i].id.n > 0 && out.entries[i].line > 0);
        check_text(out.entries[i].title);
        check_text(out.entries[i].cause);
        check_text(out.entries[i].remedy);
    }
    buf_release(&decoded);
    buf_release(&recoded);
    arena_free(a);
    return 0;
}
