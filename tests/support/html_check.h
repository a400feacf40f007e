/*
 * html_check.h - whether text is an HTML fragment as report/ promises it: elements that nest as HTML
 * wants them, known attributes in double quotes, the five entities and no other '&', nothing but
 * harmless link targets. It shares no code with what writes them.
 */
#ifndef TESTS_HTML_CHECK_H
#define TESTS_HTML_CHECK_H

#include "base/buf.h"

enum html_kind { HTML_INLINE, HTML_BLOCK, HTML_PARTS };

/* `in`: elements one of which must be the parent ("" is any); `holds`: what may stand in it. */
struct html_rule {
    const char *name, *in;
    enum html_kind kind, holds;
    bool empty; /* <br/> */
};

static const struct html_rule html_rules[] = {
    {"article", "", HTML_BLOCK, HTML_BLOCK, false},
    {"section", "", HTML_BLOCK, HTML_BLOCK, false},
    {"header", "", HTML_BLOCK, HTML_BLOCK, false},
    {"footer", "", HTML_BLOCK, HTML_BLOCK, false},
    {"h1", "", HTML_BLOCK, HTML_INLINE, false},
    {"h2", "", HTML_BLOCK, HTML_INLINE, false},
    {"h3", "", HTML_BLOCK, HTML_INLINE, false},
    {"h4", "", HTML_BLOCK, HTML_INLINE, false},
    {"h5", "", HTML_BLOCK, HTML_INLINE, false},
    {"h6", "", HTML_BLOCK, HTML_INLINE, false},
    {"p", "", HTML_BLOCK, HTML_INLINE, false},
    {"blockquote", "", HTML_BLOCK, HTML_BLOCK, false},
    {"pre", "", HTML_BLOCK, HTML_INLINE, false},
    {"hr", "", HTML_BLOCK, HTML_INLINE, true},
    {"ul", "", HTML_BLOCK, HTML_PARTS, false},
    {"ol", "", HTML_BLOCK, HTML_PARTS, false},
    {"li", "ul ol", HTML_BLOCK, HTML_BLOCK, false},
    {"dl", "", HTML_BLOCK, HTML_PARTS, false},
    {"dt", "dl", HTML_BLOCK, HTML_INLINE, false},
    {"dd", "dl", HTML_BLOCK, HTML_BLOCK, false},
    {"table", "", HTML_BLOCK, HTML_PARTS, false},
    {"thead", "table", HTML_BLOCK, HTML_PARTS, false},
    {"tbody", "table", HTML_BLOCK, HTML_PARTS, false},
    {"tr", "thead tbody", HTML_BLOCK, HTML_PARTS, false},
    {"th", "tr", HTML_BLOCK, HTML_INLINE, false},
    {"td", "tr", HTML_BLOCK, HTML_INLINE, false},
    {"a", "", HTML_INLINE, HTML_INLINE, false},
    {"strong", "", HTML_INLINE, HTML_INLINE, false},
    {"em", "", HTML_INLINE, HTML_INLINE, false},
    {"code", "", HTML_INLINE, HTML_INLINE, false},
    {"span", "", HTML_INLINE, HTML_INLINE, false},
    {"q", "", HTML_INLINE, HTML_INLINE, false},
    {"time", "", HTML_INLINE, HTML_INLINE, false},
    {"main", "", HTML_BLOCK, HTML_BLOCK, false},
    {"div", "", HTML_BLOCK, HTML_BLOCK, false},
    {"details", "", HTML_BLOCK, HTML_BLOCK, false},
    {"summary", "details", HTML_BLOCK, HTML_INLINE, false},
    {"label", "", HTML_INLINE, HTML_INLINE, false},
    {"input", "", HTML_INLINE, HTML_INLINE, true},
    {"output", "", HTML_INLINE, HTML_INLINE, false},
    {"button", "", HTML_INLINE, HTML_INLINE, false},
    {"svg", "", HTML_INLINE, HTML_PARTS, false},
    {"rect", "svg", HTML_INLINE, HTML_PARTS, false},
    {"title", "rect", HTML_INLINE, HTML_INLINE, false},
    {"br", "", HTML_INLINE, HTML_INLINE, true},
};

struct html_check {
    struct str s;
    size_t at;
    const struct html_rule *open[64];
    size_t depth;
    const char *fault;
};

static inline bool html_listed(const char *list, const char *name)
{
    struct str rest = str_of(list), word;
    while (str_next_part(&rest, ' ', &word))
        if (str_eq(word, str_of(name)))
            return true;
    return false;
}

/* The length of the entity at s.p[0], and what it stands for; 0: none of the five. */
static inline size_t html_entity(struct str s, char *c)
{
    static const struct {
        struct str entity;
        char c;
    } known[] = {{STR_INIT("&amp;"), '&'}, {STR_INIT("&lt;"), '<'}, {STR_INIT("&gt;"), '>'},
                 {STR_INIT("&quot;"), '"'}, {STR_INIT("&#39;"), '\''}};
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (str_starts(s, known[i].entity)) {
            *c = known[i].c;
            return known[i].entity.n;
        }
    return 0;
}

/* What a browser makes of an address: blanks and controls before it, tabs and line ends in it go. */
static inline bool html_harmless_target(struct str value)
{
    char address[4096], c;
    size_t n = 0;
    for (size_t at = 0; at < value.n && n + 1 < sizeof address; at++) {
        c = value.p[at];
        if (c == '&')
            at += html_entity(str_skip(value, at), &c) - 1;
        if ((n == 0 && (unsigned char)c <= ' ') || (c && strchr("\t\r\n", c)))
            continue;
        address[n++] = c == '\\' ? '/' : c;
    }
    struct str target = str_n(address, n);
    size_t scheme = 0;
    while (scheme < n && (ascii_is_alnum(address[scheme]) || memchr("+-.", address[scheme], 3)))
        scheme++;
    if (scheme < n && address[scheme] == ':')
        return str_istarts(target, STR("http:")) || str_istarts(target, STR("https:")) ||
               str_istarts(target, STR("mailto:"));
    return n && !str_starts(target, STR("//"));
}

static inline bool html_take(struct html_check *h, const char *text)
{
    if (!str_starts(str_skip(h->s, h->at), str_of(text)))
        return false;
    h->at += strlen(text);
    return true;
}

static inline struct str html_word(struct html_check *h)
{
    size_t start = h->at;
    while (h->at < h->s.n && (ascii_is_alpha(h->s.p[h->at]) || ascii_is_digit(h->s.p[h->at]) ||
                              h->s.p[h->at] == '-'))
        h->at++;
    return str_slice(h->s, start, h->at);
}

static inline bool html_attributes(struct html_check *h)
{
    static const char *const names = "class href value lang data-entry data-facet data-value "
                                     "id hidden type role aria-label aria-hidden viewBox "
                                     "preserveAspectRatio x y width height";
    while (html_take(h, " ")) {
        char name[32];
        struct str word = html_word(h);
        if (word.n == 0 || word.n >= sizeof name || !html_take(h, "=\""))
            return false;
        memcpy(name, word.p, word.n);
        name[word.n] = '\0';
        size_t end = str_find_char(str_skip(h->s, h->at), '"');
        if (!html_listed(names, name) || end == STR_NOT_FOUND)
            return false;
        struct str value = str_slice(h->s, h->at, h->at + end);
        h->at += end + 1;
        if (str_find_char(value, '<') != STR_NOT_FOUND)
            return false;
        char c;
        for (size_t i = 0; i < value.n; i++)
            if (value.p[i] == '&' && !html_entity(str_skip(value, i), &c))
                return false;
        if (strcmp(name, "href") == 0 && !html_harmless_target(value))
            return false;
    }
    return true;
}

static inline const char *html_start(struct html_check *h)
{
    struct str name = html_word(h);
    const struct html_rule *rule = NULL;
    for (size_t i = 0; i < ARRAY_LEN(html_rules); i++)
        if (str_eq(name, str_of(html_rules[i].name)))
            rule = &html_rules[i];
    if (!rule)
        return "an element that is not in the list";
    const struct html_rule *parent = h->depth ? h->open[h->depth - 1] : NULL;
    if (rule->in[0] && (!parent || !html_listed(rule->in, parent->name)))
        return "an element that cannot stand here";
    if (parent && parent->holds == HTML_PARTS && !rule->in[0])
        return "an element among the parts of a list or table";
    if (parent && parent->holds == HTML_INLINE && rule->kind == HTML_BLOCK)
        return "a block in an inline";
    for (size_t i = 0; i < h->depth; i++)
        if (strcmp(rule->name, "a") == 0 && strcmp(h->open[i]->name, "a") == 0)
            return "a link in a link";
    if (!html_attributes(h))
        return "a bad attribute";
    if (!html_take(h, rule->empty ? "/>" : ">"))
        return "a tag that is not closed";
    if (rule->empty)
        return NULL;
    if (h->depth == ARRAY_LEN(h->open))
        return "nested too deeply";
    h->open[h->depth++] = rule;
    return NULL;
}

static inline const char *html_step(struct html_check *h)
{
    const struct html_rule *parent = h->depth ? h->open[h->depth - 1] : NULL;
    char c = h->s.p[h->at];
    if (html_take(h, "</")) {
        struct str name = html_word(h);
        if (!parent || !str_eq(name, str_of(parent->name)) || !html_take(h, ">"))
            return "an end tag that closes nothing";
        h->depth--;
        return NULL;
    }
    if (html_take(h, "<"))
        return html_start(h);
    if (c == '>')
        return "a bare '>'";
    size_t n = c == '&' ? html_entity(str_skip(h->s, h->at), &c) : 1;
    if (n == 0)
        return "a bare '&'";
    if (parent && parent->holds == HTML_PARTS && c != '\n')
        return "text among the parts of a list or table";
    h->at += n;
    return NULL;
}

/* NULL when all is well; else what is wrong, at *where. */
static inline const char *html_fault(struct str s, size_t *where)
{
    struct html_check h = {.s = s};
    while (h.at < s.n && !h.fault)
        h.fault = html_step(&h);
    *where = h.at;
    return h.fault ? h.fault : h.depth ? "an element that is left open" : NULL;
}

#endif
