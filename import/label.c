#include "import/label.h"

enum { LABEL_BYTES_MAX = 64 };

/* Words of each label, separated by '|', in lower case. */
static const struct {
    enum label label;
    const char *words;
} table[] = {
    {LABEL_CAUSE, "cause|causes|possible cause|possible causes|probable cause|likely cause|root cause|"
                  "reason|reasons|possible reason|possible reasons|why|why it happens|"
                  "why this happens|explanation|meaning|possible reasons for failure|"
                  "reasons for failure|ursache|ursachen|grund|mögliche ursache|"
                  "mögliche ursachen|causa|causas|原因|考えられる原因|理由"},
    {LABEL_REMEDY,
     "fix|fixes|remedy|remedies|solution|solutions|resolution|resolutions|resolve|possible fix|"
     "possible fixes|possible solution|possible solutions|possible resolution|"
     "possible resolutions|resolving the error|resolving the issue|resolving this error|"
     "resolving this issue|resolving the general warning|resolving the security warning|"
     "resolving the warning|resolving the suggestion|resolving the finding|to resolve|to fix|"
     "to resolve this issue|to resolve this error|to resolve this problem|to resolve the issue|"
     "to resolve the error|to resolve the problem|to resolve this|to fix this issue|"
     "to fix this error|to fix this problem|to fix the issue|to fix the error|"
     "to fix the problem|to fix this|to correct this error|to solve this issue|"
     "to solve this problem|to correct the error|to correct this problem|action|actions|"
     "recommended action|recommended actions|recommended solution|recommendation|"
     "recommendations|recovery action|recovery actions|recovery|user action|admin action|"
     "corrective action|corrective actions|required action|suggested action|"
     "suggested actions|suggested solution|suggested fix|suggestion|suggestions|workaround|"
     "workarounds|work-around|mitigation|mitigations|troubleshooting|troubleshooting steps|"
     "what to do|what you can do|how to fix|how to fix it|how to resolve|how to resolve it|"
     "how to solve|steps to resolve|steps to fix|resolution steps|client action|lösung|"
     "lösungen|behebung|abhilfe|problembehebung|empfohlene aktion|problemlösung|solución|"
     "resolución|résolution|解決策|解決方法|対処方法|対処法|回避策|解決"},
    {LABEL_MESSAGE, "message|messages|error message|error messages|error text|error|errors|"
                    "exception|raw error|example error|full error|error details|"
                    "fehlermeldung|fehler|meldung|mensaje de error|message d'erreur|"
                    "エラー メッセージ|エラーメッセージ|エラー|メッセージ"},
    {LABEL_CODE, "code|codes|error code|error codes|event id|event ids|exit code|exit codes|"
                 "status code|fehlercode|fehlercodes|código de error|code d'erreur|エラー コード|"
                 "エラーコード"},
    {LABEL_SYMPTOM, "description|symptom|symptoms|problem|issue|details|problem description|"
                    "scenario|observed behavior|beschreibung|symptome|problembeschreibung|"
                    "descripción|síntoma|síntomas|説明|現象|症状"},
    {LABEL_APPLIES, "applies to|gilt für|適用対象"},
    {LABEL_REMARKS, "remarks|remark|hinweise|comentarios|解説"},
    {LABEL_SEE, "related terms|related topics|related content|related articles|"
                "related resources|related information|see also|additional resources|"
                "additional information|more information|further reading|further information|"
                "references|topics|in this section|learn more|next steps|next step"},
    {LABEL_NOTE, "note|notes|important|warning|caution|tip"},
    {LABEL_EXAMPLE, "example|examples|sample|samples|beispiel|beispiele|例"},
};

/* Lower case, without numbering at the end, colons and blanks: "Cause 2:" -> "cause". */
static struct str normalise(struct str words, char out[LABEL_BYTES_MAX], uint16_t *number)
{
    *number = 0;
    words = str_trim_set(words, " \t\r\n:.*_");
    size_t n = words.n;
    while (n > 0 && ascii_is_digit(words.p[n - 1]))
        n--;
    uint64_t value = 0;
    if (n > 0 && n < words.n && words.p[n - 1] == ' ' && str_u64(str_skip(words, n), 10, &value) &&
        value < UINT16_MAX) {
        *number = (uint16_t)value;
        words = str_trim_set(str_slice(words, 0, n), " #");
    }
    if (words.n == 0 || words.n >= LABEL_BYTES_MAX)
        return STR_NONE;
    for (size_t i = 0; i < words.n; i++)
        out[i] = words.p[i] == '\n' ? ' ' : ascii_lower(words.p[i]);
    return str_n(out, words.n);
}

enum label label_of(struct str words, uint16_t *number)
{
    char bytes[LABEL_BYTES_MAX];
    struct str s = normalise(words, bytes, number);
    for (size_t i = 0; s.n && i < ARRAY_LEN(table); i++) {
        struct str list = str_of(table[i].words), word;
        while (str_next_part(&list, '|', &word))
            if (str_eq(word, s))
                return table[i].label;
    }
    return LABEL_NONE;
}

/* ---- labels of paragraphs -------------------------------------------------------------------- */

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
    bool colon_inside = text.n && text.p[text.n - 1] == ':';
    const struct node *next = span->next;
    while (next && next->type == NODE_ANCHOR)
        next = next->next;
    bool colon_behind = next && next->type == NODE_TEXT && next->text.n &&
                        str_trim(next->text).n && str_trim(next->text).p[0] == ':';
    bool alone = !next || next->type == NODE_BREAK ||
                 (next->type == NODE_TEXT && (next->text.n == 0 || next->text.p[0] == '\n'));
    return colon_inside || colon_behind || alone ? label : LABEL_NONE;
}

/* "Cause: ..." without bold: the label's bytes with the colon, 0 when there is none. */
static size_t label_of_text(struct str text, enum label *label, uint16_t *number)
{
    struct str s = str_trim(text);
    size_t lead = s.n ? (size_t)(s.p - text.p) : 0;
    struct str head = str_slice(s, 0, LABEL_BYTES_MAX);
    size_t colon = str_find_char(head, ':');
    size_t wide = str_find(head, STR("：")); /* the full-width colon */
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
        if (!line_start)
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
            while (s.n && (ascii_is_space(s.p[0]) || s.p[0] == ':'))
                s = str_skip(s, 1);
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
    char *upper = arena_alloc(a, name.n + 1);
    for (size_t i = 0; i < name.n; i++)
        upper[i] = ascii_upper(name.p[i]);
    quote->info = str_n(upper, name.n);
    p->first->text = str_skip(text, end + 1);
    strip_lead(p);
}

void label_apply(struct arena *a, struct node *root)
{
    for (struct node *n = root->first; n; n = n->next) {
        if (n->type == NODE_PARAGRAPH) {
            split_lines(a, n);
            take_label(a, n);
        } else if (!node_is_inline(n) && n->type != NODE_TABLE && n->type != NODE_HEADING) {
            if (n->type == NODE_QUOTE)
                name_alert(a, n);
            label_apply(a, n);
        }
    }
}
