#include "report/signatures.h"

#include "text/template.h"

struct signature_texts signature_texts(const struct entry *e, struct arena *a)
{
    struct signature_texts t = {
        .messages = arena_zalloc(a, e->signature_count + 1, sizeof *t.messages),
        .codes = arena_zalloc(a, e->signature_count + 1, sizeof *t.codes),
        .mentioned = arena_zalloc(a, e->signature_count + 1, sizeof *t.mentioned),
    };
    for (size_t i = 0; i < e->signature_count; i++) {
        const struct signature *s = &e->signatures[i];
        if (s->kind == SIGNATURE_MESSAGE)
            t.messages[t.message_count++] = template_display(a, s->text);
        else if (s->mentioned)
            t.mentioned[t.mentioned_count++] = s->text;
        else
            t.codes[t.code_count++] = s->text;
    }
    return t;
}
