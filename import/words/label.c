#include "import/words/label.h"

#include "import/words/label_number.h"
#include "import/words/local.h"

enum { LABEL_BYTES_MAX = 64 };

/* Words of each label, in lower case, sorted bytewise: they are searched by halves. */
static const struct {
    const char *words;
    enum label label;
} table[] = {
    {"abhilfe", LABEL_REMEDY},
    {"action", LABEL_REMEDY},
    {"actions", LABEL_REMEDY},
    {"additional information", LABEL_SEE},
    {"additional resources", LABEL_SEE},
    {"admin action", LABEL_REMEDY},
    {"applies to", LABEL_APPLIES},
    {"behebung", LABEL_REMEDY},
    {"beispiel", LABEL_EXAMPLE},
    {"beispiele", LABEL_EXAMPLE},
    {"beschreibung", LABEL_SYMPTOM},
    {"causa", LABEL_CAUSE},
    {"causas", LABEL_CAUSE},
    {"cause", LABEL_CAUSE},
    {"causes", LABEL_CAUSE},
    {"caution", LABEL_NOTE},
    {"client action", LABEL_REMEDY},
    {"code", LABEL_CODE},
    {"code d'erreur", LABEL_CODE},
    {"codes", LABEL_CODE},
    {"comentarios", LABEL_REMARKS},
    {"corrective action", LABEL_REMEDY},
    {"corrective actions", LABEL_REMEDY},
    {"código de error", LABEL_CODE},
    {"descripción", LABEL_SYMPTOM},
    {"description", LABEL_SYMPTOM},
    {"details", LABEL_SYMPTOM},
    {"empfohlene aktion", LABEL_REMEDY},
    {"error", LABEL_MESSAGE},
    {"error code", LABEL_CODE},
    {"error codes", LABEL_CODE},
    {"error details", LABEL_MESSAGE},
    {"error message", LABEL_MESSAGE},
    {"error messages", LABEL_MESSAGE},
    {"error text", LABEL_MESSAGE},
    {"errors", LABEL_MESSAGE},
    {"event id", LABEL_CODE},
    {"event ids", LABEL_CODE},
    {"example", LABEL_EXAMPLE},
    {"example error", LABEL_MESSAGE},
    {"examples", LABEL_EXAMPLE},
    {"exception", LABEL_MESSAGE},
    {"exit code", LABEL_CODE},
    {"exit codes", LABEL_CODE},
    {"explanation", LABEL_CAUSE},
    {"fehler", LABEL_MESSAGE},
    {"fehlercode", LABEL_CODE},
    {"fehlercodes", LABEL_CODE},
    {"fehlermeldung", LABEL_MESSAGE},
    {"fix", LABEL_REMEDY},
    {"fixes", LABEL_REMEDY},
    {"full error", LABEL_MESSAGE},
    {"further information", LABEL_SEE},
    {"further reading", LABEL_SEE},
    {"gilt für", LABEL_APPLIES},
    {"grund", LABEL_CAUSE},
    {"hinweise", LABEL_REMARKS},
    {"how to fix", LABEL_REMEDY},
    {"how to fix it", LABEL_REMEDY},
    {"how to resolve", LABEL_REMEDY},
    {"how to resolve it", LABEL_REMEDY},
    {"how to solve", LABEL_REMEDY},
    {"important", LABEL_NOTE},
    {"in this section", LABEL_SEE},
    {"issue", LABEL_SYMPTOM},
    {"learn more", LABEL_SEE},
    {"likely cause", LABEL_CAUSE},
    {"lösung", LABEL_REMEDY},
    {"lösungen", LABEL_REMEDY},
    {"meaning", LABEL_CAUSE},
    {"meldung", LABEL_MESSAGE},
    {"mensaje de error", LABEL_MESSAGE},
    {"message", LABEL_MESSAGE},
    {"message d'erreur", LABEL_MESSAGE},
    {"messages", LABEL_MESSAGE},
    {"mitigation", LABEL_REMEDY},
    {"mitigations", LABEL_REMEDY},
    {"more information", LABEL_SEE},
    {"mögliche ursache", LABEL_CAUSE},
    {"mögliche ursachen", LABEL_CAUSE},
    {"next step", LABEL_SEE},
    {"next steps", LABEL_SEE},
    {"note", LABEL_NOTE},
    {"notes", LABEL_NOTE},
    {"observed behavior", LABEL_SYMPTOM},
    {"possible cause", LABEL_CAUSE},
    {"possible causes", LABEL_CAUSE},
    {"possible fix", LABEL_REMEDY},
    {"possible fixes", LABEL_REMEDY},
    {"possible reason", LABEL_CAUSE},
    {"possible reasons", LABEL_CAUSE},
    {"possible reasons for failure", LABEL_CAUSE},
    {"possible resolution", LABEL_REMEDY},
    {"possible resolutions", LABEL_REMEDY},
    {"possible solution", LABEL_REMEDY},
    {"possible solutions", LABEL_REMEDY},
    {"probable cause", LABEL_CAUSE},
    {"problem", LABEL_SYMPTOM},
    {"problem description", LABEL_SYMPTOM},
    {"problembehebung", LABEL_REMEDY},
    {"problembeschreibung", LABEL_SYMPTOM},
    {"problemlösung", LABEL_REMEDY},
    {"raw error", LABEL_MESSAGE},
    {"reason", LABEL_CAUSE},
    {"reasons", LABEL_CAUSE},
    {"reasons for failure", LABEL_CAUSE},
    {"recommendation", LABEL_REMEDY},
    {"recommendations", LABEL_REMEDY},
    {"recommended action", LABEL_REMEDY},
    {"recommended actions", LABEL_REMEDY},
    {"recommended solution", LABEL_REMEDY},
    {"recovery", LABEL_REMEDY},
    {"recovery action", LABEL_REMEDY},
    {"recovery actions", LABEL_REMEDY},
    {"references", LABEL_SEE},
    {"related articles", LABEL_SEE},
    {"related content", LABEL_SEE},
    {"related information", LABEL_SEE},
    {"related resources", LABEL_SEE},
    {"related terms", LABEL_SEE},
    {"related topics", LABEL_SEE},
    {"remark", LABEL_REMARKS},
    {"remarks", LABEL_REMARKS},
    {"remedies", LABEL_REMEDY},
    {"remedy", LABEL_REMEDY},
    {"required action", LABEL_REMEDY},
    {"resolución", LABEL_REMEDY},
    {"resolution", LABEL_REMEDY},
    {"resolution steps", LABEL_REMEDY},
    {"resolutions", LABEL_REMEDY},
    {"resolve", LABEL_REMEDY},
    {"resolving the error", LABEL_REMEDY},
    {"resolving the finding", LABEL_REMEDY},
    {"resolving the general warning", LABEL_REMEDY},
    {"resolving the issue", LABEL_REMEDY},
    {"resolving the security warning", LABEL_REMEDY},
    {"resolving the suggestion", LABEL_REMEDY},
    {"resolving the warning", LABEL_REMEDY},
    {"resolving this error", LABEL_REMEDY},
    {"resolving this issue", LABEL_REMEDY},
    {"root cause", LABEL_CAUSE},
    {"résolution", LABEL_REMEDY},
    {"sample", LABEL_EXAMPLE},
    {"samples", LABEL_EXAMPLE},
    {"scenario", LABEL_SYMPTOM},
    {"see also", LABEL_SEE},
    {"solución", LABEL_REMEDY},
    {"solution", LABEL_REMEDY},
    {"solutions", LABEL_REMEDY},
    {"status code", LABEL_CODE},
    {"steps to fix", LABEL_REMEDY},
    {"steps to resolve", LABEL_REMEDY},
    {"suggested action", LABEL_REMEDY},
    {"suggested actions", LABEL_REMEDY},
    {"suggested fix", LABEL_REMEDY},
    {"suggested solution", LABEL_REMEDY},
    {"suggestion", LABEL_REMEDY},
    {"suggestions", LABEL_REMEDY},
    {"symptom", LABEL_SYMPTOM},
    {"symptome", LABEL_SYMPTOM},
    {"symptoms", LABEL_SYMPTOM},
    {"síntoma", LABEL_SYMPTOM},
    {"síntomas", LABEL_SYMPTOM},
    {"tip", LABEL_NOTE},
    {"to correct the error", LABEL_REMEDY},
    {"to correct this error", LABEL_REMEDY},
    {"to correct this problem", LABEL_REMEDY},
    {"to fix", LABEL_REMEDY},
    {"to fix the error", LABEL_REMEDY},
    {"to fix the issue", LABEL_REMEDY},
    {"to fix the problem", LABEL_REMEDY},
    {"to fix this", LABEL_REMEDY},
    {"to fix this error", LABEL_REMEDY},
    {"to fix this issue", LABEL_REMEDY},
    {"to fix this problem", LABEL_REMEDY},
    {"to resolve", LABEL_REMEDY},
    {"to resolve the error", LABEL_REMEDY},
    {"to resolve the issue", LABEL_REMEDY},
    {"to resolve the problem", LABEL_REMEDY},
    {"to resolve this", LABEL_REMEDY},
    {"to resolve this error", LABEL_REMEDY},
    {"to resolve this issue", LABEL_REMEDY},
    {"to resolve this problem", LABEL_REMEDY},
    {"to solve this issue", LABEL_REMEDY},
    {"to solve this problem", LABEL_REMEDY},
    {"topics", LABEL_SEE},
    {"troubleshooting", LABEL_REMEDY},
    {"troubleshooting steps", LABEL_REMEDY},
    {"ursache", LABEL_CAUSE},
    {"ursachen", LABEL_CAUSE},
    {"user action", LABEL_REMEDY},
    {"warning", LABEL_NOTE},
    {"what to do", LABEL_REMEDY},
    {"what you can do", LABEL_REMEDY},
    {"why", LABEL_CAUSE},
    {"why it happens", LABEL_CAUSE},
    {"why this happens", LABEL_CAUSE},
    {"work-around", LABEL_REMEDY},
    {"workaround", LABEL_REMEDY},
    {"workarounds", LABEL_REMEDY},
    {"エラー", LABEL_MESSAGE},
    {"エラー コード", LABEL_CODE},
    {"エラー メッセージ", LABEL_MESSAGE},
    {"エラーコード", LABEL_CODE},
    {"エラーメッセージ", LABEL_MESSAGE},
    {"メッセージ", LABEL_MESSAGE},
    {"例", LABEL_EXAMPLE},
    {"原因", LABEL_CAUSE},
    {"回避策", LABEL_REMEDY},
    {"対処方法", LABEL_REMEDY},
    {"対処法", LABEL_REMEDY},
    {"現象", LABEL_SYMPTOM},
    {"理由", LABEL_CAUSE},
    {"症状", LABEL_SYMPTOM},
    {"考えられる原因", LABEL_CAUSE},
    {"解決", LABEL_REMEDY},
    {"解決方法", LABEL_REMEDY},
    {"解決策", LABEL_REMEDY},
    {"解説", LABEL_REMARKS},
    {"説明", LABEL_SYMPTOM},
    {"適用対象", LABEL_APPLIES},
};

/* Without what frames a label in Japanese: 【原因】, ■対処, 原因：. */
static struct str without_marks(struct str s)
{
    static const struct str marks[] = {STR_INIT("【"), STR_INIT("】"), STR_INIT("■"), STR_INIT("●"),
                                       STR_INIT("◆"), STR_INIT("○"), STR_INIT("▼"), STR_INIT("：")};
    for (size_t before = s.n + 1; s.n < before;) {
        before = s.n;
        s = str_trim(s);
        for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
            if (str_starts(s, marks[i]))
                s = str_skip(s, marks[i].n);
            if (str_ends(s, marks[i]))
                s = str_slice(s, 0, s.n - marks[i].n);
        }
    }
    return s;
}

/* Lower case, without numbering, colons and blanks: "Cause 2:" -> "cause". */
static struct str normalise(struct str words, char out[LABEL_BYTES_MAX], uint16_t *number)
{
    *number = 0;
    words = label_without_number(without_marks(str_trim_set(words, " \t\r\n:.*_")), number);
    if (words.n == 0 || words.n >= LABEL_BYTES_MAX)
        return STR_NONE;
    local_lower(words, out);
    for (size_t i = 0; i < words.n; i++)
        out[i] = out[i] == '\n' ? ' ' : out[i];
    return label_without_ordinal(str_n(out, words.n), number);
}

enum label label_of(struct str words, uint16_t *number)
{
    char bytes[LABEL_BYTES_MAX];
    struct str s = normalise(words, bytes, number);
    size_t low = 0, high = s.n ? ARRAY_LEN(table) : 0;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = str_cmp(s, str_of(table[middle].words));
        if (order == 0)
            return table[middle].label;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return s.n ? local_label(s) : LABEL_NONE;
}

/* ---- labels of paragraphs -------------------------------------------------------------------- */

static const struct str wide_colon = STR_INIT("：");

/* The label that a bold (or italic) span at a line's start is, when it stands as one: before a
 * colon, or alone on its line. */
static enum label label_of_span(struct arena *a, const struct node *span, uint16_t *number)
{
    if (span->type != NODE_STRONG && span->type != NODE_EMPHASIS)
        return LABEL_NONE;
    struct str text = tree_plain(a, span, false);
    enum label label = text.n < LABEL_BYTES_MAX ? label_of(text, number) : LABEL_NONE;
    if (label == LABEL_NONE || (span->type == NODE_EMPHASIS && label == LABEL_NOTE))
        return LABEL_NONE;
    bool colon_inside = text.n && (text.p[text.n - 1] == ':' || str_ends(text, wide_colon) ||
                                   str_ends(text, STR("】")));
    const struct node *next = span->next;
    while (next && next->type == NODE_ANCHOR)
        next = next->next;
    struct str behind = next && next->type == NODE_TEXT ? str_trim(next->text) : STR_NONE;
    bool colon_behind = str_starts(behind, STR(":")) || str_starts(behind, wide_colon);
    bool alone = !next || next->type == NODE_BREAK ||
                 (next->type == NODE_TEXT && (next->text.n == 0 || next->text.p[0] == '\n'));
    bool numbered = *number && (label == LABEL_CAUSE || label == LABEL_REMEDY);
    return colon_inside || colon_behind || alone || numbered ? label : LABEL_NONE;
}

/* "Cause: ..." without bold: the label's bytes with the colon, 0 when there is none. */
static size_t label_of_text(struct str text, enum label *label, uint16_t *number)
{
    struct str s = str_trim(text);
    size_t lead = s.n ? (size_t)(s.p - text.p) : 0;
    struct str head = str_slice(s, 0, LABEL_BYTES_MAX);
    if (str_starts(s, STR("【"))) {
        size_t end = str_find(head, STR("】"));
        *label = end == STR_NOT_FOUND ? LABEL_NONE : label_of(str_slice(s, 0, end), number);
        return *label == LABEL_NONE ? 0 : lead + end + STR("】").n;
    }
    size_t colon = str_find_char(head, ':');
    size_t wide = str_find(head, wide_colon);
    if (wide != STR_NOT_FOUND && (colon == STR_NOT_FOUND || wide < colon)) {
        *label = label_of(str_slice(s, 0, wide), number);
        colon = wide + STR("：").n - 1;
    } else if (colon != STR_NOT_FOUND) {
        *label = label_of(str_slice(s, 0, colon), number);
    }
    if (colon == STR_NOT_FOUND || *label == LABEL_NONE || *label == LABEL_NOTE ||
        *label == LABEL_EXAMPLE)
        return 0;
    return lead + colon + 1;
}

/* Move n and all behind it into a new paragraph after p. */
static struct node *split_before(struct arena *a, struct node *p, struct node *before,
                                 struct node *n)
{
    struct node *q = tree_node(a, NODE_PARAGRAPH, p->line);
    tree_insert_after(p, q);
    if (before) {
        before->next = NULL;
        p->last = before;
    } else {
        p->first = p->last = NULL;
    }
    q->first = n;
    for (struct node *c = n; c; c = c->next) {
        c->parent = q;
        q->last = c;
    }
    return q;
}

/* A text node that holds "...\nCause: ..." becomes two, so that the second can begin a line. */
static void split_text(struct arena *a, struct node *n)
{
    for (size_t i = 0; i + 1 < n->text.n; i++) {
        enum label label = LABEL_NONE;
        uint16_t number;
        if (n->text.p[i] != '\n' || !label_of_text(str_skip(n->text, i + 1), &label, &number))
            continue;
        struct node *rest = tree_node(a, NODE_TEXT, 0);
        rest->text = str_skip(n->text, i + 1);
        n->text = str_slice(n->text, 0, i + 1);
        tree_insert_after(n, rest);
        return; /* the rest is seen when its turn comes */
    }
}

static uint32_t lines_before(const struct node *first, const struct node *n)
{
    uint32_t lines = 0;
    for (const struct node *c = first; c && c != n; c = c->next) {
        lines += c->type == NODE_BREAK;
        /* a hard break written as two blanks or a backslash ends its line as well */
        for (size_t i = 0; c->type == NODE_TEXT && i < c->text.n; i++)
            lines += c->text.p[i] == '\n';
    }
    return lines;
}

/* Each labelled line of p becomes a paragraph of its own. */
static void split_lines(struct arena *a, struct node *p)
{
    struct node *before = NULL;
    for (struct node *n = p->first; n; before = n, n = n->next) {
        if (n->type == NODE_TEXT)
            split_text(a, n);
        bool line_start = before && (before->type == NODE_BREAK ||
                                     (before->type == NODE_TEXT && before->text.n &&
                                      before->text.p[before->text.n - 1] == '\n'));
        enum label label = LABEL_NONE;
        uint16_t number;
        bool inside = before && n->type == NODE_STRONG && before->type == NODE_TEXT &&
                      (str_ends(before->text, STR(". ")) || str_ends(before->text, STR("; ")));
        if (inside) { /* **Cause:** ... **Fix:** ... in one line */
            label = label_of_span(a, n, &number);
            inside = label == LABEL_CAUSE || label == LABEL_REMEDY;
        }
        if (!line_start && !inside)
            continue;
        if (n->type == NODE_TEXT && !label_of_text(n->text, &label, &number))
            continue;
        if (n->type != NODE_TEXT && label_of_span(a, n, &number) == LABEL_NONE)
            continue;
        uint32_t lines = lines_before(p->first, n);
        struct node *q = split_before(a, p, before, n);
        q->line = p->line + lines;
        p = q;
        before = NULL;
    }
}

/* Without the colon, blanks and breaks that stood behind a label. */
static void strip_lead(struct node *p)
{
    while (p->first) {
        struct node *n = p->first;
        if (n->type == NODE_TEXT) {
            struct str s = n->text;
            for (size_t colon; s.n; s = str_skip(s, colon)) {
                colon = str_starts(s, wide_colon) ? wide_colon.n : 1;
                if (colon == 1 && !ascii_is_space(s.p[0]) && s.p[0] != ':')
                    break;
            }
            n->text = s;
            if (s.n)
                return;
        } else if (n->type != NODE_BREAK) {
            return;
        }
        tree_remove(n);
    }
}

static void take_label(struct arena *a, struct node *p)
{
    struct node *first = tree_first_content(p);
    if (!first)
        return;
    enum label label = LABEL_NONE;
    uint16_t number = 0;
    if (first->type == NODE_TEXT) {
        size_t n = label_of_text(first->text, &label, &number);
        if (!n)
            return;
        first->text = str_skip(first->text, n);
    } else {
        label = label_of_span(a, first, &number);
        if (label == LABEL_NONE || label == LABEL_NOTE || label == LABEL_EXAMPLE)
            return;
        tree_remove(first);
    }
    p->label = (uint8_t)label;
    p->number = number;
    strip_lead(p);
}

/* What kind of alert a quote is. */
static void set_kind(struct arena *a, struct node *quote, struct str name)
{
    char *upper = arena_alloc(a, name.n + 1);
    for (size_t i = 0; i < name.n; i++)
        upper[i] = ascii_upper(name.p[i]);
    quote->info = str_n(upper, name.n);
}

/* > [!NOTE] */
static void name_alert(struct arena *a, struct node *quote)
{
    struct node *p = quote->first;
    if (!p || p->type != NODE_PARAGRAPH || !p->first || p->first->type != NODE_TEXT)
        return;
    struct str text = p->first->text;
    size_t end = str_find_char(text, ']');
    if (!str_starts(text, STR("[!")) || end == STR_NOT_FOUND || end > 32) {
        if (!str_starts(text, STR("[!div")) || end == STR_NOT_FOUND)
            return;
    }
    bool layout = str_istarts(text, STR("[!div"));
    struct str name = layout ? STR("DIV") : str_trim(str_slice(text, 2, end));
    set_kind(a, quote, name);
    p->first->text = str_skip(text, end + 1);
    strip_lead(p);
}

/* > [!div class="..."] in the middle of an alert: a frame of the page's layout */
static void drop_frames(struct node *quote)
{
    for (struct node *p = quote->first; p; p = p->next) {
        struct node *text = p->type == NODE_PARAGRAPH ? p->first : NULL;
        if (!text || text->type != NODE_TEXT || !str_istarts(text->text, STR("[!div ")))
            continue;
        size_t end = str_find_char(text->text, ']');
        if (end != STR_NOT_FOUND)
            text->text = str_skip(text->text, end + 1);
        strip_lead(p);
    }
}

/* The bold word alone on the first line of a note: "**Note**  " and the text below it; NULL if p
 * is none. */
static struct node *note_word(struct arena *a, const struct node *p)
{
    struct node *first = tree_first_content(p);
    uint16_t number;
    if (!first || first->type != NODE_STRONG || label_of_span(a, first, &number) != LABEL_NOTE)
        return NULL;
    struct node *next = first->next;
    bool line_end = next && (next->type == NODE_BREAK ||
                             (next->type == NODE_TEXT && str_starts(next->text, STR("\n"))));
    return line_end ? first : NULL;
}

/* Such a paragraph becomes an alert, as `> [!NOTE]` is one. */
static bool make_note(struct arena *a, struct node *p)
{
    struct node *word = note_word(a, p);
    if (!word)
        return false;
    struct str name = str_trim_set(tree_plain(a, word, false), " :");
    struct node *text = tree_node(a, NODE_PARAGRAPH, p->line + 1);
    tree_remove(word);
    while (p->first) {
        struct node *n = p->first;
        tree_remove(n);
        tree_append(text, n);
    }
    strip_lead(text);
    p->type = NODE_QUOTE;
    set_kind(a, p, name);
    tree_append(p, text);
    return true;
}

/* "**Term**  " and its text on the lines below: two paragraphs. */
static void split_term(struct arena *a, struct node *p)
{
    struct node *term = tree_first_content(p);
    struct node *line_end = term ? term->next : NULL;
    bool procedure = term && term->type == NODE_STRONG && !line_end && p->next &&
                     p->next->type == NODE_LIST && p->next->ordered;
    if (procedure) /* **To do this** and its steps */
        p->label = LABEL_TERM;
    if (!line_end || term->type != NODE_STRONG || line_end->type != NODE_BREAK || !line_end->next)
        return;
    struct node *q = split_before(a, p, line_end, line_end->next);
    q->line = p->line + 1;
    p->label = LABEL_TERM;
    tree_remove(line_end);
}

bool label_pairs(const struct node *list)
{
    size_t items = 0;
    for (const struct node *item = list->first; item; item = item->next, items++) {
        bool cause = false, remedy = false;
        for (const struct node *n = item->first; n; n = n->next) {
            cause = cause || n->label == LABEL_CAUSE;
            remedy = remedy || n->label == LABEL_REMEDY;
        }
        if (!cause || !remedy || item->first->label == LABEL_NONE)
            return false;
    }
    return items > 0;
}

/* The causes and fixes in the items of a list are numbered as the items are. */
static void number_pairs(struct node *list)
{
    uint16_t number = 1;
    for (struct node *item = list->first; item && number < UINT16_MAX; item = item->next, number++)
        for (struct node *n = item->first; n; n = n->next)
            if (n->label != LABEL_NONE && !n->number)
                n->number = number;
}

void label_apply(struct arena *a, struct node *root)
{
    for (struct node *n = root->first; n; n = n->next) {
        if (n->type == NODE_PARAGRAPH) {
            split_lines(a, n);
            if (!make_note(a, n)) {
                take_label(a, n);
                split_term(a, n);
            }
        } else if (!node_is_inline(n) && n->type != NODE_TABLE && n->type != NODE_HEADING) {
            if (n->type == NODE_QUOTE) {
                name_alert(a, n);
                drop_frames(n);
            }
            label_apply(a, n);
            if (n->type == NODE_LIST && n->first && n->first->next && label_pairs(n))
                number_pairs(n);
        }
    }
}
