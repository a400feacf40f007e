#include "lint/asked.h"

#include "lint/fill.h"

enum { RANKS = 10 };

struct str lint_query_of(struct arena *a, const struct signature *s)
{
    struct code code;
    if (s->kind == SIGNATURE_MESSAGE)
        return lint_fill(a, s->text);
    if (!code_parse(s->text, &code))
        return s->text;
    if (code.ns == CODE_EVENT)
        return arena_printf(a, "event ID %.*s", STR_ARG(s->text));
    return code.ns == CODE_NUMBER ? arena_printf(a, "error code %.*s", STR_ARG(s->text)) : s->text;
}

static bool share_signature(const struct subject *a, const struct subject *b)
{
    for (size_t i = 0; i < a->signature_count; i++)
        for (size_t k = 0; k < b->signature_count; k++)
            if (a->keys[i] == b->keys[k])
                return true;
    return false;
}

int lint_ask(struct matcher *m, const struct subjects *s, const struct subject *own,
             struct str text, struct arena *a, struct lint_asked *asked, struct err *err)
{
    const struct matcher_query q = {.text = text, .limit = RANKS};
    struct answer answer;
    *asked = (struct lint_asked){LINT_UNKNOWN, SUBJECT_NONE, 0, false};
    if (matcher_run(m, &q, a, &answer, err) != 0)
        return -1;
    for (size_t i = 0; i < answer.match_count && asked->rank == 0; i++) {
        uint32_t found = lint_subject_find(s, answer.matches[i].entry.entry.id);
        if (found != SUBJECT_NONE && lint_same_answer(own, &s->items[found]))
            asked->rank = i + 1;
        else if (i == 0)
            asked->winner = found;
    }
    if (answer.verdict == VERDICT_NONE) {
        asked->winner = SUBJECT_NONE;
        return 0;
    }
    asked->same_words =
        asked->winner != SUBJECT_NONE && share_signature(own, &s->items[asked->winner]);
    bool tied = asked->rank && asked->rank <= answer.tied;
    if (asked->rank == 1 || (tied && answer.ask.facet.n))
        asked->reached = LINT_REACHED;
    else
        asked->reached = tied ? LINT_TIED : LINT_BEATEN;
    return 0;
}
