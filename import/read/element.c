#include "import/read/element.h"

enum {
    STYLE_MAX = 4096,
    CLASSES_MAX = 40, /* of one element that are looked at */
};

/* ---- by tag ---------------------------------------------------------------------------------- */

static const struct {
    const char *tags; /* separated by blanks */
    enum element_kind kind;
} tags[] = {
    {"nav footer aside script style template noscript button select option input textarea iframe "
     "object embed svg canvas audio video map dialog head link meta base awsdocs-copyright "
     "awsdocs-thumb-feedback awsdocs-page-header awsdocs-filter-selector awsdocs-breadcrumb "
     "awsdocs-language-banner",
     ELEMENT_LEFT_OUT},
    {"header", ELEMENT_HEADER},
    {"dt", ELEMENT_TERM},
    {"div section article main body html form fieldset figure figcaption details summary address "
     "center dl dd thead tbody tfoot caption hgroup search",
     ELEMENT_BLOCK},
};

/* ---- by role --------------------------------------------------------------------------------- */

static const struct {
    const char *roles;
    enum element_kind kind;
} roles[] = {
    {"navigation banner contentinfo complementary search button dialog alertdialog tooltip menu "
     "menubar menuitem toolbar progressbar status",
     ELEMENT_LEFT_OUT},
    {"tablist", ELEMENT_TABS},
    {"tab", ELEMENT_TAB},
    {"tabpanel", ELEMENT_PANEL},
};

/* ---- by class or id -------------------------------------------------------------------------- */

/* Whole classes and ids of what stands around a document's text, in lower case. */
static const char furniture[] =
    "feedback feedback-section ms--feedback-section thumb-feedback page-feedback rating "
    "breadcrumb breadcrumbs article-header page-metadata metadata contributors contributors-holder "
    "codeheader code-header code-btn-container copy-button copybutton btn-copy copybtn "
    "doc-outline center-doc-outline in-this-article table-of-contents toc toctree-wrapper "
    "page-toc localtoc sidebar side-doc-outline left-container pagination pager prev-next next-prev "
    "page-nav rst-footer-buttons navbar main-col-footer doc-conventions js_error_message "
    "language-filter awsdocs-page-header-container highlights visually-hidden sr-only "
    "screen-reader-text skip-link cookie-banner cookie-consent share social social-share "
    "headerlink anchor-link header-anchor hash-link heading-anchor edit-page edit-this-page "
    "theme-edit-this-page last-updated theme-last-updated recommendations page-actions action-panel "
    "is-hidden-print no-print d-print-none alert-banner site-notice ad-slot banner-container "
    "locale-banner versionbox mobilefeedback linenos";

/* Which element holds the document, by class or id; more is surer. */
static const struct {
    const char *names;
    unsigned rank;
} contents[] = {
    {"main-col-body markdown-body theme-doc-markdown md-content__inner mw-content-text "
     "td-content vp-doc", 6},
    {"rst-content article-body articlebody entry-content post-content doc-content docs-content "
     "document-content", 4},
    {"main-content content-body page-content", 2},
    {"content main", 1},
};
enum { RANK_MAIN = 5, RANK_ARTICLE = 3 };

/* ---- alerts ---------------------------------------------------------------------------------- */

/* Kinds of alerts and the names that sites have for them. */
static const struct {
    const char *names, *kind;
} alerts[] = {
    {"note seealso info information", "NOTE"},
    {"tip hint success", "TIP"},
    {"important", "IMPORTANT"},
    {"caution attention", "CAUTION"},
    {"warning danger error", "WARNING"},
};

/* ... as a class of its own beside one of these, or behind one of them and a hyphen. */
static const char alert_classes[] = "admonition alert awsdocs callout markdown-alert theme-admonition "
                                    "admonitionblock notification";
static const char alert_titles[] = "admonition-title markdown-alert-title alert-title callout-title "
                                   "awsdocs-note-title awsdocs-important-title awsdocs-warning-title "
                                   "awsdocs-tip-title awsdocs-caution-title alert-heading";

/* ---- reading --------------------------------------------------------------------------------- */

/* Is the word one of those in the list? */
static bool is_listed(struct str word, const char *list)
{
    struct str rest = str_of(list), item;
    while (str_next_part(&rest, ' ', &item))
        if (item.n == word.n && str_ieq(item, word))
            return true;
    return false;
}

struct str element_attribute(const struct html_attribute *attributes, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (str_ieq(attributes[i].name, str_of(name)))
            return attributes[i].value;
    return STR_NONE;
}

/* Cut the next class off; false when there is none. */
static bool next_class(struct str *rest, struct str *word)
{
    *rest = str_trim(*rest);
    size_t n = 0;
    while (n < rest->n && !ascii_is_space(rest->p[n]))
        n++;
    *word = str_slice(*rest, 0, n);
    *rest = str_skip(*rest, n);
    return n > 0;
}

static struct str first_classes(struct str classes)
{
    struct str rest = classes, word;
    for (size_t n = 0; n < CLASSES_MAX && next_class(&rest, &word); n++)
        ;
    return str_slice(classes, 0, classes.n - rest.n);
}

static bool has_class(struct str classes, const char *list)
{
    struct str word;
    while (next_class(&classes, &word))
        if (is_listed(word, list))
            return true;
    return false;
}

/* The kind of alert that a name stands for. */
static struct str alert_kind(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(alerts); i++)
        if (is_listed(name, alerts[i].names))
            return str_of(alerts[i].kind);
    return STR_NONE;
}

static bool is_upper_case(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_upper(s.p[i]))
            return false;
    return s.n > 0;
}

/* class="NOTE", class="admonition warning", class="awsdocs-note" */
static void find_alert(struct str classes, struct element *e)
{
    bool family = has_class(classes, alert_classes);
    struct str word, rest = classes;
    while (next_class(&rest, &word) && !e->alert.n) {
        size_t hyphen = str_rfind_char(word, '-');
        struct str kind = alert_kind(word);
        if (is_upper_case(word) && kind.n)
            e->alert_named = true;
        else if (hyphen != STR_NOT_FOUND && is_listed(str_slice(word, 0, hyphen), alert_classes))
            kind = alert_kind(str_skip(word, hyphen + 1));
        else if (!family)
            kind = STR_NONE;
        e->alert = kind;
    }
    if (e->alert.n)
        e->kind = ELEMENT_ALERT;
}

static bool is_hidden(const struct html_attribute *attributes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct str value = str_slice(attributes[i].value, 0, STYLE_MAX);
        if (str_ieq(attributes[i].name, STR("hidden")))
            return true;
        if (str_ieq(attributes[i].name, STR("aria-hidden")) && str_ieq(value, STR("true")))
            return true;
        if (!str_ieq(attributes[i].name, STR("style")))
            continue;
        size_t at = str_ifind(value, STR("display"));
        struct str rest = str_trim_set(str_skip(value, at == STR_NOT_FOUND ? value.n : at + 7), " :");
        if (str_istarts(rest, STR("none")))
            return true;
    }
    return false;
}

static unsigned content_rank(struct str tag, struct str role, struct str id, struct str classes)
{
    for (size_t i = 0; i < ARRAY_LEN(contents); i++)
        if (is_listed(id, contents[i].names) ||
            (contents[i].rank > 2 && has_class(classes, contents[i].names)))
            return contents[i].rank > RANK_MAIN || !str_ieq(tag, STR("main")) ? contents[i].rank
                                                                             : RANK_MAIN;
    if (str_ieq(tag, STR("main")) || str_ieq(role, STR("main")))
        return RANK_MAIN;
    return str_ieq(tag, STR("article")) ? RANK_ARTICLE : 0;
}

struct element element_of(struct str tag, const struct html_attribute *attributes, size_t count)
{
    struct element e = {.kind = ELEMENT_INLINE};
    for (size_t i = 0; i < ARRAY_LEN(tags); i++)
        if (is_listed(tag, tags[i].tags))
            e.kind = tags[i].kind;
    if (e.kind == ELEMENT_INLINE && str_find_char(tag, '-') != STR_NOT_FOUND)
        e.kind = ELEMENT_BLOCK; /* an element of the site's own */
    if (!count || e.kind == ELEMENT_LEFT_OUT) {
        e.content_rank = content_rank(tag, STR_NONE, STR_NONE, STR_NONE);
        return e;
    }
    struct str role = element_attribute(attributes, count, "role");
    struct str id = element_attribute(attributes, count, "id");
    struct str classes = first_classes(element_attribute(attributes, count, "class"));
    e.content_rank = content_rank(tag, role, id, classes);
    bool panel = is_listed(role, "tabpanel tablist tab");
    for (size_t i = 0; i < ARRAY_LEN(roles); i++)
        if (is_listed(role, roles[i].roles))
            e.kind = roles[i].kind;
    if (str_ieq(tag, STR("html")) || str_ieq(tag, STR("body")) || str_ieq(tag, STR("main")))
        return e;
    /* a tab's panel and a zone are hidden until they are chosen, and so is the source of AWS's tabs */
    bool closed = panel || str_ieq(tag, STR("dl")) ||
                  element_attribute(attributes, count, "data-pivot").n > 0;
    if ((!closed && is_hidden(attributes, count)) || is_listed(id, furniture) ||
        has_class(classes, furniture) || has_class(classes, alert_titles))
        e.kind = ELEMENT_LEFT_OUT;
    else if (e.kind == ELEMENT_BLOCK && element_attribute(attributes, count, "data-pivot").n)
        e.kind = ELEMENT_ZONE;
    else if (e.kind == ELEMENT_BLOCK)
        find_alert(classes, &e);
    return e;
}

struct str element_language(const struct html_attribute *attributes, size_t count)
{
    static const struct str prefixes[] = {STR_INIT("language-"), STR_INIT("lang-"),
                                          STR_INIT("highlight-source-"), STR_INIT("highlight-")};
    struct str classes = element_attribute(attributes, count, "class"), word;
    while (next_class(&classes, &word))
        for (size_t i = 0; i < ARRAY_LEN(prefixes); i++)
            if (str_istarts(word, prefixes[i]))
                return str_skip(word, prefixes[i].n);
    return STR_NONE;
}

/* ---- open elements --------------------------------------------------------------------------- */

struct frame *frames_push(struct frames *f, struct str tag, const struct html_attribute *attributes,
                          size_t count)
{
    if (f->count == FRAMES_MAX)
        return NULL;
    struct frame *top = &f->items[f->count++];
    *top = (struct frame){.tag = tag, .number = ++f->number};
    if (!f->left_out)
        top->element = element_of(tag, attributes, count);
    if (!f->left_out && top->element.kind == ELEMENT_LEFT_OUT)
        f->left_out = f->count;
    return top;
}

struct frame *frames_top(struct frames *f, struct str tag)
{
    if (!f->count || !str_eq(f->items[f->count - 1].tag, tag))
        return NULL;
    return &f->items[f->count - 1];
}

void frames_pop(struct frames *f)
{
    f->count--;
    if (f->left_out > f->count)
        f->left_out = 0;
}

bool frames_inside(const struct frames *f, const char *tag)
{
    for (size_t i = f->count; i-- > 0;)
        if (str_ieq(f->items[i].tag, str_of(tag)))
            return true;
    return false;
}

unsigned element_heading_level(struct str tag)
{
    return tag.n == 2 && ascii_lower(tag.p[0]) == 'h' && tag.p[1] >= '1' && tag.p[1] <= '6'
               ? (unsigned)(tag.p[1] - '0')
               : 0;
}
