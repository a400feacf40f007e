#include "import/extract/content.h"

#include "import/words/facet.h"
#include "import/extract/fix_list.h"

enum {
    CODES_IN_TEXT = 64,
    BARE_MESSAGE_MAX = 300, /* bytes of a paragraph that may be a message under a code's heading */
    MESSAGE_ITEMS_MAX = 6,  /* items of a list that is a list of messages */
    MESSAGE_ITEM_BYTES_MAX = 250,
    MESSAGES_IN_A_ROW_MAX = 6, /* paragraphs behind "the following errors:" */
};

enum announcement {
    ANNOUNCED_NOTHING,
    ANNOUNCED_CODE,    /* a message, if a block of code follows */
    ANNOUNCED_MESSAGE, /* a message, whatever follows */
};

struct reader {
    const struct content_reader *r;
    const struct section *head;
    struct content *out;
    enum label label;     /* the labelled part that we are in */
    uint16_t number;
    enum announcement announced; /* what the sentence before says of the block behind it */
    unsigned more;        /* further paragraphs that may be messages: "the following errors:" */
    bool first_block;     /* nothing but labels and pictures so far */
    uint32_t line;        /* of the block at hand */
};

/* ---- units ----------------------------------------------------------------------------------- */

static struct unit *add_unit(struct reader *r, const struct node *block)
{
    struct content *c = r->out;
    c->units = arena_grow(r->r->arena, c->units, c->unit_count, &c->unit_cap, sizeof *c->units);
    struct unit *u = &c->units[c->unit_count++];
    *u = (struct unit){.block = block, .to = SIZE_MAX, .number = r->number};
    if (r->label == LABEL_CAUSE || r->label == LABEL_REMEDY)
        u->label = r->label;
    else if (r->label == LABEL_SYMPTOM)
        u->cause = 2;
    else if (r->label != LABEL_NONE && r->label != LABEL_REMARKS)
        u->aside = true;
    return u;
}

static void take_sentence_signs(struct reader *r, const struct paragraph *p,
                                const struct sentence *s)
{
    struct content *c = r->out;
    bool first = c->text_bytes == 0;
    c->text_bytes += s->end - s->start;
    if (s->cues & CUE_RESOLVE)
        c->signs |= SIGN_RESOLVE;
    if (s->cues & CUE_SYMPTOM)
        c->signs |= SIGN_SYMPTOM;
    if (s->cues & CUE_CAUSE)
        c->signs |= SIGN_CAUSE;
    if (s->remedy > s->cause)
        c->signs |= SIGN_ORDER;
    if (first && s->cues & CUE_TROUBLE)
        c->signs |= SIGN_TROUBLE;
    (void)p;
}

/* Codes in a sentence: what the reader sees is the problem's own, the rest is only spoken of. */
static void take_sentence_codes(struct reader *r, const struct paragraph *p,
                                const struct sentence *s)
{
    bool shown = (s->cues & (CUE_SYMPTOM | CUE_ANNOUNCE) || s->opening & CUE_WHEN) &&
                 !(s->opening & CUE_VERB) && !(s->cues & CUE_REFERENCE) &&
                 r->label != LABEL_REMEDY;
    bool translated = s->cues & CUE_CAUSE && r->out->text_bytes == 0;
    struct code found[CODES_IN_TEXT];
    struct str text = str_slice(p->plain, s->start, s->end);
    size_t n = min_size(code_find(text, found, ARRAY_LEN(found)), ARRAY_LEN(found));
    for (size_t i = 0; i < n; i++) {
        bool small = found[i].ns == CODE_NUMBER && found[i].text.n < 3;
        if (!section_is_code(&found[i]) || small)
            continue;
        bool own = (shown && found[i].flags & CODE_HAS_CUE) || (shown && found[i].ns == CODE_SYMBOL) ||
                   (translated && !(found[i].flags & CODE_WEAK));
        /* beside the code that the heading names others of its kind are only spoken of */
        bool other = r->head && r->head->code_count && r->head->codes[0].ns == found[i].ns;
        content_add_code(r->r->arena, r->out, &found[i], p->block->line, !own || other);
    }
}

static enum announcement announcement_of(struct reader *r, const struct paragraph *p,
                                         const struct sentence *s)
{
    if (message_announced(r->r->cues, p, s))
        return ANNOUNCED_MESSAGE;
    return s->cues & CUE_FOLLOWS ? ANNOUNCED_CODE : ANNOUNCED_NOTHING;
}

/* "If the date has passed, it fails with this error:" tells a cause; "..., you see" does not. */
static bool tells_condition(const struct paragraph *p, const struct sentence *s)
{
    struct str text = str_slice(p->plain, s->start, s->end);
    return s->opening & CUE_WHEN && !(s->cues & CUE_SYMPTOM) &&
           str_ifind(text, STR(" see ")) == STR_NOT_FOUND &&
           str_ifind(text, STR(" receive ")) == STR_NOT_FOUND;
}

/* A message behind such a sentence: the two belong together. */
static bool stays_with_condition(const struct reader *r, const struct unit *u)
{
    const struct unit *before = r->out->unit_count > 1 ? u - 1 : NULL;
    return before && before->sentence && !before->symptom &&
           before->paragraph->plain.p[before->sentence->end - 1] == ':' &&
           tells_condition(before->paragraph, before->sentence);
}

/* Does the sentence before what was just added end with a colon? */
static bool is_introduced(const struct reader *r)
{
    const struct unit *before =
        r->out->unit_count > 1 ? &r->out->units[r->out->unit_count - 2] : NULL;
    return before && before->sentence && !before->pinned && before->paragraph->plain.n &&
           before->paragraph->plain.p[before->sentence->end - 1] == ':';
}

static void read_sentences(struct reader *r, const struct node *block)
{
    struct arena *a = r->r->arena;
    struct paragraph *p = arena_alloc(a, sizeof *p);
    *p = paragraph_read(a, r->r->cues, block);
    r->announced = ANNOUNCED_NOTHING;
    r->more = 0;
    for (size_t i = 0; i < p->sentence_count; i++) {
        const struct sentence *s = &p->sentences[i];
        enum announcement announced = announcement_of(r, p, s);
        if (r->label != LABEL_REMEDY || s->cues & CUE_SYMPTOM)
            message_in_sentence(a, r->r->cues, p, s, &r->out->messages);
        take_sentence_codes(r, p, s);
        take_sentence_signs(r, p, s);
        if (r->label == LABEL_CAUSE && s->opening & CUE_RESOLVE) {
            r->label = LABEL_REMEDY; /* "To fix this, ..." ends a labelled cause */
            r->out->signs |= SIGN_REMEDY_LABEL;
        }
        struct unit *u = add_unit(r, block);
        u->from = s->start;
        u->to = s->end;
        u->paragraph = p;
        u->sentence = s;
        if (u->label == LABEL_NONE && !u->aside) {
            u->cause += s->cause;
            u->remedy += s->remedy;
            u->glued = (s->opening & CUE_REFERENCE && s->remedy == 0 && r->out->unit_count > 1) ||
                       (i == 0 && is_introduced(r));
        }
        /* "If the date has passed, it fails with this error:" tells the cause as well */
        u->symptom = announced == ANNOUNCED_MESSAGE && !tells_condition(p, s);
        bool last = i + 1 == p->sentence_count;
        if (announced != ANNOUNCED_NOTHING)
            r->announced = last ? announced : ANNOUNCED_CODE;
        bool several = str_ifind(str_slice(p->plain, s->start, s->end), STR("errors")) != STR_NOT_FOUND;
        r->more = announced == ANNOUNCED_MESSAGE && several ? MESSAGES_IN_A_ROW_MAX : 0;
    }
}

/* ---- blocks ---------------------------------------------------------------------------------- */

static void take_label(struct reader *r, const struct node *p)
{
    static const unsigned signs[] = {
        [LABEL_CAUSE] = SIGN_CAUSE_LABEL,     [LABEL_REMEDY] = SIGN_REMEDY_LABEL,
        [LABEL_MESSAGE] = SIGN_MESSAGE_LABEL, [LABEL_CODE] = SIGN_CODE_LABEL,
        [LABEL_SYMPTOM] = SIGN_SYMPTOM_LABEL,
    };
    r->label = p->label;
    r->number = p->number;
    r->announced = ANNOUNCED_NOTHING;
    if (p->label < ARRAY_LEN(signs))
        r->out->signs |= signs[p->label];
}

static void read_labelled(struct reader *r, const struct node *p)
{
    struct arena *a = r->r->arena;
    take_label(r, p);
    bool empty = !tree_has_content(p);
    struct str text = tree_plain(a, p, false);
    switch (r->label) {
    case LABEL_MESSAGE:
        if (!empty)
            message_of_label(a, p, &r->out->messages);
        content_add_codes(a, r->out, text, p->line, false, true);
        r->announced = empty ? ANNOUNCED_MESSAGE : ANNOUNCED_NOTHING;
        break;
    case LABEL_CODE:
        content_add_codes(a, r->out, text, p->line, false, false);
        break;
    case LABEL_APPLIES:
        facet_of_label(a, text, &r->out->facets, &r->out->facet_count, &r->out->facet_cap);
        break;
    default:
        if (!empty)
            read_sentences(r, p);
        break;
    }
    if (r->label == LABEL_MESSAGE && !empty)
        r->label = LABEL_NONE; /* it holds for its own paragraph */
}

/* Directly under a heading that is a code: `'x' : is not a member of 'y'`, without a full stop. */
static bool is_bare_message(struct reader *r, const struct node *p)
{
    if (!r->first_block || !r->head || r->head->code_count == 0 || r->label != LABEL_NONE)
        return false;
    struct str text = tree_plain(r->r->arena, p, false);
    if (!text.n || text.n > BARE_MESSAGE_MAX || strchr(".:!?", text.p[text.n - 1]))
        return false;
    unsigned cues = cues_find(r->r->cues, text, NULL, 0, NULL);
    return !(cues & (CUE_CAUSE | CUE_REFERENCE));
}

/* A paragraph that a program could have printed: it does not speak to the reader. */
static bool reads_like_output(struct reader *r, const struct node *p)
{
    if (p->type != NODE_PARAGRAPH || p->label != LABEL_NONE)
        return false;
    struct str text = tree_plain(r->r->arena, p, false);
    unsigned opening = cues_at(r->r->cues, text, 0, NULL);
    unsigned cues = cues_find(r->r->cues, text, NULL, 0, NULL);
    return text.n && !(opening & (CUE_WHEN | CUE_VERB | CUE_RELATION | CUE_RESOLVE | CUE_REFERENCE)) &&
           !(cues & (CUE_SYMPTOM | CUE_REFERENCE)) && !str_starts(text, STR("However"));
}

static void read_paragraph(struct reader *r, const struct node *p)
{
    if (p->label == LABEL_CHOICE || p->label == LABEL_TERM) {
        unsigned cues = cues_find(r->r->cues, tree_plain(r->r->arena, p, false), NULL, 0, NULL);
        r->out->signs |= cues & CUE_RESOLVE ? SIGN_RESOLVE : 0;
        add_unit(r, p)->leads = true;
        return;
    }
    if (p->label != LABEL_NONE && p->label != LABEL_NOTE && p->label != LABEL_EXAMPLE) {
        read_labelled(r, p);
        return;
    }
    if (!tree_has_content(p))
        return;
    if (r->announced == ANNOUNCED_MESSAGE || is_bare_message(r, p)) {
        bool labelled = r->label == LABEL_MESSAGE;
        if (message_of_line(r->r->arena, p, &r->out->messages))
            content_add_printed_codes(r->r->arena, r->out, tree_plain(r->r->arena, p, false),
                                      p->line, false);
        struct unit *u = add_unit(r, p);
        u->glued = true;
        u->symptom = !stays_with_condition(r, u);
        u->aside = labelled;
        r->announced = ANNOUNCED_NOTHING;
        if (r->more > 1 && p->next && reads_like_output(r, p->next)) {
            r->more--;
            r->announced = ANNOUNCED_MESSAGE;
        }
        if (labelled && r->announced == ANNOUNCED_NOTHING)
            r->label = LABEL_NONE;
        return;
    }
    if (r->label == LABEL_MESSAGE || r->label == LABEL_CODE || r->label == LABEL_APPLIES)
        r->label = LABEL_NONE;
    read_sentences(r, p);
}

static bool is_fence_of(struct str info, struct str word)
{
    return str_starts(info, word) && (info.n == word.n || ascii_is_space(info.p[word.n]));
}

bool content_is_sample(const struct node *n)
{
    struct str info = str_trim(n->info);
    return n->type == NODE_CODE &&
           (is_fence_of(info, STR("match")) || is_fence_of(info, STR("no-match")));
}

static bool read_sample(struct reader *r, const struct node *code)
{
    if (!content_is_sample(code))
        return false;
    struct str info = str_trim(code->info);
    bool matches = info.p[0] == 'm';
    struct content *c = r->out;
    struct str text = code->text;
    if (text.n && text.p[text.n - 1] == '\n')
        text = str_slice(text, 0, text.n - 1);
    c->samples = arena_grow(r->r->arena, c->samples, c->sample_count, &c->sample_cap,
                            sizeof *c->samples);
    c->samples[c->sample_count++] = (struct sample){
        .text = text,
        .facets = str_trim(str_skip(info, matches ? STR("match").n : STR("no-match").n)),
        .matches = matches,
        .line = code->line + 1,
    };
    return true;
}

static void read_code(struct reader *r, const struct node *code)
{
    if (read_sample(r, code))
        return;
    struct arena *a = r->r->arena;
    bool heading_is_error = r->head && (r->head->error_prefix || r->head->code_count);
    bool announced = r->announced != ANNOUNCED_NOTHING || r->label == LABEL_MESSAGE;
    bool error_info = str_istarts(code->info, STR("error"));
    bool is_error = false;
    if (announced || error_info || (r->first_block && heading_is_error))
        is_error = message_of_code(a, r->r->cues, code, announced, &r->out->messages);
    struct unit *u = add_unit(r, code);
    u->glued = true;
    if (is_error) {
        r->out->signs |= SIGN_RAW_ERROR;
        content_add_printed_codes(a, r->out, code->text, code->line, false);
        /* what its sentence introduces stays with it */
        u->symptom = !stays_with_condition(r, u);
        if (u->symptom && r->out->unit_count > 1 && (u - 1)->sentence && (u - 1)->sentence->cues & CUE_FOLLOWS)
            (u - 1)->symptom = true;
        u->aside = r->label == LABEL_MESSAGE || error_info;
        if (r->label == LABEL_MESSAGE)
            r->label = LABEL_NONE;
    }
    r->announced = ANNOUNCED_NOTHING;
}

/* Messages and codes that stand inside of a list: announced blocks, quoted texts. */
static void scan_nested(struct reader *r, const struct node *n, bool steps)
{
    struct arena *a = r->r->arena;
    enum announcement announced = ANNOUNCED_NOTHING;
    for (const struct node *c = n->first; c; c = c->next) {
        if (c->type == NODE_PARAGRAPH) {
            struct paragraph p = paragraph_read(a, r->r->cues, c);
            announced = ANNOUNCED_NOTHING;
            for (size_t i = 0; i < p.sentence_count; i++) {
                const struct sentence *s = &p.sentences[i];
                bool says = s->cues & (CUE_SYMPTOM | CUE_ERROR) && !(s->opening & CUE_VERB);
                /* "You're receiving a X error": one of several that are seen */
                if (says && s->cues & CUE_SYMPTOM && !steps && r->label != LABEL_REMEDY &&
                    s->remedy <= s->cause)
                    content_add_codes(a, r->out, str_slice(p.plain, s->start, s->end), c->line,
                                      false, true);
                if (says && r->label != LABEL_REMEDY && !steps)
                    message_in_sentence(a, r->r->cues, &p, s, &r->out->messages);
                enum announcement here = announcement_of(r, &p, s);
                announced = here != ANNOUNCED_NOTHING ? here : announced;
                r->out->signs |= s->cues & CUE_RESOLVE ? SIGN_RESOLVE : 0;
                r->out->signs |= s->remedy > s->cause ? SIGN_ORDER : 0;
            }
            content_add_codes(a, r->out, p.plain, c->line, true, true);
        } else if (c->type == NODE_CODE) {
            if (announced != ANNOUNCED_NOTHING && message_of_code(a, r->r->cues, c, true, &r->out->messages)) {
                r->out->signs |= SIGN_RAW_ERROR;
                content_add_printed_codes(a, r->out, c->text, c->line, steps);
            }
            announced = ANNOUNCED_NOTHING;
        } else {
            scan_nested(r, c, steps || (c->type == NODE_LIST && c->ordered));
        }
    }
}

/* Short items without parts of their own: a list of messages, when it was announced as one. */
static bool is_message_list(struct reader *r, const struct node *list)
{
    size_t items = 0;
    for (const struct node *item = list->first; item; item = item->next) {
        const struct node *only = item->first;
        if (!only || only->next || only->type != NODE_PARAGRAPH || ++items > MESSAGE_ITEMS_MAX)
            return false;
        const struct node *first = tree_first_content(only);
        if (tree_plain(r->r->arena, only, false).n > MESSAGE_ITEM_BYTES_MAX ||
            (first && first->type == NODE_STRONG && first->next)) /* **Term** - explanation */
            return false;
    }
    return items > 0;
}

/* A table of contents: nothing but links into the document or to others. */
bool content_is_contents(const struct node *list)
{
    size_t items = 0;
    for (const struct node *item = list->first; item; item = item->next) {
        const struct node *p = item->first;
        const struct node *link = p && p->type == NODE_PARAGRAPH ? tree_first_content(p) : NULL;
        if (!link || link->type != NODE_LINK)
            return false;
        for (const struct node *n = link->next; n; n = n->next)
            if (n->type != NODE_TEXT || str_trim(n->text).n)
                return false;
        for (const struct node *n = p->next; n; n = n->next)
            if (n->type != NODE_LIST || !content_is_contents(n))
                return false;
        items++;
    }
    return items > 1;
}

/* How much the items of a list that nothing introduces look like things to do. */
static void weigh_list(struct reader *r, const struct node *list, struct unit *u)
{
    size_t orders = 0, items = 0;
    for (const struct node *item = list->first; item; item = item->next) {
        const struct node *p = item->first;
        if (!p || p->type != NODE_PARAGRAPH)
            continue;
        items++;
        struct paragraph text = paragraph_read(r->r->arena, r->r->cues, p);
        bool order = p->label == LABEL_REMEDY;
        for (size_t i = 0; i < text.sentence_count; i++)
            order = order || text.sentences[i].remedy > text.sentences[i].cause;
        orders += order;
    }
    if (orders * 2 >= items || (list->ordered && orders * 4 >= items))
        u->remedy += 3;
}

/* A list under "Resolution:" tells what to do, unless it is of "the following scenarios:". */
static bool may_tell_causes(const struct reader *r, bool introduced)
{
    if (r->label != LABEL_REMEDY)
        return r->label == LABEL_NONE;
    return introduced && r->out->units[r->out->unit_count - 1].sentence->cues & CUE_CAUSE;
}

static void read_block(struct reader *r, const struct node *n);

static void read_list(struct reader *r, const struct node *list)
{
    bool messages = r->announced == ANNOUNCED_MESSAGE && !list->ordered && is_message_list(r, list);
    bool introduced = false;
    if (r->label == LABEL_NONE && label_pairs(list)) {
        for (const struct node *item = list->first; item; item = item->next)
            for (const struct node *n = item->first; n; n = n->next)
                read_block(r, n);
        r->label = LABEL_NONE;
        return;
    }
    if (r->out->unit_count) {
        const struct unit *before = &r->out->units[r->out->unit_count - 1];
        introduced = before->sentence && before->paragraph->plain.n &&
                     before->paragraph->plain.p[before->sentence->end - 1] == ':';
    }
    if (content_is_contents(list) || r->label == LABEL_SEE) {
        struct unit *toc = add_unit(r, list);
        toc->glued = introduced;
        toc->aside = r->label == LABEL_SEE || !introduced;
        return;
    }
    if (messages) {
        for (const struct node *item = list->first; item; item = item->next)
            message_of_block(r->r->arena, item, &r->out->messages);
        r->out->signs |= SIGN_RAW_ERROR;
    } else {
        scan_nested(r, list, list->ordered);
    }
    bool steps = list->ordered && introduced && !messages;
    r->announced = ANNOUNCED_NOTHING;
    if (!messages && may_tell_causes(r, introduced) && fix_list(r->r, list, r->out))
        return;
    struct unit *u = add_unit(r, list);
    u->glued = introduced;
    u->symptom = messages;
    if (!messages)
        weigh_list(r, list, u);
    /* "To check whether it is blocked:" and steps: it tells what to do */
    if (steps && u->remedy > 0 && !((u - 1)->sentence->cues & CUE_CAUSE)) {
        (u - 1)->remedy = (u - 1)->remedy > 3 ? (u - 1)->remedy : 3;
        (u - 1)->cause = 0;
    }
    if (u->glued && u->remedy > 0 && list->ordered)
        u->remedy = 2;
}

/* A note with the steps to take: "You can try these steps to fix this error". */
static bool tells_how_to_resolve(struct reader *r, const struct node *note)
{
    bool steps = false;
    unsigned cues = 0;
    for (const struct node *n = note->first; n; n = n->next) {
        steps = steps || n->type == NODE_LIST;
        if (n->type == NODE_PARAGRAPH)
            cues |= cues_find(r->r->cues, tree_plain(r->r->arena, n, false), NULL, 0, NULL);
    }
    return steps && cues & CUE_RESOLVE;
}

/* Sections behind the first one more often tell what to do; the heading goes with its text. */
static void add_heading(struct reader *r, const struct node *heading)
{
    struct unit *u = add_unit(r, heading);
    u->remedy = 1;
    u->leads = true;
}

static void read_quote(struct reader *r, const struct node *quote)
{
    bool page_message = r->head && r->head->code_count;
    if (!quote->info.n &&
        (r->announced == ANNOUNCED_MESSAGE || page_message || r->label == LABEL_MESSAGE)) {
        for (const struct node *p = quote->first; p; p = p->next)
            if (p->type == NODE_PARAGRAPH) {
                /* several lines are several messages */
                message_of_lines(r->r->arena, p, &r->out->messages);
                r->out->signs |= SIGN_RAW_ERROR;
            }
        struct unit *u = add_unit(r, quote);
        u->glued = u->aside = true;
        r->announced = ANNOUNCED_NOTHING;
        return;
    }
    if (str_eq(quote->info, STR("DIV")))
        return;
    if (quote->info.n) /* a note says by the way what may be seen, too */
        scan_nested(r, quote, false);
    struct unit *u = add_unit(r, quote); /* and a message may still be announced for what follows */
    u->glued = !quote->info.n || !tells_how_to_resolve(r, quote);
    u->remedy = u->glued ? 0 : 2;
}

/* What the alternative texts of pictures show: a dialog with its code, say. */
static void read_pictures(struct reader *r, const struct node *n, bool steps)
{
    if (n->type == NODE_IMAGE) {
        struct str alt = tree_plain(r->r->arena, n, true);
        bool shown = cues_find(r->r->cues, alt, NULL, 0, NULL) & (CUE_ERROR | CUE_TROUBLE);
        bool mentioned = steps || !shown || r->label == LABEL_REMEDY;
        content_add_codes(r->r->arena, r->out, alt, r->line, mentioned, true);
    }
    for (const struct node *c = n->first; c; c = c->next) {
        r->line = c->line ? c->line : r->line;
        read_pictures(r, c, steps || (c->type == NODE_LIST && c->ordered));
    }
}

/* A table of causes and what to do about each is the remedy; another goes with what is before it. */
static void read_table(struct reader *r, const struct node *table)
{
    bool cause = false, remedy = false;
    uint16_t number;
    for (const struct node *cell = table->first ? table->first->first : NULL; cell; cell = cell->next) {
        enum label label = label_of(tree_plain(r->r->arena, cell, false), &number);
        cause = cause || label == LABEL_CAUSE;
        remedy = remedy || label == LABEL_REMEDY;
    }
    struct unit *u = add_unit(r, table);
    if (cause && remedy && r->label == LABEL_NONE) {
        u->label = LABEL_REMEDY;
        r->out->signs |= SIGN_REMEDY_LABEL;
    } else {
        u->glued = true;
    }
}

static void read_block(struct reader *r, const struct node *n)
{
    r->line = n->line;
    if (n->type != NODE_TABLE)
        read_pictures(r, n, n->type == NODE_LIST && n->ordered);
    switch (n->type) {
    case NODE_PARAGRAPH:
        read_paragraph(r, n);
        break;
    case NODE_CODE:
        read_code(r, n);
        break;
    case NODE_LIST:
        read_list(r, n);
        break;
    case NODE_QUOTE:
        read_quote(r, n);
        break;
    case NODE_TABLE:
        read_table(r, n);
        break;
    case NODE_HEADING: /* of a section that is part of this one */
        add_heading(r, n);
        break;
    default:
        break;
    }
}

void content_read(const struct content_reader *reader, const struct section *head,
                  const struct node *first, const struct node *end, struct content *out)
{
    struct reader r = {.r = reader, .head = head, .out = out, .first_block = true};
    if (head && head->kind == HEADING_LABEL) {
        struct node label = {.label = (uint8_t)head->label, .number = head->number};
        take_label(&r, &label);
        if (head->labelled)
            add_unit(&r, head->heading)->leads = true;
        r.announced = head->label == LABEL_MESSAGE ? ANNOUNCED_MESSAGE : ANNOUNCED_NOTHING;
        r.more = MESSAGES_IN_A_ROW_MAX;
    }
    for (const struct node *n = first; n && n != end; n = n->next) {
        if (n->taken)
            continue;
        read_block(&r, n);
        bool said = tree_has_content(n) && n->type != NODE_RULE && n->label != LABEL_CHOICE;
        if (said)
            r.first_block = false;
    }
}

void content_append(struct arena *a, struct content *c, const struct content *more)
{
    for (size_t i = 0; i < more->unit_count; i++) {
        c->units = arena_grow(a, c->units, c->unit_count, &c->unit_cap, sizeof *c->units);
        c->units[c->unit_count++] = more->units[i];
    }
    for (size_t i = 0; i < more->messages.count; i++)
        message_add(a, &c->messages, more->messages.items[i]);
    for (size_t i = 0; i < more->code_count; i++)
        content_add_code(a, c, &more->codes[i].code, more->codes[i].line, more->codes[i].mentioned);
    for (size_t i = 0; i < more->facet_count; i++) {
        c->facets = arena_grow(a, c->facets, c->facet_count, &c->facet_cap, sizeof *c->facets);
        c->facets[c->facet_count++] = more->facets[i];
    }
    for (size_t i = 0; i < more->sample_count; i++) {
        c->samples = arena_grow(a, c->samples, c->sample_count, &c->sample_cap, sizeof *c->samples);
        c->samples[c->sample_count++] = more->samples[i];
    }
    c->signs |= more->signs;
    c->text_bytes += more->text_bytes;
}
