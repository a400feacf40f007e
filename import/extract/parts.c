#include "import/extract/parts.h"

#include "import/extract/cell.h"
#include "text/utf8.h"

enum side { SIDE_CAUSE, SIDE_REMEDY };

struct writing {
    const struct writer *w;
    const struct content *c;
    enum side *side; /* of each unit */
    bool elsewhere;  /* there is no remedy but a reference */
};

/* ---- which unit goes where ------------------------------------------------------------------- */

/*
 * The cut between cause and remedy among units [from, to) without labels: every unit before it
 * gains its points as a cause, every one behind it its points as a remedy.
 */
static size_t best_cut(const struct content *c, size_t from, size_t to, long *points)
{
    long best = 0, sum = 0;
    for (size_t i = from; i < to; i++)
        sum += c->units[i].remedy;
    size_t cut = from;
    best = sum; /* all of it is remedy */
    bool last_open = false;
    for (size_t i = from; i < to; i++) {
        const struct unit *u = &c->units[i];
        sum += u->cause - u->remedy;
        bool joins = i + 1 < to && c->units[i + 1].glued;
        last_open = joins;
        /* on a tie the later cut: what is neutral explains */
        if (!last_open && sum >= best && (sum > best || u->remedy <= u->cause)) {
            best = sum;
            cut = i + 1;
        }
    }
    *points = best;
    return cut;
}

static bool is_order(const struct unit *u)
{
    return u->remedy > u->cause && u->remedy > 1 && !u->glued &&
           !(u->sentence && u->sentence->opening & CUE_REFERENCE);
}

/* A paragraph that begins "To resolve this issue, ...": what stands before it explains, unless it
 * told what to do already. Its unit, or `to`. */
static size_t resolving_paragraph(const struct content *c, size_t from, size_t to)
{
    size_t found = to;
    for (size_t i = from; i < to; i++) {
        const struct unit *u = &c->units[i];
        bool begins = u->sentence && u->from == u->paragraph->sentences[0].start;
        if (found == to && begins && u->sentence->opening & CUE_RESOLVE)
            found = i;
        if (found == to && is_order(u))
            return to;
        /* a text that begins with the remedy and explains behind it */
        if (found == from && begins && u->sentence->cues & CUE_CAUSE && u->cause > u->remedy)
            return to;
    }
    return found;
}

static bool points_back(const struct unit *u)
{
    static const char *const words[] = {"This ", "That ", "These ", "It ", "They ", "Doing so ",
                                        "In any case", "However,"};
    struct str text = str_slice(u->paragraph->plain, u->from, u->to);
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_starts(text, str_of(words[i])))
            return true;
    return false;
}

/* "This is the default.": says neither, so it belongs to the sentence before it. */
static bool is_neutral(const struct unit *u)
{
    return u->sentence && u->remedy == 0 && u->cause <= 1 &&
           !(u->sentence->cues & (CUE_CAUSE | CUE_SYMPTOM | CUE_ERROR)) &&
           (!(u->sentence->cues & CUE_TROUBLE) || points_back(u));
}

/* Each unit where it belongs: for texts where explanations and orders take turns. */
static void pick_sides(struct writing *w, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const struct unit *u = &w->c->units[i];
        const struct unit *before = i > from ? u - 1 : NULL;
        bool goes_on = before && u->paragraph && before->paragraph == u->paragraph;
        bool follows = before && (u->glued || (goes_on && is_neutral(u)));
        w->side[i] = follows ? w->side[i - 1] : u->remedy > u->cause ? SIDE_REMEDY : SIDE_CAUSE;
    }
}

/*
 * Cause and remedy without labels. One cut reads best; but where explanations and orders take
 * turns, so that a cut would lose most of the orders, each sentence goes where it belongs.
 */
static void assign_prose(struct writing *w, size_t from, size_t to)
{
    const struct content *c = w->c;
    long cut_points, pick_points = 0;
    size_t cut = best_cut(c, from, to, &cut_points), lost = 0, kept = 0;
    size_t resolving = resolving_paragraph(c, from, to);
    if (resolving < to)
        cut = resolving;
    for (size_t i = from; i < to; i++) {
        const struct unit *u = &c->units[i];
        pick_points += u->cause > u->remedy ? u->cause : u->remedy;
        lost += i < cut && is_order(u);
        bool resolves = u->sentence && u->sentence->cues & CUE_RESOLVE;
        kept += i >= cut && is_order(u) ? (resolves ? 4 : 1) : 0;
        w->side[i] = i < cut ? SIDE_CAUSE : SIDE_REMEDY;
    }
    if (resolving == to && ((lost > kept && lost > 1) ||
                          (cut == to && lost) || cut_points * 4 < pick_points * 3))
        pick_sides(w, from, to);
}

/* Nothing tells what to do: where to read more is better than nothing. */
static void promote_references(struct writing *w)
{
    const struct content *c = w->c;
    for (size_t i = 0; i < c->unit_count; i++)
        if (w->side[i] == SIDE_REMEDY && !c->units[i].aside)
            return;
    size_t last = c->unit_count;
    while (last > 0 && (c->units[last - 1].aside ||
                        (c->units[last - 1].glued && c->units[last - 1].paragraph == NULL) ||
                        (c->units[last - 1].sentence &&
                         c->units[last - 1].sentence->opening & CUE_REFERENCE)))
        last--;
    /* what is glued belongs to the reference before it, not to the cause */
    while (last < c->unit_count && !(c->units[last].sentence &&
                                     c->units[last].sentence->opening & CUE_REFERENCE))
        last++;
    for (size_t i = last; last > 0 && i < c->unit_count; i++) {
        w->side[i] = SIDE_REMEDY;
        w->elsewhere = true;
    }
}

/* What leads goes where the unit behind it goes, and nowhere when there is none. */
static void assign_leading(struct writing *w)
{
    const struct content *c = w->c;
    size_t next = c->unit_count;
    for (size_t i = c->unit_count; i-- > 0;) {
        struct unit *u = &c->units[i];
        if (u->leads) {
            u->aside = next == c->unit_count || c->units[next].leads;
            w->side[i] = u->aside ? SIDE_CAUSE : w->side[next];
        }
        next = u->leads || !u->aside ? i : next;
    }
}

/*
 * "Resolution: The password has expired. Change it": what a labelled remedy explains first is the
 * cause, where no label tells one; all of it, when it tells nothing to do.
 */
static void explain_first(struct writing *w, size_t from)
{
    const struct content *c = w->c;
    size_t end = from;
    while (end < c->unit_count && c->units[end].aside)
        end++;
    bool wrong = false; /* does it speak of trouble at all? */
    for (; end < c->unit_count; end++) {
        const struct unit *u = &c->units[end];
        if (!u->sentence || u->number || u->sentence->remedy >= u->sentence->cause)
            break;
        wrong = wrong || u->sentence->cues & (CUE_CAUSE | CUE_TROUBLE | CUE_ERROR);
    }
    if (!wrong)
        return;
    const struct unit *next = end < c->unit_count ? &c->units[end] : NULL;
    bool all = !next; /* it tells nothing to do */
    if (!all && (!next->sentence || next->sentence->opening & CUE_REFERENCE))
        return;
    for (size_t i = from; i < end; i++)
        w->side[i] = SIDE_CAUSE;
}

/* Units that stay where they belong, and the introduction of a list beside its first item. */
static void assign_pinned(struct writing *w)
{
    const struct content *c = w->c;
    for (size_t i = 0; i < c->unit_count; i++) {
        const struct unit *u = &c->units[i];
        bool behind = i > 0 && (u - 1)->pinned && u->glued; /* where to read more */
        if (behind && u->sentence)
            w->side[i] = SIDE_REMEDY;
        if (!u->pinned)
            continue;
        w->side[i] = u->pinned == LABEL_CAUSE ? SIDE_CAUSE : SIDE_REMEDY;
        const struct unit *before = i > 0 && !(u - 1)->pinned ? u - 1 : NULL;
        if (before && before->sentence && before->paragraph->plain.p[before->to - 1] == ':')
            w->side[i - 1] = w->side[i];
    }
}

/* "Cause 1 ... Solution ... Cause 2 ... Solution": a remedy without a number has its cause's. */
static void number_remedies(const struct content *c)
{
    uint16_t number = 0;
    for (size_t i = 0; i < c->unit_count; i++) {
        struct unit *u = &c->units[i];
        if (u->label == LABEL_CAUSE)
            number = u->number;
        else if (u->label == LABEL_REMEDY && !u->number)
            u->number = number;
    }
}

static void assign(struct writing *w)
{
    const struct content *c = w->c;
    size_t n = c->unit_count;
    bool any_cause = false, any_remedy = false;
    for (size_t i = 0; i < n; i++) {
        any_cause = any_cause || c->units[i].label == LABEL_CAUSE;
        any_remedy = any_remedy || c->units[i].label == LABEL_REMEDY;
    }
    if (!any_cause && !any_remedy) {
        assign_prose(w, 0, n);
        assign_pinned(w);
        assign_leading(w);
        promote_references(w);
        assign_leading(w);
        return;
    }
    number_remedies(c);
    /* Labels: what stands before the first one is the symptom, told again by the message. */
    size_t first = 0;
    while (first < n && c->units[first].label == LABEL_NONE)
        first++;
    for (size_t i = 0; i < first; i++)
        w->side[i] = SIDE_CAUSE;
    if (!any_remedy)
        assign_prose(w, 0, first);
    for (size_t i = 0; i < n; i++) {
        struct unit *u = &c->units[i];
        if (i < first) {
            u->aside = u->aside || u->symptom || (any_cause && w->side[i] == SIDE_CAUSE);
        } else if (u->label == LABEL_NONE) {
            bool remedy = !any_remedy && u->remedy > u->cause;
            w->side[i] = u->glued && i > 0 ? w->side[i - 1] : remedy ? SIDE_REMEDY : SIDE_CAUSE;
            if (any_remedy && i > 0)
                w->side[i] = w->side[i - 1];
        } else {
            w->side[i] = u->label == LABEL_CAUSE ? SIDE_CAUSE : SIDE_REMEDY;
        }
    }
    if (!any_cause && c->units[first].label == LABEL_REMEDY)
        explain_first(w, first);
    assign_pinned(w);
    assign_leading(w);
}

/* ---- writing --------------------------------------------------------------------------------- */

/* The first letter of what was written since `start` as a capital. */
static void capitalise(struct buf *out, size_t start)
{
    if (out->n > start && ascii_is_lower(out->p[start])) {
        size_t end = start;
        while (end < out->n && ascii_is_alnum(out->p[end]))
            end++;
        bool name = end < out->n && (out->p[end] == '.' || out->p[end] == '_') && end + 1 < out->n &&
                    ascii_is_alnum(out->p[end + 1]);
        for (size_t i = start; i < end; i++)
            name = name || ascii_is_upper(out->p[i]);
        if (!name)
            out->p[start] = ascii_upper(out->p[start]);
    }
}

/* What was written last is a paragraph that goes on. */
static bool put_unit(const struct writing *w, const struct unit *u, size_t from,
                     const struct unit *before)
{
    struct buf *out = w->w->out;
    if (!u->paragraph) {
        if (before && out->n)
            buf_puts(out, out->p[out->n - 1] == '\n' ? "\n" : "\n\n");
        write_block(w->w, u->block);
        return false;
    }
    bool same = before && before->paragraph == u->paragraph;
    if (same)
        buf_putc(out, ' ');
    else if (before && out->n)
        buf_puts(out, out->p[out->n - 1] == '\n' ? "\n" : "\n\n");
    size_t start = out->n;
    write_inlines(w->w, u->block, from, u->to);
    if (!same || from != u->from)
        capitalise(out, start);
    return true;
}

/* Does the side have labels with different numbers ("Cause 1", "Cause 2")? */
static bool is_numbered(const struct writing *w, enum side side)
{
    uint16_t number = 0;
    for (size_t i = 0; i < w->c->unit_count; i++) {
        const struct unit *u = &w->c->units[i];
        if (w->side[i] != side || u->aside || !u->number)
            continue;
        if (number && u->number != number)
            return true;
        number = u->number;
    }
    return false;
}

/* Begin a numbered part: `1. `, and what follows stands under it. */
static size_t begin_number(struct buf *out, uint16_t number)
{
    if (out->n && out->p[out->n - 1] != '\n')
        buf_putc(out, '\n');
    buf_printf(out, "%u. ", number);
    return out->n;
}

/* Indent the lines of the part behind `start` but the first. */
static void end_number(struct arena *a, struct buf *out, size_t start)
{
    struct str rest = arena_dup(a, str_slice(buf_str(out), start, out->n)), line;
    buf_truncate(out, start);
    for (bool first = true; str_next_line(&rest, &line); first = false) {
        if (!first)
            buf_puts(out, line.n ? "\n   " : "\n");
        buf_put(out, line);
    }
}

/* Is the unit written on this side? `explained`: there is more than what shows the message. */
static bool is_written(const struct writing *w, size_t i, enum side side, bool explained)
{
    const struct unit *u = &w->c->units[i];
    return w->side[i] == side && !u->aside &&
           !(u->symptom && explained && side == SIDE_CAUSE);
}

/* Is anything written between what leads and the next that does? */
static bool leads_to_text(const struct writing *w, size_t i, enum side side, bool explained)
{
    for (i++; i < w->c->unit_count && !w->c->units[i].leads; i++)
        if (is_written(w, i, side, explained))
            return true;
    return false;
}

/* Where a text begins that is told without what stood before it: behind "However, ". */
static size_t behind_connective(const struct unit *u)
{
    static const struct str words[] = {
        STR_INIT("However, "),      STR_INIT("Also, "),         STR_INIT("Instead, "),
        STR_INIT("In this case, "), STR_INIT("Alternatively, "), STR_INIT("Therefore, "),
        STR_INIT("In addition, "),  STR_INIT("Additionally, "), STR_INIT("Otherwise, ")};
    struct str text = u->paragraph ? str_slice(u->paragraph->plain, u->from, u->to) : STR_NONE;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_starts(text, words[i]))
            return u->from + words[i].n;
    return u->from;
}

/* What a text ends with that introduced something which is not there any more. */
static void end_sentence(struct buf *out)
{
    while (out->n && ascii_is_space(out->p[out->n - 1]))
        buf_truncate(out, out->n - 1);
    if (out->n && out->p[out->n - 1] == ':') {
        buf_truncate(out, out->n - 1);
        buf_putc(out, '.');
    }
}

static struct str write_side(const struct writing *w, enum side side)
{
    struct buf *out = w->w->out;
    buf_clear(out);
    bool numbered = is_numbered(w, side);
    bool explained = false;
    for (size_t i = 0; i < w->c->unit_count; i++) {
        const struct unit *u = &w->c->units[i];
        explained = explained || (w->side[i] == side && !u->aside && !u->symptom && !u->leads);
    }
    const struct unit *before = NULL;
    uint16_t number = 0;
    size_t start = 0;
    for (size_t i = 0; i < w->c->unit_count && out->n <= PART_MAX; i++) {
        const struct unit *u = &w->c->units[i];
        if (!is_written(w, i, side, explained) ||
            (u->leads && !leads_to_text(w, i, side, explained)))
            continue;
        if (numbered && u->number != number) {
            if (number)
                end_number(w->w->arena, out, start);
            if (u->number && !number && out->n) /* the list stands apart from its introduction */
                buf_puts(out, "\n\n");
            if (u->number)
                start = begin_number(out, u->number);
            number = u->number;
            before = number ? NULL : before;
        }
        put_unit(w, u, out->n ? u->from : behind_connective(u), before);
        before = u;
    }
    if (number)
        end_number(w->w->arena, out, start);
    end_sentence(out);
    return arena_dup(w->w->arena, str_trim(utf8_cut(buf_str(out), PART_MAX)));
}

/*
 * "If you see X, do Y" and nothing else that explains: the condition is what there is of a cause,
 * the main clause begins the remedy.
 */
static struct str split_condition(const struct writing *w, struct str *remedy)
{
    for (size_t i = 0; i < w->c->unit_count; i++) {
        const struct unit *u = &w->c->units[i];
        if (u->aside || w->side[i] != SIDE_REMEDY)
            continue;
        if (!u->sentence || u->sentence->clause == u->sentence->start || u->label != LABEL_NONE)
            return STR_NONE;
        /* "If you see X": the title says it, unless it tells why */
        bool seen = u->sentence->opening & CUE_SYMPTOM && !(u->sentence->cues & CUE_CAUSE);
        struct buf *out = w->w->out;
        size_t comma = u->sentence->clause;
        while (comma > u->from && !strchr(",;", u->paragraph->plain.p[comma - 1]))
            comma--;
        buf_clear(out);
        write_inlines(w->w, u->block, u->from, comma > u->from ? comma - 1 : comma);
        buf_putc(out, '.');
        struct str cause = seen ? STR_NONE : arena_dup(w->w->arena, buf_str(out));
        /* the remedy again, without the condition */
        struct unit changed = *u;
        struct unit *units = w->c->units;
        units[i].from = u->sentence->clause;
        *remedy = write_side(w, SIDE_REMEDY);
        units[i] = changed;
        return cause;
    }
    return STR_NONE;
}

struct parts parts_of(const struct writer *w, const struct content *c)
{
    struct parts parts = {.cause = STR_NONE};
    if (!c->unit_count)
        return parts;
    struct writing writing = {.w = w, .c = c};
    writing.side = arena_zalloc(w->arena, c->unit_count, sizeof(enum side));
    assign(&writing);
    parts.elsewhere = writing.elsewhere;
    parts.cause = write_side(&writing, SIDE_CAUSE);
    parts.remedy = write_side(&writing, SIDE_REMEDY);
    if (!parts.cause.n && parts.remedy.n) {
        parts.cause = split_condition(&writing, &parts.remedy);
        parts.conditional = parts.cause.n > 0;
    }
    return parts;
}

struct parts parts_of_block(const struct writer *w, const struct cues *cues,
                            const struct node *block, size_t from)
{
    struct content c = {0};
    const struct content_reader r = {w->arena, cues};
    const struct node *first = cell_blocks(w->arena, block);
    content_read(&r, NULL, first, NULL, &c);
    for (size_t i = 0; i < c.unit_count; i++) {
        struct unit *u = &c.units[i];
        if (!u->paragraph || u->block != first)
            continue;
        if (u->from < from)
            u->from = min_size(from, u->to);
        u->aside = u->aside || u->from >= u->to;
    }
    return parts_of(w, &c);
}

struct str parts_whole(const struct writer *w, const struct node *cell)
{
    buf_clear(w->out);
    for (const struct node *n = cell_blocks(w->arena, cell); n; n = n->next) {
        buf_puts(w->out, w->out->n ? "\n" : "");
        write_block(w, n);
    }
    return arena_dup(w->arena, str_trim(utf8_cut(buf_str(w->out), PART_MAX)));
}
