#include "import/extract/message.h"

#include "import/words/local.h"
#include "text/code.h"
#include "text/template.h"
#include "text/utf8.h"

enum {
    NEAR = 14,         /* bytes between an announcement and its message */
    FAR = 60,          /* the same when other messages stand between them */
    EXAMPLE_BYTES_MAX = 400, /* of a message in a block of code */
    ACTION_MAX = 80,
    ACCEPT = 3,        /* points that make a quoted text a message */
};

/* ---- texts to templates ---------------------------------------------------------------------- */

size_t message_words(struct str s)
{
    size_t words = 0, characters = 0; /* of scripts without blanks: each four are a word */
    bool inside = false;
    for (size_t i = 0; i < s.n; i++) {
        if (cue_letter(s, i) == 3) {
            words += characters++ % 4 == 0;
            inside = false;
            i += 2;
            continue;
        }
        bool letter = ascii_is_alnum(s.p[i]) || (unsigned char)s.p[i] >= 0x80;
        words += letter && !inside;
        inside = letter || (inside && (s.p[i] == '\'' || s.p[i] == '_' || s.p[i] == '-'));
    }
    return words;
}

/* Without a quotation mark at an end whose partner is not inside: that one is the document's. */
static struct str without_stray_quotes(struct str s)
{
    static const struct {
        struct str mark;
        const char *partners[3];
    } opens[] = {{STR_INIT("“"), {"”", "“"}},   {STR_INIT("‘"), {"’", "‘"}}, {STR_INIT("„"), {"“", "”"}},
                 {STR_INIT("«"), {"»"}},        {STR_INIT("\""), {"\""}},    {STR_INIT("`"), {"`", "'"}},
                 {STR_INIT("”"), {"“", "”"}},   {STR_INIT("’"), {"‘", "’"}}, {STR_INIT("»"), {"«"}},
                 {STR_INIT("「"), {"」"}},      {STR_INIT("『"), {"』"}}},
      closes[] = {{STR_INIT("”"), {"“", "”", "„"}}, {STR_INIT("’"), {"‘", "’"}},
                  {STR_INIT("“"), {"„", "“"}},      {STR_INIT("»"), {"«"}},      {STR_INIT("«"), {"»"}},
                  {STR_INIT("」"), {"「"}},         {STR_INIT("』"), {"『"}},
                  {STR_INIT("\""), {"\""}},         {STR_INIT("`"), {"`"}}};
    for (size_t i = 0; i < ARRAY_LEN(opens); i++) {
        bool stray = str_starts(s, opens[i].mark);
        struct str rest = str_skip(s, stray ? opens[i].mark.n : 0);
        for (size_t k = 0; stray && k < 3 && opens[i].partners[k]; k++) {
            struct str partner = str_of(opens[i].partners[k]);
            size_t end = str_find(rest, partner);
            stray = end == STR_NOT_FOUND || end + partner.n == rest.n;
        }
        if (stray)
            s = rest;
    }
    for (size_t i = 0; i < ARRAY_LEN(closes); i++) {
        bool stray = str_ends(s, closes[i].mark);
        struct str rest = str_slice(s, 0, s.n - (stray ? closes[i].mark.n : 0));
        for (size_t k = 0; stray && k < 3 && closes[i].partners[k]; k++)
            stray = str_find(rest, str_of(closes[i].partners[k])) == STR_NOT_FOUND;
        if (stray)
            s = rest;
    }
    return s;
}

/* Without quotation marks around it and the punctuation that belongs to the document's sentence. */
static struct str bare(struct str s)
{
    for (size_t before = s.n + 1; s.n < before;) {
        before = s.n;
        s = without_stray_quotes(str_trim_set(s, " \t\r\n,;"));
        if (s.n > 2 && s.p[s.n - 1] == '.' && s.p[s.n - 2] != '.')
            s = str_slice(s, 0, s.n - 1);
        if (str_ends(s, STR("。")))
            s = str_slice(s, 0, s.n - STR("。").n);
        bool quoted = s.n > 2 && s.p[0] == '\'' && s.p[s.n - 1] == '\'' &&
                      str_find_char(str_slice(s, 1, s.n - 1), '\'') == STR_NOT_FOUND;
        if (quoted && message_words(s) > 2)
            s = str_slice(s, 1, s.n - 1);
    }
    return s;
}

void message_add(struct arena *a, struct message_list *list, struct message m)
{
    bool letter = false;
    for (size_t i = 0; i < m.tmpl.n && !letter; i++)
        letter = ascii_is_alpha(m.tmpl.p[i]) || (unsigned char)m.tmpl.p[i] >= 0x80;
    if (!letter || m.tmpl.n < 3 || list->count >= MESSAGES_MAX)
        return;
    for (size_t i = 0; i < list->count; i++)
        if (str_ieq(list->items[i].tmpl, m.tmpl))
            return;
    list->items = arena_grow(a, list->items, list->count, &list->cap, sizeof *list->items);
    list->items[list->count++] = m;
}

/* "Access denied. This error is returned if ...": what the document says of it is cut off. */
static struct str without_comment(struct str s)
{
    static const char *const starts[] = {". This error ", ". This message ", ". This exception "};
    for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
        size_t at = str_find(s, str_of(starts[i]));
        if (at != STR_NOT_FOUND && at > 0)
            s = str_slice(s, 0, at);
    }
    return s;
}

void message_put(struct arena *a, struct message_list *list, struct str text, uint32_t line)
{
    text = bare(without_comment(utf8_cut(text, MESSAGE_BYTES_MAX)));
    if (text.n)
        message_add(a, list, (struct message){template_from_message(a, text, false), text, line, false});
}

/* A message out of a log or response: what an example drags behind it is cut off. */
void message_put_example(struct arena *a, struct message_list *list, struct str text, uint32_t line)
{
    if (text.n > EXAMPLE_BYTES_MAX) {
        struct str cut = utf8_cut(text, EXAMPLE_BYTES_MAX);
        size_t stop = cut.n;
        while (stop > EXAMPLE_BYTES_MAX / 3 && !(cut.p[stop - 1] == ' ' && stop > 1 &&
                                                 strchr(".:;", cut.p[stop - 2])))
            stop--;
        text = str_slice(cut, 0, stop > EXAMPLE_BYTES_MAX / 3 ? stop : cut.n);
    }
    message_put(a, list, str_trim_set(text, " :;"), line);
}

/* The template with {name} for the word wherever it stands by itself. */
static struct str with_placeholder(struct arena *a, struct str tmpl, struct str word,
                                   struct str name)
{
    struct buf out = BUF_INIT(TEMPLATE_MAX);
    for (size_t i = 0; i < tmpl.n;) {
        bool free_before = i == 0 || !(ascii_is_alnum(tmpl.p[i - 1]) || strchr("_{:", tmpl.p[i - 1]));
        size_t end = i + word.n;
        bool free_behind = end >= tmpl.n || !(ascii_is_alnum(tmpl.p[end]) || strchr("_}", tmpl.p[end]));
        if (free_before && free_behind && str_starts(str_skip(tmpl, i), word)) {
            template_put_placeholder(&out, name);
            i = end;
        } else {
            buf_putc(&out, tmpl.p[i++]);
        }
    }
    struct str done = out.cut ? tmpl : arena_dup(a, buf_str(&out));
    buf_release(&out);
    return done;
}

/* "... 'Lamp'" (where Lamp is the name of ...): the word that the text behind a message explains. */
static struct str explained_word(struct str behind)
{
    static const struct str verbs[] = {STR_INIT(" is the "), STR_INIT(" is your "), STR_INIT(" is a "),
                                       STR_INIT(" represents "), STR_INIT(" stands for ")};
    size_t at = str_find(str_slice(behind, 0, NEAR), STR("where "));
    if (at == STR_NOT_FOUND)
        return STR_NONE;
    struct str rest = str_skip(behind, at + STR("where ").n);
    size_t n = 0;
    while (n < rest.n && (ascii_is_alnum(rest.p[n]) || rest.p[n] == '_' || rest.p[n] == '-'))
        n++;
    for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
        if (str_starts(str_skip(rest, n), verbs[i]))
            return str_slice(rest, 0, n);
    return STR_NONE;
}

/* Length of "service:DoSomething" at i: what a request for a resource asks to be allowed. */
static size_t action_at(struct str s, size_t i)
{
    size_t colon = i, lower = 0;
    while (colon < s.n && (ascii_is_alnum(s.p[colon]) || s.p[colon] == '-'))
        colon++;
    if (colon == i || colon + 1 >= s.n || s.p[colon] != ':' || !ascii_is_upper(s.p[colon + 1]))
        return 0;
    size_t end = colon + 1;
    for (; end < s.n && ascii_is_alnum(s.p[end]); end++)
        lower += ascii_is_lower(s.p[end]);
    return lower > 1 && end - i <= ACTION_MAX ? end - i : 0;
}

struct str message_without_examples(struct arena *a, struct str tmpl, struct str title)
{
    if (str_find(tmpl, STR("{arn}")) == STR_NOT_FOUND)
        return tmpl;
    for (size_t i = 0; i < tmpl.n; i++) {
        size_t n = i == 0 || tmpl.p[i - 1] == ' ' ? action_at(tmpl, i) : 0;
        struct str word = str_slice(tmpl, i, i + n);
        if (n && str_ifind(title, word) == STR_NOT_FOUND)
            tmpl = with_placeholder(a, tmpl, word, STR("action"));
    }
    return tmpl;
}

static bool has_emphasis(const struct node *n)
{
    for (const struct node *c = n->first; c; c = c->next)
        if (c->type == NODE_EMPHASIS || has_emphasis(c))
            return true;
    return false;
}

/* Is all the text of n inside of one emphasis? Then it marks the message, not a placeholder. */
static const struct node *unwrap(const struct node *n)
{
    for (;;) {
        const struct node *only = tree_first_content(n);
        if (!only || (only->type != NODE_EMPHASIS && only->type != NODE_STRONG))
            return n;
        for (const struct node *c = only->next; c; c = c->next) {
            bool blank = c->type == NODE_BREAK || c->type == NODE_ANCHOR ||
                         (c->type == NODE_TEXT && !bare(c->text).n);
            if (!blank)
                return n;
        }
        n = only;
    }
}

/* Text with {name} for what is emphasised in it, literal braces doubled. */
static void put_marked(struct arena *a, const struct node *n, struct buf *out)
{
    for (const struct node *c = n->first; c; c = c->next) {
        if (c->type == NODE_EMPHASIS) {
            template_put_placeholder(out, str_trim_set(tree_plain(a, c, false), "<>[]{} "));
        } else if (c->type == NODE_TEXT || c->type == NODE_CODE_SPAN) {
            template_put_literal(out, c->text);
        } else if (c->type == NODE_BREAK) {
            buf_putc(out, ' ');
        } else {
            put_marked(a, c, out);
        }
    }
}

/* The message that the inlines of n are. */
static void add_node(struct arena *a, struct message_list *list, const struct node *n,
                     uint32_t line)
{
    n = unwrap(n);
    struct str plain = n->type == NODE_CODE_SPAN ? n->text : tree_plain(a, n, false);
    if (n->type == NODE_CODE_SPAN || !has_emphasis(n)) {
        message_put(a, list, plain, line);
        return;
    }
    struct buf out = BUF_INIT(MESSAGE_BYTES_MAX * 2);
    put_marked(a, n, &out);
    struct str marked = bare(arena_dup(a, buf_str(&out)));
    buf_release(&out);
    message_add(a, list,
                (struct message){template_from_message(a, marked, true), bare(plain), line, false});
}

/* ---- messages in sentences ------------------------------------------------------------------- */

static unsigned cues_near(const struct cue_hit *hits, size_t count, size_t from, size_t to,
                          unsigned wanted)
{
    unsigned cues = 0;
    for (size_t i = 0; i < count; i++)
        if (hits[i].end > from && hits[i].end <= to)
            cues |= hits[i].cues & wanted;
    return cues;
}

/* Only what stands directly behind, not behind a comma: "..., check the socket". */
static unsigned cues_behind(const struct cue_hit *hits, size_t count, struct str text, size_t from,
                            size_t to)
{
    unsigned cues = 0;
    for (size_t i = 0; i < count; i++)
        if (hits[i].start >= from && hits[i].start <= to &&
            str_find_char(str_slice(text, from, hits[i].start), ',') == STR_NOT_FOUND)
            cues |= hits[i].cues;
    return cues;
}

/* A path, an option, an assignment, an address: not what an error says. */
static bool is_technical(struct str s)
{
    if (!s.n)
        return true;
    bool address = str_find(s, STR("://")) != STR_NOT_FOUND && str_find_char(s, ' ') == STR_NOT_FOUND;
    bool path = s.p[0] == '/' || s.p[0] == '-' || str_find(s, STR(":\\")) == 1;
    bool arn = str_starts(s, STR("arn:"));
    return address || path || arn || str_find(s, STR(" > ")) != STR_NOT_FOUND;
}

static int points(const struct cues *c, const struct paragraph *p, const struct sentence *s,
                  const struct mark *m, const struct cue_hit *hits, size_t count, struct str text)
{
    size_t words = message_words(text);
    if (words < 2 || is_technical(text))
        return 0;
    size_t start = m->start - s->start, end = m->end - s->start;
    size_t near = start > NEAR ? start - NEAR : 0, far = start > FAR ? start - FAR : 0;
    int n = 0;
    if (cues_near(hits, count, near, start, CUE_ANNOUNCE))
        n += 3;
    else if (cues_near(hits, count, far, start, CUE_ANNOUNCE))
        n += 2;
    unsigned behind = cues_behind(hits, count, str_slice(p->plain, s->start, s->end), end, end + 3);
    if (behind & CUE_WAS_ERROR)
        n += 3;
    if (behind & CUE_CONTROL && !(behind & CUE_WAS_ERROR))
        n -= 3;
    if (cues_near(hits, count, near, start, CUE_CONTROL))
        n -= 3;
    unsigned own = cues_find(c, text, NULL, 0, NULL);
    if (own & CUE_TROUBLE)
        n += 1;
    if (words >= 4 || (words == 3 && m->kind == MARK_CODE))
        n += 1;
    if (m->kind == MARK_EMPHASIS && words < 4)
        n -= 1;
    return n;
}

void message_in_sentence(struct arena *a, const struct cues *c, const struct paragraph *p,
                         const struct sentence *s, struct message_list *list)
{
    if (!(s->cues & (CUE_ANNOUNCE | CUE_WAS_ERROR)))
        return;
    struct cue_hit hits[128];
    size_t count, done = s->start;
    cues_find(c, str_slice(p->plain, s->start, s->end), hits, ARRAY_LEN(hits), &count);
    for (size_t i = s->first_mark; i < p->mark_count && p->marks[i].start < s->end; i++) {
        const struct mark *m = &p->marks[i];
        if (m->kind == MARK_LINK || m->start < done || m->end > s->end)
            continue;
        struct str text = bare(str_slice(p->plain, m->start, m->end));
        if (points(c, p, s, m, hits, count, text) < ACCEPT)
            continue;
        done = m->end; /* marks inside of a message belong to it */
        uint32_t line = p->block->line;
        size_t before = list->count;
        if (m->node)
            add_node(a, list, m->node, line);
        else
            message_put(a, list, text, line);
        struct str word = explained_word(str_skip(p->plain, m->end));
        if (word.n && list->count > before)
            list->items[before].tmpl =
                with_placeholder(a, list->items[before].tmpl, word, word);
    }
}

bool message_announced(const struct cues *c, const struct paragraph *p, const struct sentence *s)
{
    struct str text = str_slice(p->plain, s->start, s->end);
    bool colon = text.n && (text.p[text.n - 1] == ':' || str_ends(text, STR("：")) ||
                            (s->cues & CUE_FOLLOWS && str_ends(text, STR("。"))));
    if (!colon || s->clause != s->start)
        return false;
    struct cue_hit hits[128];
    size_t count;
    cues_find(c, text, hits, ARRAY_LEN(hits), &count);
    size_t from = text.n > 2 * FAR ? text.n - 2 * FAR : 0;
    unsigned near = cues_near(hits, count, from, text.n, CUE_ANNOUNCE | CUE_ERROR | CUE_ORDER);
    return (near & CUE_ANNOUNCE) && (near & CUE_ERROR || s->cues & CUE_SYMPTOM) &&
           !(s->opening & CUE_VERB);
}

/* ---- messages that are blocks ---------------------------------------------------------------- */

void message_of_block(struct arena *a, const struct node *block, struct message_list *list)
{
    if (block->type == NODE_PARAGRAPH || block->type == NODE_CELL) {
        add_node(a, list, block, block->line);
        return;
    }
    for (const struct node *c = block->first; c; c = c->next)
        if (!node_is_inline(c))
            message_of_block(a, c, list);
}

bool message_of_line(struct arena *a, const struct node *p, struct message_list *list)
{
    if (has_emphasis(p) || p->type != NODE_PARAGRAPH) {
        message_of_block(a, p, list);
        return true;
    }
    struct str text = tree_plain(a, p, false);
    return message_of_output(a, text, p->line, list);
}

void message_of_lines(struct arena *a, const struct node *paragraph, struct message_list *list)
{
    struct node line = {.type = NODE_PARAGRAPH, .line = paragraph->line};
    for (const struct node *c = paragraph->first;; c = c->next) {
        if (c && c->type != NODE_BREAK) {
            struct node *copy = tree_node(a, c->type, 0);
            *copy = *c;
            tree_append(&line, copy);
            continue;
        }
        if (tree_has_content(&line))
            add_node(a, list, &line, line.line);
        if (!c)
            return;
        line.first = line.last = NULL;
        line.line++;
    }
}

void message_of_label(struct arena *a, const struct node *block, struct message_list *list)
{
    bool only_code = false;
    for (const struct node *c = block->first; c; c = c->next) {
        bool code = c->type == NODE_CODE_SPAN;
        bool joint = c->type == NODE_BREAK || c->type == NODE_ANCHOR ||
                     (c->type == NODE_TEXT && str_trim_set(c->text, " ,;\n.").n == 0);
        if (!code && !joint) {
            message_of_block(a, block, list);
            return;
        }
        only_code = only_code || code;
    }
    for (const struct node *c = block->first; only_code && c; c = c->next)
        if (c->type == NODE_CODE_SPAN)
            message_put(a, list, c->text, block->line);
}

/* ---- headings -------------------------------------------------------------------------------- */

/* Length of what stands between "Error" and its message. */
static size_t separator_at(struct str s)
{
    static const struct str separators[] = {STR_INIT(":"), STR_INIT("-"), STR_INIT("–"),
                                            STR_INIT("—"), STR_INIT("：")};
    for (size_t i = 0; i < ARRAY_LEN(separators); i++)
        if (str_starts(s, separators[i]))
            return separators[i].n;
    return 0;
}

/* "Fehlercode 2607: ", "エラー コード 2607：" */
static struct str skip_local_prefix(struct str s, bool *error)
{
    for (size_t l = 0; l < LOCAL_LANGUAGES; l++) {
        size_t n = local_find(local_words(l)->prefixes, s, LOCAL_START);
        struct str rest = str_trim(str_skip(s, n));
        size_t code = 0;
        while (code < rest.n && (ascii_is_alnum(rest.p[code]) || rest.p[code] == '_'))
            code++;
        bool digits = false;
        for (size_t i = 0; i < code; i++)
            digits = digits || ascii_is_digit(rest.p[i]);
        rest = digits ? str_trim(str_skip(rest, code)) : rest;
        size_t separator = n ? separator_at(rest) : 0;
        if (!separator)
            continue;
        *error = true;
        return str_trim(str_skip(rest, separator));
    }
    return s;
}

/* "Error: ", "Error code 2607 - ", "Issue 1: ", "Error - ": what stands before the message. */
static struct str skip_prefix(struct str s, bool *error)
{
    static const char *const words[] = {"error", "warning", "issue", "problem", "exception",
                                        "general warning", "security warning", "suggestion",
                                        "fatal error", "scenario", "symptom"};
    *error = false;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        struct str word = str_of(words[i]);
        if (!str_istarts(s, word) || s.n == word.n || is_technical(str_skip(s, word.n)))
            continue;
        struct str rest = str_skip(s, word.n);
        if (str_istarts(rest, STR(" code")))
            rest = str_skip(rest, 5);
        size_t n = 0; /* a number or a code may stand before the separator */
        while (n < rest.n && (ascii_is_alnum(rest.p[n]) || rest.p[n] == ' ' || rest.p[n] == '_'))
            n++;
        struct str between = str_trim(str_slice(rest, 0, n));
        bool code = between.n == 0 || str_find_char(between, ' ') == STR_NOT_FOUND;
        bool digits = false;
        for (size_t k = 0; k < between.n; k++)
            digits = digits || ascii_is_digit(between.p[k]);
        rest = str_skip(rest, n);
        size_t separator = separator_at(rest);
        if (separator && code && (between.n == 0 || digits)) {
            *error = i != 9; /* a scenario is no error by itself */
            return str_trim(str_skip(rest, separator));
        }
    }
    return skip_local_prefix(s, error);
}

/* Begins like a description by somebody, or like an instruction, and not like a message. */
static bool is_narrative(const struct cues *c, struct str s)
{
    static const char *const starts[] = {"I ", "I'm ", "I’m ", "I've ", "I’ve ", "My ", "We ", "When ",
                                         "How ", "What ", "Why ", "Troubleshoot", "Some of ",
                                         "Unable to ", "After ", "Can't ", "Cannot ", "Your issue ",
                                         "Issues ", "Common "};
    for (size_t i = 0; i < ARRAY_LEN(starts); i++)
        if (str_starts(s, str_of(starts[i])))
            return true;
    unsigned opening = cues_at(c, s, 0, NULL);
    return (opening & (CUE_HOWTO | CUE_WISH | CUE_VERB)) != 0;
}

/* "... with an error message that says X", "a message stating that X": X, to the heading's end. */
static struct str said_in_heading(struct str s)
{
    static const struct str says[] = {
        STR_INIT("message that says "),    STR_INIT("message saying "),  STR_INIT("error that says "),
        STR_INIT("message stating that "), STR_INIT("error saying "),    STR_INIT("error stating that "),
        STR_INIT("error message that ")};
    for (size_t i = 0; i < ARRAY_LEN(says); i++) {
        size_t at = str_ifind(s, says[i]);
        struct str said = at == STR_NOT_FOUND ? STR_NONE : bare(str_skip(s, at + says[i].n));
        if (str_starts(said, STR("that ")))
            said = str_skip(said, STR("that ").n);
        if (message_words(said) >= 3)
            return said;
    }
    return STR_NONE;
}

void message_of_heading(struct arena *a, const struct cues *c, const struct node *heading,
                        struct message_list *list)
{
    struct paragraph p = paragraph_read(a, c, heading);
    size_t before = list->count;
    for (size_t i = 0; i < p.mark_count; i++) {
        const struct mark *m = &p.marks[i];
        struct str text = bare(str_slice(p.plain, m->start, m->end));
        if (m->kind == MARK_CODE && str_ifind(text, STR("\"message")) == 0)
            message_of_json(a, text, heading->line, list);
        if (m->kind != MARK_QUOTE || message_words(text) < 2)
            continue;
        struct str behind = str_trim(str_skip(p.plain, m->end));
        if (cues_at(c, behind, 0, NULL) & CUE_CONTROL) /* the "Needs Assistance" state */
            continue;
        unsigned own = cues_find(c, text, NULL, 0, NULL);
        if (own & CUE_TROUBLE || message_words(text) >= 3 ||
            cues_find(c, p.plain, NULL, 0, NULL) & CUE_ERROR)
            message_put(a, list, text, heading->line);
    }
    if (list->count == before)
        message_put(a, list, said_in_heading(p.plain), heading->line);
    bool error;
    struct str rest = skip_prefix(str_trim(p.plain), &error);
    struct code code;
    if (list->count > before && !error)
        return;
    if (message_words(rest) < 2 || code_parse(rest, &code))
        return;
    unsigned cues = cues_find(c, rest, NULL, 0, NULL);
    bool sentence = cues & CUE_TROUBLE && message_words(rest) >= 3 && !is_narrative(c, rest);
    if (list->count == before && (error || sentence)) {
        if (rest.p >= p.plain.p && has_emphasis(heading) && !error)
            add_node(a, list, heading, heading->line);
        else
            message_put(a, list, rest, heading->line);
    }
}
