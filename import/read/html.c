#include "import/read/html.h"

#include "text/utf8.h"

#include <libxml/HTMLparser.h>

enum {
    ENTITY_NAME_MAX = 32,
    TAG_NAME_MAX = 16,
    NO_BREAK_SPACE = 0xA0,
};

/* ---- tags among inlines ---------------------------------------------------------------------- */

/* Cut `name` or `name=value` off the front of *rest; false at the end of the tag. */
static bool next_attribute(struct str *rest, struct str *name, struct str *value)
{
    *rest = str_trim_set(*rest, " \t\r\n/");
    *value = STR_NONE;
    size_t n = 0;
    while (n < rest->n && !ascii_is_space(rest->p[n]) && rest->p[n] != '=')
        n++;
    if (n == 0 && rest->n)
        n = 1; /* a stray '=' */
    *name = str_slice(*rest, 0, n);
    if (n == 0)
        return false;
    struct str after = str_skip(*rest, n);
    struct str trimmed = str_trim(after);
    if (!trimmed.n || trimmed.p[0] != '=') {
        *rest = after;
        return true;
    }
    trimmed = str_trim(str_skip(trimmed, 1));
    char quote = trimmed.n && (trimmed.p[0] == '"' || trimmed.p[0] == '\'') ? trimmed.p[0] : 0;
    size_t end = quote ? str_find_char(str_skip(trimmed, 1), quote) : STR_NOT_FOUND;
    if (end != STR_NOT_FOUND) {
        *value = str_slice(trimmed, 1, end + 1);
        *rest = str_skip(trimmed, end + 2);
        return true;
    }
    end = 0;
    while (end < trimmed.n && !ascii_is_space(trimmed.p[end]))
        end++;
    *value = str_slice(trimmed, 0, end);
    *rest = str_skip(trimmed, end);
    return true;
}

static void take_attribute(struct tag_attributes *a, struct str name, struct str value)
{
    if (str_ieq(name, STR("href")) || str_ieq(name, STR("src")))
        a->target = value;
    else if (str_ieq(name, STR("name")) || str_ieq(name, STR("id")))
        a->anchor = value;
    else if (str_ieq(name, STR("alt")))
        a->alt = value;
}

bool html_is_tag(struct str name)
{
    static const char *const html5[] = {"article", "aside",   "audio",   "canvas", "data",
                                        "details", "dialog",  "figure",  "footer", "header",
                                        "main",    "mark",    "nav",     "picture", "section",
                                        "source",  "summary", "svg",     "time",   "video",
                                        "wbr",     "figcaption"};
    char lower[TAG_NAME_MAX + 1] = "";
    if (name.n > TAG_NAME_MAX)
        return false;
    for (size_t i = 0; i < name.n; i++)
        lower[i] = ascii_lower(name.p[i]);
    for (size_t i = 0; i < ARRAY_LEN(html5); i++)
        if (strcmp(html5[i], lower) == 0)
            return true;
    return htmlTagLookup((const xmlChar *)lower) != NULL;
}

void html_tag(struct tree_builder *b, struct str tag, uint32_t line)
{
    tag = str_trim(tag);
    if (tag.n < 3 || tag.p[0] != '<' || tag.p[1] == '!' || tag.p[1] == '?')
        return;
    bool end = tag.p[1] == '/';
    struct str rest = str_slice(tag, end ? 2 : 1, tag.p[tag.n - 1] == '>' ? tag.n - 1 : tag.n);
    size_t n = 0;
    while (n < rest.n && ascii_is_alnum(rest.p[n]))
        n++;
    struct str name = str_slice(rest, 0, n);
    rest = str_skip(rest, n);
    if (!html_is_tag(name)) {
        if (!end)
            tree_text(b, tag, line);
        return;
    }
    if (end) {
        tree_close_tag(b, name);
        return;
    }
    struct tag_attributes attributes = {STR_NONE, STR_NONE, STR_NONE};
    struct str key, value;
    while (next_attribute(&rest, &key, &value))
        take_attribute(&attributes, key, value);
    tree_open_tag(b, name, &attributes, line);
}

/* ---- parsing --------------------------------------------------------------------------------- */

struct parsing {
    const struct html_handler *handler;
    htmlParserCtxtPtr parser;
    uint32_t first_line;
    size_t tags, mismatches;
    bool stopped; /* by a limit, or by the handler */
};

static struct str xml_str(const xmlChar *s)
{
    return str_of((const char *)s);
}

static uint32_t parser_line(const struct parsing *p)
{
    int line = p->parser->input ? p->parser->input->line : 1;
    return p->first_line + (line > 0 ? (uint32_t)line - 1 : 0);
}

static void stop(struct parsing *p)
{
    p->stopped = true;
    xmlStopParser(p->parser);
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar **pairs)
{
    struct parsing *p = ctx;
    struct html_attribute attributes[HTML_ATTRIBUTES_MAX];
    size_t n = 0;
    if (p->stopped)
        return;
    if (++p->tags > HTML_TAGS_MAX || p->parser->nameNr > HTML_DEPTH_MAX ||
        xmlDictSize(p->parser->dict) > HTML_NAMES_MAX) {
        stop(p);
        return;
    }
    for (; pairs && pairs[0] && n < HTML_ATTRIBUTES_MAX; pairs += 2)
        attributes[n++] = (struct html_attribute){xml_str(pairs[0]), xml_str(pairs[1])};
    if (!p->handler->start(p->handler->ctx, xml_str(name), attributes, n, parser_line(p)))
        stop(p);
}

static void on_end(void *ctx, const xmlChar *name)
{
    struct parsing *p = ctx;
    if (!p->stopped)
        p->handler->end(p->handler->ctx, xml_str(name), parser_line(p));
}

static void on_text(void *ctx, const xmlChar *bytes, int n)
{
    struct parsing *p = ctx;
    if (p->stopped || n <= 0)
        return;
    struct str text = str_n((const char *)bytes, (size_t)n);
    uint32_t line = parser_line(p), lines = 0;
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    p->handler->text(p->handler->ctx, text, line > lines ? line - lines : 1);
}

/* libxml2 looks through all open elements for the one that a stray end tag could mean. */
static void on_error(void *ctx, xmlErrorPtr error)
{
    struct parsing *p = ctx;
    if (error->code == XML_ERR_TAG_NAME_MISMATCH && ++p->mismatches > HTML_MISMATCHES_MAX)
        stop(p);
}

/* Behind the text that only its own end tag ends, or the comment; `at` when there is none. */
static size_t behind_raw(struct str s, size_t at)
{
    static const struct {
        struct str start, end;
    } raws[] = {{STR_INIT("<!--"), STR_INIT("-->")},
                {STR_INIT("<script"), STR_INIT("</script")},
                {STR_INIT("<style"), STR_INIT("</style")}};
    struct str rest = str_skip(s, at);
    for (size_t i = 0; i < ARRAY_LEN(raws); i++) {
        if (!str_istarts(rest, raws[i].start))
            continue;
        size_t end = str_ifind(str_skip(rest, raws[i].start.n), raws[i].end);
        return end == STR_NOT_FOUND ? s.n : at + raws[i].start.n + end + raws[i].end.n;
    }
    return at;
}

/* Attributes of the tag at `at`, counted generously; *end is behind it. */
static size_t count_attributes(struct str s, size_t at, size_t *end)
{
    size_t n = 0, i = at + 1;
    while (i < s.n && s.p[i] != '>') {
        bool blank = ascii_is_space(s.p[i]) || s.p[i] == '/';
        bool value = s.p[i] == '=';
        n += blank && !ascii_is_space(s.p[i - 1]);
        i++;
        while (value && i < s.n && ascii_is_space(s.p[i]))
            i++;
        if (!value || i >= s.n || (s.p[i] != '"' && s.p[i] != '\''))
            continue;
        size_t quote = str_find_char(str_skip(s, i + 1), s.p[i]);
        i = quote == STR_NOT_FOUND ? s.n : i + quote + 2;
        n++;
    }
    *end = i;
    return n;
}

/* The text up to a tag with more attributes than a tag has: libxml2 compares each with all others. */
static struct str without_monsters(struct str s)
{
    for (size_t at = 0; at < s.n;) {
        size_t found = str_find_char(str_skip(s, at), '<');
        if (found == STR_NOT_FOUND)
            break;
        at += found;
        size_t behind = behind_raw(s, at), end = at + 1;
        if (at + 1 < s.n && ascii_is_alpha(s.p[at + 1]) &&
            count_attributes(s, at, &end) > HTML_ATTRIBUTES_MAX)
            return str_slice(s, 0, at);
        at = behind > at ? behind : end;
    }
    return s;
}

bool html_parse(struct str html, uint32_t first_line, const struct html_handler *handler)
{
    struct parsing p = {.handler = handler, .first_line = first_line};
    struct str text = without_monsters(html);
    p.parser = htmlNewParserCtxt();
    if (!p.parser || text.n > INT32_MAX) {
        htmlFreeParserCtxt(p.parser);
        return false;
    }
    *p.parser->sax = (htmlSAXHandler){
        .startElement = on_start,
        .endElement = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .serror = on_error,
        .initialized = XML_SAX2_MAGIC,
    };
    p.parser->userData = &p;
    xmlDocPtr doc =
        htmlCtxtReadMemory(p.parser, text.n ? text.p : " ", (int)max_size(text.n, 1), NULL, "UTF-8",
                           HTML_PARSE_RECOVER | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                               HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC);
    xmlFreeDoc(doc);
    htmlFreeParserCtxt(p.parser);
    return !p.stopped && text.n == html.n;
}

/* ---- blocks ---------------------------------------------------------------------------------- */

struct block {
    struct tree_builder *builder;
    unsigned silent; /* inside <script>, <style> */
};

static bool is_silent(struct str name)
{
    return str_ieq(name, STR("script")) || str_ieq(name, STR("style"));
}

static bool block_start(void *ctx, struct str tag, const struct html_attribute *attributes,
                        size_t count, uint32_t line)
{
    struct block *b = ctx;
    struct tag_attributes a = {STR_NONE, STR_NONE, STR_NONE};
    for (size_t i = 0; i < count; i++)
        take_attribute(&a, attributes[i].name, attributes[i].value);
    b->silent += is_silent(tag);
    tree_open_tag(b->builder, tag, &a, line);
    return !b->builder->full;
}

static void block_end(void *ctx, struct str tag, uint32_t line)
{
    struct block *b = ctx;
    (void)line;
    if (b->silent && is_silent(tag))
        b->silent--;
    /* libxml2 closes <br> too: only </br> in the source means a break, and that is rare */
    if (!str_ieq(tag, STR("br")))
        tree_close_tag(b->builder, tag);
}

static void block_text(void *ctx, struct str text, uint32_t line)
{
    struct block *b = ctx;
    if (!b->silent)
        tree_text(b->builder, text, line);
}

void html_block(struct tree_builder *b, struct str html, uint32_t line)
{
    struct str trimmed = str_trim(html);
    bool comment = str_starts(trimmed, STR("<!--")) &&
                   str_find(trimmed, STR("-->")) == trimmed.n - STR("-->").n;
    if (!trimmed.n || comment)
        return;
    const struct node *at = b->at;
    while (at->foreign) /* an implicit paragraph: it ends here */
        at = at->parent;
    struct block block = {.builder = b};
    const struct html_handler handler = {block_start, block_end, block_text, &block};
    if (!html_parse(html, line, &handler))
        b->truncated = true;
    tree_text(b, STR("\n"), 0); /* text that follows does not stick to the block's last word */
    tree_settle(b, at);
}

/* ---- entities -------------------------------------------------------------------------------- */

void html_entity(struct str entity, struct buf *out)
{
    struct str name = str_slice(entity, 1, entity.n - 1); /* without & and ; */
    uint64_t c = 0;
    if (entity.n >= 4 && name.p[0] == '#') {
        bool hex = name.p[1] == 'x' || name.p[1] == 'X';
        if (!str_u64(str_skip(name, hex ? 2 : 1), hex ? 16 : 10, &c))
            c = 0;
    } else if (entity.n >= 3 && name.n <= ENTITY_NAME_MAX) {
        char cstr[ENTITY_NAME_MAX + 1] = "";
        memcpy(cstr, name.p, name.n);
        const htmlEntityDesc *e = htmlEntityLookup((const xmlChar *)cstr);
        c = e ? e->value : 0;
    }
    bool valid = c >= 0x20 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
    if (c == NO_BREAK_SPACE)
        buf_putc(out, ' ');
    else if (valid)
        utf8_put(out, (uint32_t)c);
    else
        buf_put(out, entity);
}
