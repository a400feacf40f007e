#include "import/read/page.h"

#include "import/words/facet.h"
#include "import/words/label.h"
#include "import/read/survey.h"
#include "text/utf8.h"

enum {
    TABS_MAX = 64,
    TAB_NAME_MAX = 200,
    PLACEHOLDER_WORDS_MAX = 6,
    ALERT_NAME_MAX = 24,  /* bytes of "Note", "Wichtig" */
};

bool page_is(struct str path)
{
    static const struct str names[] = {STR_INIT(".html"), STR_INIT(".htm"), STR_INIT(".xhtml")};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (path.n > names[i].n && str_ieq(str_skip(path, path.n - names[i].n), names[i]))
            return true;
    return false;
}

struct tab {
    struct str panel; /* id of what it shows; may be empty */
    struct str id;    /* the choice, the same all over the site; may be empty */
    struct str name;
};

struct building {
    struct tree_builder tree;
    struct frames frames;
    struct scopes *scopes;
    size_t document;      /* number of the start tag that holds it; 0: the body */
    bool inside, done;
    bool beyond;          /* stopped behind the document: nothing is missing */
    bool blank;           /* the text so far ends with white space */
    bool apart;           /* in a cell: what follows begins a line of its own */
    struct tab tabs[TABS_MAX];
    size_t tab_count, panel_count;
    struct buf tab_name;
    struct str section_id; /* of a <section> that began just now: its heading's anchor */
};

/* What blocks would stand in, when it is a cell: there they are lines. */
static const struct node *cell_at(const struct building *b)
{
    const struct node *n = b->tree.at;
    while (n && (node_is_inline(n) || n->type == NODE_PARAGRAPH))
        n = n->parent;
    return n && n->type == NODE_CELL ? n : NULL;
}

/* A block begins or ends: the paragraph that text had begun by itself ends. */
static void set_apart(struct building *b)
{
    b->blank = true;
    if (cell_at(b)) {
        b->apart = true;
        return;
    }
    tree_close_tag(&b->tree, STR("p"));
}

static void begin_line(struct building *b)
{
    if (!b->apart)
        return;
    b->apart = false;
    const struct node *cell = cell_at(b);
    static const struct tag_attributes none = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    if (cell && (cell->first || str_trim(buf_str(&b->tree.text)).n))
        tree_open_tag(&b->tree, STR("br"), &none, 0);
}

/* Text with its white space as one blank or, where it holds one, a line feed. */
static void put_text(struct building *b, struct str text, uint32_t line)
{
    if (b->tree.at->type == NODE_CODE) {
        bool first = !b->tree.text.n && !b->tree.at->text.n;
        tree_text(&b->tree, first && text.n && text.p[0] == '\n' ? str_skip(text, 1) : text, line);
        return;
    }
    static const struct str wide = STR_INIT("\xC2\xA0"); /* no-break space */
    size_t from = 0;
    for (size_t i = 0; i < text.n;) {
        bool feed = false;
        size_t start = i;
        for (size_t n; i < text.n; i += n) {
            n = ascii_is_space(text.p[i]) ? 1 : str_starts(str_skip(text, i), wide) ? wide.n : 0;
            if (!n)
                break;
            feed = feed || text.p[i] == '\n';
        }
        if (i == start) {
            i++;
            continue;
        }
        if (start > from) {
            begin_line(b);
            tree_text(&b->tree, str_slice(text, from, start), line);
            b->blank = false;
        }
        line += feed;
        if (!b->blank)
            tree_text(&b->tree, feed ? STR("\n") : STR(" "), line);
        b->blank = true;
        from = i;
    }
    if (from < text.n) {
        begin_line(b);
        tree_text(&b->tree, str_skip(text, from), line);
        b->blank = false;
    }
}

/* The name of a choice in bold, as a paragraph of its own before what it holds. */
static struct node *put_choice(struct building *b, struct str name, uint32_t line)
{
    static const struct tag_attributes none = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    const struct node *before = b->tree.at;
    if (!name.n || cell_at(b))
        return NULL;
    tree_open_tag(&b->tree, STR("p"), &none, line);
    struct node *p = b->tree.at == before ? NULL : b->tree.at;
    tree_open_tag(&b->tree, STR("strong"), &none, line);
    tree_text(&b->tree, name, line);
    tree_close_tag(&b->tree, STR("strong"));
    tree_close_tag(&b->tree, STR("p"));
    if (p)
        p->label = LABEL_CHOICE;
    return p;
}

/* A stretch begins that holds for those who chose `values`, separated by blanks or commas. */
static void open_scope(struct building *b, struct frame *top, enum scope_kind kind, struct str values,
                       struct str name, uint32_t line)
{
    struct scopes *s = b->scopes;
    if (s->count >= SCOPES_MAX)
        return;
    s->items = arena_grow(s->arena, s->items, s->count, &s->cap, sizeof *s->items);
    struct scope *scope = &s->items[s->count++];
    *scope = (struct scope){.kind = kind, .from = line, .to = line};
    scope->facets = arena_zalloc(s->arena, SCOPE_FACETS_MAX, sizeof *scope->facets);
    top->scope = s->count;
    struct str rest = values, part;
    while (str_next_part(&rest, ',', &part) && scope->facet_count < SCOPE_FACETS_MAX)
        scope->facet_count += facet_of_choice(s->arena, kind == SCOPE_TAB ? "tab" : "zone",
                                              arena_dup(s->arena, str_trim(part)), name,
                                              &scope->facets[scope->facet_count]);
    struct str label = !name.n && scope->facet_count ? scope->facets[0].label : name;
    top->node = put_choice(b, label, line);
}

/* It ends in this line. Where it holds headings its name before them says nothing. */
static void close_scope(struct building *b, const struct frame *top, uint32_t line)
{
    struct node *name = top->node;
    if (top->scope) {
        struct scope *scope = &b->scopes->items[top->scope - 1];
        scope->to = line > scope->from ? line : scope->from;
        scope->holds = scope->to > scope->from;
    }
    bool heading = name && !name->next;
    for (const struct node *n = name ? name->next : NULL; n && !heading; n = n->next)
        heading = n->type == NODE_HEADING;
    if (heading)
        tree_remove(name);
}

static void open_panel(struct building *b, struct frame *top, const struct html_attribute *a,
                       size_t n, uint32_t line)
{
    struct str id = element_attribute(a, n, "id"), value = element_attribute(a, n, "data-tab");
    const struct tab *tab = NULL;
    for (size_t i = 0; i < b->tab_count && !tab; i++)
        if (id.n && str_eq(b->tabs[i].panel, id))
            tab = &b->tabs[i];
    if (!tab && b->panel_count < b->tab_count)
        tab = &b->tabs[b->panel_count];
    b->panel_count++;
    set_apart(b);
    struct str name = tab ? tab->name : STR_NONE;
    if (!value.n && tab)
        value = tab->id.n ? tab->id : tab->name;
    open_scope(b, top, SCOPE_TAB, value, name, line);
}

static void open_tab(struct building *b, const struct html_attribute *a, size_t n)
{
    struct str panel = element_attribute(a, n, "aria-controls");
    struct str target = element_attribute(a, n, "href");
    if (!panel.n && target.n && target.p[0] == '#')
        panel = str_skip(target, 1);
    buf_clear(&b->tab_name);
    if (b->tab_count < TABS_MAX)
        b->tabs[b->tab_count++] = (struct tab){
            .panel = arena_dup(b->tree.arena, panel),
            .id = arena_dup(b->tree.arena, element_attribute(a, n, "data-tab")),
        };
}

/* Tags that tree.h has under another name. */
static struct str tree_name(struct str tag)
{
    return str_ieq(tag, STR("samp")) ? STR("code") : tag;
}

static bool is_block_tag(struct str tag)
{
    static const struct str blocks[] = {STR_INIT("ul"), STR_INIT("ol"),    STR_INIT("li"),
                                        STR_INIT("pre"), STR_INIT("table"), STR_INIT("tr"),
                                        STR_INIT("td"), STR_INIT("th"),    STR_INIT("p"),
                                        STR_INIT("hr"), STR_INIT("blockquote")};
    return element_heading_level(tag) > 0 || str_in(tag, blocks, ARRAY_LEN(blocks));
}

/* A tag that tree.h may know. */
static void open_tag(struct building *b, struct frame *top, const struct html_attribute *a, size_t n,
                     uint32_t line)
{
    struct tag_attributes t = {.target = element_attribute(a, n, "href"),
                               .anchor = element_attribute(a, n, "id"),
                               .alt = element_attribute(a, n, "alt")};
    bool is_link = str_ieq(top->tag, STR("a")), cell = cell_at(b) != NULL;
    if (str_ieq(top->tag, STR("img")))
        t.target = element_attribute(a, n, "src");
    if (is_link && element_attribute(a, n, "name").n)
        t.anchor = element_attribute(a, n, "name");
    if (b->tree.at->type == NODE_CODE) {
        if (str_ieq(top->tag, STR("code")) && !b->tree.at->info.n)
            b->tree.at->info = arena_dup(b->tree.arena, element_language(a, n));
        if (str_ieq(top->tag, STR("br")))
            tree_text(&b->tree, STR("\n"), line);
        return;
    }
    if (str_ieq(top->tag, STR("p")) && cell) {
        b->apart = b->blank = true;
        return;
    }
    if (!is_block_tag(top->tag))
        begin_line(b);
    if (element_heading_level(top->tag) && !t.anchor.n)
        t.anchor = b->section_id;
    const struct node *before = b->tree.at;
    tree_open_tag(&b->tree, tree_name(top->tag), &t, line);
    struct node *at = b->tree.at;
    if (at == before)
        return;
    top->node = at;
    if (!node_is_inline(at))
        b->blank = true;
    if (at->type == NODE_ROW || at->type == NODE_CELL)
        b->apart = false;
    if (at->type == NODE_CODE) {
        at->header = true; /* as a fence is */
        at->info = arena_dup(b->tree.arena, element_language(a, n));
    }
    uint64_t start;
    if (at->type == NODE_LIST && at->ordered)
        at->start = str_u64(element_attribute(a, n, "start"), 10, &start) && start < 1000000
                        ? (uint32_t)start
                        : 1;
}

static void open_alert(struct building *b, struct frame *top, uint32_t line)
{
    static const struct tag_attributes none = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    set_apart(b);
    const struct node *before = b->tree.at;
    tree_open_tag(&b->tree, STR("blockquote"), &none, line);
    if (b->tree.at == before || b->tree.at->type != NODE_QUOTE)
        return;
    top->node = b->tree.at;
    top->node->info = top->element.alert;
}

/* In a header only headings count, of a list of tabs only the names. */
static bool is_furniture(const struct building *b)
{
    bool heading = false;
    for (size_t i = b->frames.count; i-- > 0;) {
        const struct frame *f = &b->frames.items[i];
        heading = heading || element_heading_level(f->tag) > 0;
        if (f->element.kind == ELEMENT_TABS || (f->element.kind == ELEMENT_HEADER && !heading))
            return true;
    }
    return false;
}

/* <user name>, which the site forgot to escape: words without values, the first of which is no
 * tag. The words, empty when it is none. */
static struct str placeholder_of(struct building *b, struct str tag,
                                 const struct html_attribute *attributes, size_t count)
{
    if (count > PLACEHOLDER_WORDS_MAX || str_find_char(tag, '-') != STR_NOT_FOUND ||
        str_find_char(tag, ':') != STR_NOT_FOUND || html_is_tag(tag))
        return STR_NONE;
    struct arena *a = b->tree.arena;
    struct str words = arena_concat(a, STR("<"), tag);
    for (size_t i = 0; i < count; i++) {
        if (attributes[i].value.n)
            return STR_NONE;
        words = arena_concat(a, arena_concat(a, words, STR(" ")), attributes[i].name);
    }
    return arena_concat(a, words, STR(">"));
}

static bool build_start(void *ctx, struct str tag, const struct html_attribute *attributes,
                        size_t count, uint32_t line)
{
    struct building *b = ctx;
    struct frame *top = frames_push(&b->frames, tag, attributes, count);
    b->beyond = b->done;
    if (!top || b->done || b->tree.full)
        return false;
    if (!b->inside) {
        b->inside = b->document ? top->number == b->document : str_ieq(tag, STR("body"));
        if (!b->inside)
            return true;
    }
    if (b->frames.left_out)
        return true;
    static const struct tag_attributes none = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    top->head = str_ieq(tag, STR("thead"));
    /* an icon or the like, when it stands in a line of text */
    if (str_find_char(tag, '-') != STR_NOT_FOUND && frames_inside(&b->frames, "p"))
        top->element.kind = ELEMENT_INLINE;
    struct str placeholder;
    bool sectioning = str_ieq(tag, STR("section")) || str_ieq(tag, STR("div"));
    switch (top->element.kind) {
    case ELEMENT_TABS:
        b->tab_count = b->panel_count = 0;
        break;
    case ELEMENT_TAB:
        open_tab(b, attributes, count);
        break;
    case ELEMENT_PANEL:
        open_panel(b, top, attributes, count, line);
        break;
    case ELEMENT_ZONE:
        set_apart(b);
        open_scope(b, top, SCOPE_ZONE, element_attribute(attributes, count, "data-pivot"), STR_NONE,
                   line);
        break;
    case ELEMENT_ALERT:
        open_alert(b, top, line);
        break;
    case ELEMENT_TERM:
        set_apart(b);
        tree_open_tag(&b->tree, STR("p"), &none, line);
        tree_open_tag(&b->tree, STR("strong"), &none, line);
        break;
    case ELEMENT_BLOCK:
    case ELEMENT_HEADER:
        set_apart(b);
        break;
    default:
        if (is_furniture(b))
            break;
        placeholder = placeholder_of(b, tag, attributes, count);
        if (placeholder.n)
            put_text(b, placeholder, line);
        else
            open_tag(b, top, attributes, count, line);
        break;
    }
    struct str id = element_attribute(attributes, count, "id");
    if (sectioning && id.n)
        b->section_id = arena_dup(b->tree.arena, id);
    else if (!sectioning)
        b->section_id = STR_NONE;
    return true;
}

/* Nothing but the kind's name, as the site shows it above the alert. */
static void drop_alert_name(struct building *b, struct node *quote)
{
    struct node *first = quote->first;
    if (first && first->next && first->type == NODE_PARAGRAPH &&
        tree_plain(b->tree.arena, first, false).n <= ALERT_NAME_MAX)
        tree_remove(first);
}

/* A row is a table's head by its <thead>, or when it has no <td>. */
static void close_cell(struct building *b, const struct frame *cell)
{
    bool head = false;
    for (size_t i = b->frames.count; i-- > 0;) {
        struct frame *f = &b->frames.items[i];
        head = head || f->head;
        if (str_ieq(f->tag, STR("table")))
            break;
    }
    if (head && cell->node->parent)
        cell->node->parent->header = true;
    else if (str_ieq(cell->tag, STR("td")) && cell->node->parent)
        cell->node->parent->header = false;
}

static void name_tab(struct building *b, struct str text)
{
    text = str_trim(str_slice(text, 0, utf8_valid(text))); /* a long one was cut somewhere */
    b->tabs[b->tab_count - 1].name = arena_dup(b->tree.arena, text);
}

static void close_frame(struct building *b, struct frame *top, uint32_t line)
{
    struct str tag = top->tag;
    switch (top->element.kind) {
    case ELEMENT_TAB:
        if (b->tab_count)
            name_tab(b, buf_str(&b->tab_name));
        return;
    case ELEMENT_ALERT:
        set_apart(b);
        if (!top->node)
            return;
        tree_close_tag(&b->tree, STR("blockquote"));
        if (top->element.alert_named)
            drop_alert_name(b, top->node);
        return;
    case ELEMENT_TERM:
        tree_close_tag(&b->tree, STR("strong"));
        tree_close_tag(&b->tree, STR("p"));
        b->blank = true;
        return;
    case ELEMENT_PANEL:
    case ELEMENT_ZONE:
        set_apart(b);
        close_scope(b, top, line);
        return;
    case ELEMENT_INLINE:
        break;
    default:
        set_apart(b);
        return;
    }
    if (str_ieq(tag, STR("p")) && cell_at(b)) {
        b->apart = b->blank = true;
        return;
    }
    if (str_ieq(tag, STR("br")) || str_ieq(tag, STR("img")) || str_ieq(tag, STR("hr")))
        return;
    if (str_ieq(tag, STR("pre")) && top->node == b->tree.at && top->node) {
        struct str code = b->tree.text.n ? buf_str(&b->tree.text) : top->node->text;
        if (code.n && code.p[code.n - 1] != '\n')
            tree_text(&b->tree, STR("\n"), 0);
    }
    bool block = top->node && !node_is_inline(top->node);
    tree_close_tag(&b->tree, tree_name(tag));
    if (top->node && top->node->type == NODE_CELL)
        close_cell(b, top);
    if (block) {
        b->blank = true;
        b->apart = false;
    }
}

static void build_end(void *ctx, struct str tag, uint32_t line)
{
    struct building *b = ctx;
    struct frame *top = frames_top(&b->frames, tag);
    if (!top)
        return;
    if (b->inside && !b->frames.left_out)
        close_frame(b, top, line);
    bool last = b->inside && (b->document ? top->number == b->document : str_ieq(tag, STR("body")));
    frames_pop(&b->frames);
    if (last) {
        b->inside = false;
        b->done = true;
    }
}

static void build_text(void *ctx, struct str text, uint32_t line)
{
    struct building *b = ctx;
    if (!b->inside || b->frames.left_out)
        return;
    for (size_t i = b->frames.count; i-- > 0;)
        if (b->frames.items[i].element.kind == ELEMENT_TAB) {
            buf_put(&b->tab_name, text);
            return;
        }
    if (is_furniture(b))
        return;
    if (str_trim(text).n)
        b->section_id = STR_NONE;
    put_text(b, text, line);
}

/* A title that stands outside of the element that holds the document. */
static void put_title(struct building *b, struct str title)
{
    static const struct tag_attributes none = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    tree_open_tag(&b->tree, STR("h1"), &none, 1);
    tree_text(&b->tree, title, 1);
    tree_close_tag(&b->tree, STR("h1"));
}

/* </br> is meant as a break; as it is, the parser drops it. */
static struct str with_breaks(struct arena *a, struct str text)
{
    static const struct str wrong = STR_INIT("</br");
    size_t at = str_ifind(text, wrong);
    if (at == STR_NOT_FOUND)
        return text;
    char *copy = arena_alloc(a, text.n);
    memcpy(copy, text.p, text.n);
    for (size_t next; at + wrong.n < text.n; at += wrong.n + next) {
        if (!ascii_is_alnum(copy[at + wrong.n]))
            memcpy(copy + at, "<br/", wrong.n);
        next = str_ifind(str_n(copy + at + wrong.n, text.n - at - wrong.n), wrong);
        if (next == STR_NOT_FOUND)
            break;
    }
    return str_n(copy, text.n);
}

struct saved_page page_read(struct arena *a, struct str text, struct scopes *scopes)
{
    struct saved_page page = {0};
    text = with_breaks(a, text);
    struct frame *frames = arena_alloc(a, FRAMES_MAX * sizeof *frames);
    struct survey survey = survey_page(a, text, frames);
    struct building b = {.frames = {.items = frames}, .document = survey.document,
                         .scopes = scopes, .blank = true};
    buf_init(&b.tab_name, TAB_NAME_MAX);
    tree_begin(&b.tree, a);
    if (!survey.titled && survey.heading.n)
        put_title(&b, survey.heading);
    const struct html_handler handler = {build_start, build_end, build_text, &b};
    bool whole = html_parse(text, 1, &handler);
    page.root = tree_end(&b.tree);
    page.front = survey.front;
    page.truncated = b.tree.truncated || (!whole && !b.beyond);
    buf_release(&b.tab_name);
    return page;
}
