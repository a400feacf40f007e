#include "import/source/needs.h"

/* What a document would find there now, as read.h has it in need.state. */
static uint64_t state_now(const struct documents *documents, struct reader *reader,
                          const struct need *need)
{
    const struct source_document *d = documents_find(documents, need->path);
    /* A document of the source is known already; one that cannot be read now stays as it was. */
    if (d && (d->there || d->unreadable))
        return need->kind == NEED_EXISTENCE ? 1 : d->stored.hash;
    return reader_need_state(reader, need->kind, need->path);
}

bool needs_changed(const struct documents *documents, struct reader *reader,
                   const struct document *stored)
{
    for (size_t i = 0; i < stored->need_count; i++)
        if (state_now(documents, reader, &stored->needs[i]) != stored->needs[i].state)
            return true;
    return false;
}
