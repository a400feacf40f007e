#include "import/extract/draft.h"

#include "text/utf8.h"

struct draft *draft_add(struct finding *f, enum entry_kind kind, size_t section, uint32_t line)
{
    struct drafts *d = &f->drafts;
    if (d->count >= DRAFTS_MAX) {
        f->cut = true;
        d->count--;
    }
    d->items = arena_grow(f->arena, d->items, d->count, &d->cap, sizeof *d->items);
    struct draft *draft = &d->items[d->count++];
    *draft = (struct draft){.kind = kind, .section = section, .line = line};
    return draft;
}

struct str draft_title(struct arena *a, struct str text)
{
    text = str_trim_set(text, " .:");
    if (text.n <= DRAFT_TITLE_MAX)
        return text;
    struct str cut = utf8_cut(text, DRAFT_TITLE_MAX);
    size_t blank = str_rfind_char(cut, ' ');
    return arena_concat(a, blank == STR_NOT_FOUND ? cut : str_slice(cut, 0, blank), STR("…"));
}

/* How well a code names its problem: 0 best. */
static int rank(const struct code *c)
{
    bool hex = str_istarts(c->text, STR("0x"));
    if (c->ns == CODE_AADSTS || c->ns == CODE_PREFIXED || hex)
        return 0;
    if (c->ns == CODE_SYMBOL)
        return 1;
    return c->ns == CODE_EVENT ? 3 : 2;
}

const struct code *draft_best_code(const struct content *c)
{
    const struct code *best = NULL;
    for (size_t i = 0; i < c->code_count; i++) {
        const struct code_use *u = &c->codes[i];
        if (u->mentioned)
            continue;
        if (!best || rank(&u->code) < rank(best))
            best = &u->code;
    }
    return best;
}
