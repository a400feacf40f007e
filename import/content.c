#include "import/content.h"

#include "import/facet.h"

enum {
    CODES_IN_TEXT = 64,
    CODES_KEPT_MAX = 128,
    BARE_MESSAGE_MAX = 300, /* bytes of a paragraph that may be a message under a code's heading */
    MESSAGE_ITEMS_MAX = 6,  /* items of a list that is a list of messages */
};

struct reader {
    const struct content_reader *r;
    const struct section *head;
    struct content *out;
    enum label label;     /* the labelled part that we are in */
    uint16_t number;
    bool announced;       /* the sentence before says that a message follows */
    bool first_block;     /* nothing but labels and pictures so far */
};

/* ---- codes ----------------------------------------------------------------------------------- */

void content_add_code(struct arena *a, struct content *c, const struct code *code, uint32_t line,
                      bool mentioned)
{
    uint64_t key = code_key(code);
    for (size_t i = 0; i < c->code_count; i++) {
        struct code_use *u = &c->codes[i];
        if (u->code.ns == code->ns && code_key(&u->code) == key &&
            str_eq(u->code.text, code->text)) {
            u->mentioned = u->mentioned && mentioned;
            return;
        }
    }
    if (c->code_count >= CODES_KEPT_MAX)
        return;
    c->codes = arena_grow(a, c->codes, c->code_count, &c->code_cap, sizeof *c->codes);
    c->codes[c->code_count++] = (struct code_use){*code, line, mentioned};
}

void content_add_codes(struct arena *a, struct content *c, struct str text, uint32_t line,
                       bool mentioned, bool sure_only)
{
    struct code found[CODES_IN_TEXT];
    size_t n = min_size(code_find(text, found, ARRAY_LEN(found)), ARRAY_LEN(found));
    for (size_t i = 0; i < n; i++) {
        bool sure = found[i].flags & CODE_HAS_CUE || !(found[i].flags & CODE_WEAK);
        if ((sure || !sure_only) && !(found[i].flags & CODE_HEX_GUESS))
            content_add_code(a, c, &found[i], line, mentioned);
    }
}

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
        if (found[i].flags & CODE_HEX_GUESS || (found[i].flags & CODE_WEAK &&
                                                !(found[i].flags & CODE_HAS_CUE)))
            continue;
        bool own = (shown && found[i].flags & CODE_HAS_CUE) || (shown && found[i].ns == CODE_SYMBOL) ||
                   (translated && !(found[i].flags & CODE_WEAK));
        content_add_code(r->r->arena, r->out, &found[i], p->block->line, !own);
    }
}

static void read_sentences(struct reader *r, const struct node *block)
{
    struct arena *a = r->r->arena;
    struct paragraph *p = arena_alloc(a, sizeof *p);
    *p = paragraph_read(a, r->r->cues, block);
    r->announced = false;
    for (size_t i = 0; i < p->sentence_count; i++) {
        const struct sentence *s = &p->sentences[i];
        bool announced = message_announced(r->r->cues, p, s);
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
            u->glued = s->opening & CUE_REFERENCE && r->out->unit_count > 1;
        }
        r->announced = i + 1 == p->sentence_count && announced;
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
    r->announced = false;
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
        r->announced = empty;
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

static void read_paragraph(struct reader *r, const struct node *p)
{
    if (p->label != LABEL_NONE && p->label != LABEL_NOTE && p->label != LABEL_EXAMPLE) {
        read_labelled(r, p);
        return;
    }
    if (!tree_has_content(p))
        return;
    if (r->announced || is_bare_message(r, p)) {
        bool labelled = r->label == LABEL_MESSAGE;
        message_of_block(r->r->arena, p, &r->out->messages);
        content_add_codes(r->r->arena, r->out, tree_plain(r->r->arena, p, false), p->line, false,
                          true);
        struct unit *u = add_unit(r, p);
        u->glued = true;
        u->aside = labelled;
        r->announced = false;
        if (labelled)
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
    bool announced = r->announced || r->label == LABEL_MESSAGE;
    bool error_info = str_istarts(code->info, STR("error"));
    bool is_error = false;
    if (announced || error_info || (r->first_block && heading_is_error))
        is_error = message_of_code(a, r->r->cues, code, announced, &r->out->messages);
    struct unit *u = add_unit(r, code);
    u->glued = true;
    if (is_error) {
        r->out->signs |= SIGN_RAW_ERROR;
        content_add_codes(a, r->out, code->text, code->line, false, true);
        u->aside = r->label == LABEL_MESSAGE || error_info;
        if (r->label == LABEL_MESSAGE)
            r->label = LABEL_NONE;
    }
    r->announced = false;
}

/* Messages and codes that stand inside of a list: announced blocks, quoted texts. */
static void scan_nested(struct reader *r, const struct node *n, bool steps)
{
    struct arena *a = r->r->arena;
    bool announced = false;
    for (const struct node *c = n->first; c; c = c->next) {
        if (c->type == NODE_PARAGRAPH) {
            struct paragraph p = paragraph_read(a, r->r->cues, c);
            announced = false;
            for (size_t i = 0; i < p.sentence_count; i++) {
                const struct sentence *s = &p.sentences[i];
                bool says = s->cues & (CUE_SYMPTOM | CUE_ERROR) && !(s->opening & CUE_VERB);
                if (says && r->label != LABEL_REMEDY && !steps)
                    message_in_sentence(a, r->r->cues, &p, s, &r->out->messages);
                announced = message_announced(r->r->cues, &p, s);
                r->out->signs |= s->cues & CUE_RESOLVE ? SIGN_RESOLVE : 0;
                r->out->signs |= s->remedy > s->cause ? SIGN_ORDER : 0;
            }
            content_add_codes(a, r->out, p.plain, c->line, true, true);
        } else if (c->type == NODE_CODE) {
            if (announced && message_of_code(a, r->r->cues, c, true, &r->out->messages)) {
                r->out->signs |= SIGN_RAW_ERROR;
                content_add_codes(a, r->out, c->text, c->line, steps, true);
            }
            announced = false;
        } else {
            scan_nested(r, c, steps || (c->type == NODE_LIST && c->ordered));
        }
    }
}

/* Short items without parts of their own: a list of messages, when it was announced as one. */
static bool is_message_list(const struct node *list)
{
    size_t items = 0;
    for (const struct node *item = list->first; item; item = item->next) {
        const struct node *only = item->first;
        if (!only || only->next || only->type != NODE_PARAGRAPH || ++items > MESSAGE_ITEMS_MAX)
            return false;
    }
    return items > 0;
}

/* How much the items of a list that nothing introduces look like things to do. */
static void weigh_list(struct reader *r, const struct node *list, struct unit *u)
{
    int orders = 0, items = 0;
    for (const struct node *item = list->first; item; item = item->next) {
        const struct node *p = item->first;
        if (!p || p->type != NODE_PARAGRAPH)
            continue;
        items++;
        if (p->label == LABEL_REMEDY) {
            orders++;
            continue;
        }
        struct str text = tree_plain(r->r->arena, p, false);
        orders += (cues_at(r->r->cues, text, 0, NULL) & (CUE_VERB | CUE_RESOLVE)) != 0;
    }
    if (list->ordered || orders * 2 > items)
        u->remedy += 3;
}

static void read_list(struct reader *r, const struct node *list)
{
    bool messages = r->announced && !list->ordered && is_message_list(list);
    bool introduced = false;
    if (r->out->unit_count) {
        const struct unit *before = &r->out->units[r->out->unit_count - 1];
        introduced = before->sentence && before->paragraph->plain.n &&
                     before->paragraph->plain.p[before->sentence->end - 1] == ':';
    }
    if (messages) {
        for (const struct node *item = list->first; item; item = item->next)
            message_of_block(r->r->arena, item, &r->out->messages);
        r->out->signs |= SIGN_RAW_ERROR;
    } else {
        scan_nested(r, list, list->ordered);
    }
    struct unit *u = add_unit(r, list);
    u->glued = introduced;
    if (!messages)
        weigh_list(r, list, u);
    if (u->glued && u->remedy > 0 && list->ordered)
        u->remedy = 2;
    r->announced = false;
}

static void read_quote(struct reader *r, const struct node *quote)
{
    bool page_message = r->first_block && r->head && r->head->code_count && !quote->info.n;
    if (r->announced || page_message || r->label == LABEL_MESSAGE) {
        for (const struct node *p = quote->first; p; p = p->next)
            if (p->type == NODE_PARAGRAPH) {
                /* several lines are several messages */
                message_of_lines(r->r->arena, p, &r->out->messages);
                r->out->signs |= SIGN_RAW_ERROR;
            }
        struct unit *u = add_unit(r, quote);
        u->glued = u->aside = true;
        r->announced = false;
        return;
    }
    if (str_eq(quote->info, STR("DIV")))
        return;
    add_unit(r, quote)->glued = true;
}

static void read_block(struct reader *r, const struct node *n)
{
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
        add_unit(r, n)->glued = true;
        break;
    case NODE_HEADING: /* of a section that is part of this one */
        add_unit(r, n)->remedy = 1;
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
        struct node label = {.label = (uint8_t)head->label};
        take_label(&r, &label);
        r.announced = head->label == LABEL_MESSAGE;
    }
    for (const struct node *n = first; n && n != end; n = n->next) {
        if (n->taken)
            continue;
        read_block(&r, n);
        bool said = tree_has_content(n) && n->type != NODE_RULE;
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
