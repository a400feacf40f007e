#include "import/extract/draft.h"

enum {
    COLUMNS_MAX = 32,
    HEADER_MAX = 80,
};

enum column { COLUMN_OTHER, COLUMN_CODE, COLUMN_MESSAGE, COLUMN_CAUSE, COLUMN_REMEDY, COLUMN_NEVER };

struct table {
    enum column columns[COLUMNS_MAX];
    struct str headers[COLUMNS_MAX];
    size_t count;
};

/* Words of a column's header (any of them, in lower case, as a part of it), in order of weight. */
static const struct {
    enum column column;
    const char *words;
} header_words[] = {
    {COLUMN_REMEDY, "solution|resolution|resolve|fix|remedy|remediation|workaround|mitigation|"
                    "what to do|troubleshoot|doesn't pass|does not pass|recommended|suggested|"
                    "client action|user action|corrective|lösung|behebung|abhilfe|解決|対処"},
    {COLUMN_CODE, "error code|error id|event id|status code|exit code|numeric code|return code|"
                  "error number|errno|reason code|fehlercode|エラー コード|エラーコード"},
    {COLUMN_MESSAGE, "message|error|warning|exception|symptom|issue|problem|failure|"
                     "status|fehler|meldung|エラー|メッセージ"},
    {COLUMN_CAUSE, "cause|reason|meaning|explanation|ursache|grund|原因|理由"},
    {COLUMN_CAUSE, "description|details|beschreibung|説明"},
    {COLUMN_CODE, "code"},
};

static const char never_words[] = "parameter|argument|property|value|type|command|setting|option|"
                                  "field|element|attribute|region|permission|action|key|service|"
                                  "resource|feature|version|operation|condition";

static bool contains_one(struct str lower, const char *words)
{
    struct str list = str_of(words), word;
    while (str_next_part(&list, '|', &word))
        if (str_find(lower, word) != STR_NOT_FOUND)
            return true;
    return false;
}

static bool is_one(struct str lower, const char *words)
{
    struct str list = str_of(words), word;
    while (str_next_part(&list, '|', &word))
        if (str_eq(lower, word))
            return true;
    return false;
}

static enum column column_of(struct str header)
{
    char bytes[HEADER_MAX];
    if (!header.n || header.n >= HEADER_MAX)
        return COLUMN_OTHER;
    for (size_t i = 0; i < header.n; i++)
        bytes[i] = ascii_lower(header.p[i]);
    struct str lower = str_n(bytes, header.n);
    uint16_t number;
    switch (label_of(header, &number)) {
    case LABEL_CAUSE:
        return COLUMN_CAUSE;
    case LABEL_REMEDY:
        return is_one(lower, "action|actions") ? COLUMN_NEVER : COLUMN_REMEDY;
    case LABEL_MESSAGE:
        return COLUMN_MESSAGE;
    case LABEL_CODE:
        return COLUMN_CODE;
    default:
        break;
    }
    for (size_t i = 0; i < ARRAY_LEN(header_words); i++)
        if (contains_one(lower, header_words[i].words))
            return header_words[i].column;
    return contains_one(lower, never_words) ? COLUMN_NEVER : COLUMN_OTHER;
}

static size_t find_column(const struct table *t, enum column column)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->columns[i] == column)
            return i;
    return SIZE_MAX;
}

static void read_header(struct arena *a, const struct node *row, struct table *t)
{
    t->count = 0;
    for (const struct node *cell = row->first; cell && t->count < COLUMNS_MAX; cell = cell->next) {
        t->headers[t->count] = tree_plain(a, cell, false);
        t->columns[t->count] = column_of(t->headers[t->count]);
        t->count++;
    }
}

/* "Reason code": why something did not go as wanted. */
static bool is_fault_code(struct str header)
{
    static const char *const words[] = {"reason code", "stop code", "fault code", "failure code"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_ifind(header, str_of(words[i])) != STR_NOT_FOUND)
            return true;
    return false;
}

/* Does the header say "error" or the like, rather than only "status" or "code"? */
static bool header_is_error(const struct finding *f, const struct table *t)
{
    for (size_t i = 0; i < t->count; i++) {
        unsigned cues = cues_find(f->in->cues, t->headers[i], NULL, 0, NULL);
        bool column = t->columns[i] == COLUMN_CODE || t->columns[i] == COLUMN_MESSAGE;
        if (column && (cues & (CUE_ERROR | CUE_WAS_ERROR) || is_fault_code(t->headers[i])))
            return true;
    }
    return false;
}

/* How many of the first cells hold nothing but a code that is surely one. */
static bool mostly_codes(const struct node *table)
{
    size_t rows = 0, codes = 0;
    for (const struct node *row = table->first; row && rows < 64; row = row->next) {
        if (row->type != NODE_ROW || row->header || !row->first)
            continue;
        struct buf text = BUF_INIT(256);
        struct code code;
        tree_put_plain(row->first, false, &text);
        codes += code_parse(buf_str(&text), &code) && code.ns != CODE_NUMBER &&
                 code.ns != CODE_SYMBOL;
        rows++;
        buf_release(&text);
    }
    return rows > 0 && codes * 2 > rows;
}

static bool is_error_table(const struct finding *f, const struct section *s,
                           const struct node *table, const struct table *t)
{
    bool code = find_column(t, COLUMN_CODE) != SIZE_MAX;
    bool message = find_column(t, COLUMN_MESSAGE) != SIZE_MAX;
    bool remedy = find_column(t, COLUMN_REMEDY) != SIZE_MAX;
    bool cause = find_column(t, COLUMN_CAUSE) != SIZE_MAX;
    if (t->count < 2 || t->columns[0] == COLUMN_NEVER || t->columns[0] == COLUMN_CAUSE)
        return false;
    if (mostly_codes(table))
        return true;
    if (!code && !message) /* "Health check name | Description | What happens if it fails" */
        return remedy && cause && f->troubleshooting && t->columns[0] == COLUMN_OTHER;
    if (header_is_error(f, t))
        return cause || remedy || (code && message) || message;
    return remedy || (code && s->cues & CUE_ERROR);
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* The cell is one link to another document of the source: that one tells the problem. */
static bool is_index_cell(const struct finding *f, const struct node *cell)
{
    const struct node *link = tree_first_content(cell);
    if (!link || link->type != NODE_LINK || !f->in->exists)
        return false;
    for (const struct node *n = link->next; n; n = n->next)
        if (n->type != NODE_TEXT || str_trim(n->text).n)
            return false;
    struct place root = {.path = f->place->path};
    struct str target = link_resolve(f->arena, &root, link->text);
    size_t end = 0;
    while (end < target.n && target.p[end] != '#' && target.p[end] != '?')
        end++;
    target = str_slice(target, 0, end);
    return target.n && !str_eq(target, f->place->path) &&
           f->in->exists(f->in->exists_ctx, target);
}

/* "UserAccountNotFound - To sign into ...": the name, and the text behind it. */
static bool leading_name(struct str text, struct code *name, struct str *rest)
{
    size_t n = 0;
    while (n < text.n && (ascii_is_alnum(text.p[n]) || text.p[n] == '_'))
        n++;
    struct str behind = str_trim(str_skip(text, n));
    static const struct str joints[] = {STR_INIT("-"), STR_INIT("–"), STR_INIT("—"), STR_INIT(":")};
    if (n < 4 || !code_parse(str_slice(text, 0, n), name) || name->ns != CODE_SYMBOL)
        return false;
    *rest = STR_NONE;
    if (!behind.n)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(joints); i++)
        if (str_starts(behind, joints[i])) {
            *rest = str_trim(str_skip(behind, joints[i].n));
            return true;
        }
    return false;
}

static void read_code_cell(struct finding *f, const struct node *cell, struct content *c)
{
    struct str text = tree_plain(f->arena, cell, false);
    struct code code;
    if (code_parse(text, &code))
        content_add_code(f->arena, c, &code, cell->line, false);
    else
        content_add_codes(f->arena, c, text, cell->line, false, false);
}

/* "Compiler warning (level 1) C4203": a number beside a code is none. */
static void add_sure_codes(struct finding *f, struct str text, uint32_t line, struct content *c)
{
    struct code codes[SECTION_CODES_MAX];
    size_t n = section_codes(text, codes, ARRAY_LEN(codes));
    for (size_t i = 0; i < n; i++)
        content_add_code(f->arena, c, &codes[i], line, false);
}

static void read_message_cell(struct finding *f, const struct table *t, size_t column,
                              const struct node *cell, struct content *c)
{
    struct str text = tree_plain(f->arena, cell, false);
    struct code code;
    bool more = false; /* another column holds the message */
    for (size_t i = column + 1; i < t->count; i++)
        more = more || t->columns[i] == COLUMN_MESSAGE;
    size_t before = c->code_count;
    if (code_parse(text, &code) && !(code.flags & CODE_WEAK))
        content_add_code(f->arena, c, &code, cell->line, false);
    else
        add_sure_codes(f, text, cell->line, c);
    if (text.n && text.p[0] == '{') { /* a response: the message in it, if there is one */
        message_of_json(f->arena, text, cell->line, &c->messages);
        return;
    }
    bool only_code = c->code_count > before && (more || code_parse(text, &code));
    bool word = str_find_char(text, ' ') == STR_NOT_FOUND && message_words(text) < 3;
    if (!only_code && !word)
        message_of_block(f->arena, cell, &c->messages);
}

/* One sentence of a text, for a title. */
static struct str first_sentence(struct finding *f, struct str text)
{
    size_t end = text.n;
    for (size_t i = 0; i + 1 < text.n; i++)
        if (text.p[i] == '.' && text.p[i + 1] == ' ') {
            end = i;
            break;
        }
    return draft_title(f->arena, str_slice(text, 0, end));
}

static struct str row_title(struct finding *f, const struct draft *d, struct str name,
                            struct str text)
{
    const struct code *best = draft_best_code(&d->content);
    struct str said = d->content.messages.count ? d->content.messages.items[0].text : text;
    said = first_sentence(f, said);
    struct str title = best ? best->text : STR_NONE;
    if (name.n && !str_eq(name, title))
        title = title.n ? arena_printf(f->arena, "%.*s: %.*s", STR_ARG(title), STR_ARG(name)) : name;
    for (size_t i = 0; best && !name.n && i < d->content.code_count && i < 2; i++) {
        const struct code *other = &d->content.codes[i].code;
        if (!str_eq(other->text, best->text))
            title = arena_printf(f->arena, "%.*s (%.*s)", STR_ARG(title), STR_ARG(other->text));
    }
    if (!title.n)
        return said;
    if (!said.n || str_eq(said, title) || str_find(title, said) != STR_NOT_FOUND)
        return title;
    if (str_starts(said, best ? best->text : title))
        return said;
    return arena_printf(f->arena, name.n ? "%.*s - %.*s" : "%.*s: %.*s", STR_ARG(title),
                        STR_ARG(said));
}

static bool is_not_applicable(struct str s)
{
    return str_ieq(s, STR("n/a")) || str_ieq(s, STR("none")) || str_eq(s, STR("-")) ||
           str_ieq(s, STR("not applicable"));
}

/* A cell that is the remedy because its column says so, whatever its words look like. */
static struct parts remedy_cell(struct finding *f, const struct node *cell, bool have_cause)
{
    struct parts p = parts_of_block(f->writer, f->in->cues, cell, 0);
    bool split = p.cause.n && p.remedy.n && !p.elsewhere && !p.conditional && !have_cause;
    return split ? p : (struct parts){.remedy = parts_whole(f->writer, cell)};
}

/* Cause and remedy from the columns that have them; a lone description may hold both. `from`:
 * where a description's text begins, behind a name. */
static void row_parts(struct finding *f, const struct node *const *cells, const struct table *t,
                      size_t from, struct draft *d)
{
    size_t cause = find_column(t, COLUMN_CAUSE), remedy = find_column(t, COLUMN_REMEDY);
    bool have_cause = cause != SIZE_MAX && cells[cause] && tree_has_content(cells[cause]);
    bool have_remedy = remedy != SIZE_MAX && cells[remedy] && tree_has_content(cells[remedy]) &&
                       !is_not_applicable(tree_plain(f->arena, cells[remedy], false));
    struct parts p = {.cause = STR_NONE};
    if (have_remedy)
        p = remedy_cell(f, cells[remedy], have_cause);
    for (size_t i = 0; i < t->count; i++) {
        if (t->columns[i] != COLUMN_CAUSE || !cells[i])
            continue;
        struct parts own = {.cause = STR_NONE};
        if (have_remedy)
            own.cause = parts_whole(f->writer, cells[i]);
        else
            own = parts_of_block(f->writer, f->in->cues, cells[i], i == cause ? from : 0);
        if (!p.remedy.n)
            p.remedy = own.remedy;
        if (own.cause.n && !is_not_applicable(own.cause))
            p.cause = p.cause.n ? arena_printf(f->arena, "%.*s\n\n%.*s", STR_ARG(p.cause),
                                               STR_ARG(own.cause))
                                : own.cause;
    }
    d->parts = p;
    d->parts_done = true;
}

/* A state that asks for nothing: "N/A" stands where the remedy would be, or it is a success. */
static bool is_no_problem(struct finding *f, const struct node *const *cells, const struct table *t)
{
    for (size_t i = 0; i < t->count; i++) {
        bool shown = t->columns[i] == COLUMN_MESSAGE || t->columns[i] == COLUMN_CODE;
        struct str text = shown && cells[i] ? tree_plain(f->arena, cells[i], false) : STR_NONE;
        if (str_ieq(text, STR("success")) || str_ieq(text, STR("ok")) ||
            str_ifind(text, STR(": \"success\"")) != STR_NOT_FOUND)
            return true;
    }
    size_t remedy = find_column(t, COLUMN_REMEDY);
    return remedy != SIZE_MAX && cells[remedy] &&
           is_not_applicable(tree_plain(f->arena, cells[remedy], false));
}

static bool read_row(struct finding *f, size_t section, const struct node *row,
                     const struct table *t)
{
    const struct node *cells[COLUMNS_MAX] = {NULL};
    size_t n = 0;
    for (const struct node *cell = row->first; cell && n < t->count; cell = cell->next)
        cells[n++] = cell;
    if (!n || !tree_has_content(row) || is_no_problem(f, cells, t))
        return false;

    struct content c = {0};
    struct str text = STR_NONE, name = STR_NONE;
    size_t subject = SIZE_MAX; /* the first column that names the problem */
    for (size_t i = 0; i < n; i++) {
        bool code = t->columns[i] == COLUMN_CODE, message = t->columns[i] == COLUMN_MESSAGE;
        if ((code || message) && is_index_cell(f, cells[i]))
            return false;
        if (code)
            read_code_cell(f, cells[i], &c);
        else if (message)
            read_message_cell(f, t, i, cells[i], &c);
        if ((code || message) && subject == SIZE_MAX && tree_has_content(cells[i]))
            subject = i;
        if (t->columns[i] == COLUMN_CAUSE && !text.n)
            text = tree_plain(f->arena, cells[i], false);
    }
    if (subject == SIZE_MAX) {
        if (!cells[0] || !tree_has_content(cells[0]))
            return false;
        subject = 0;
        if (mostly_codes(row->parent))
            read_code_cell(f, cells[0], &c);
    }
    struct code symbol;
    struct str rest = STR_NONE;
    size_t from = 0;
    if (leading_name(text, &symbol, &rest)) {
        content_add_code(f->arena, &c, &symbol, row->line, false);
        name = symbol.text;
        from = rest.n ? (size_t)(rest.p - text.p) : text.n;
        text = rest;
    }
    struct draft *d = draft_add(f, ENTRY_ROW, section, row->line);
    d->content = c;
    struct str subject_text = tree_plain(f->arena, cells[subject], false);
    bool named = c.messages.count || c.code_count;
    d->title = named ? row_title(f, d, name, text) : subject_text;
    const struct code *best = draft_best_code(&c);
    d->key = best ? best->text : subject_text;
    row_parts(f, cells, t, from, d);
    for (size_t i = 0; i < n; i++)
        if (t->columns[i] == COLUMN_CAUSE || t->columns[i] == COLUMN_REMEDY)
            content_add_codes(f->arena, &d->content, tree_plain(f->arena, cells[i], false),
                              row->line, true, true);
    d->first = row;
    d->end = row->next;
    return true;
}

bool table_rows(struct finding *f, size_t section, const struct node *table)
{
    const struct node *head = table->first;
    if (!head || head->type != NODE_ROW)
        return false;
    struct table t;
    read_header(f->arena, head, &t);
    if (!is_error_table(f, &f->sections->items[section], table, &t))
        return false;
    for (const struct node *row = head->next; row; row = row->next)
        if (row->type == NODE_ROW && !row->header)
            read_row(f, section, row, &t);
    return true;
}
