#include "import/html.h"

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

/* A tag of HTML, or what a document means by a placeholder: <UUID>, <host name>? */
static bool is_html_name(struct str name)
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
    if (!is_html_name(name)) {
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

/* ---- blocks ---------------------------------------------------------------------------------- */

struct sax {
    struct tree_builder *builder;
    htmlParserCtxtPtr parser;
    uint32_t first_line;
    unsigned silent; /* inside <script>, <style> */
};

static struct str xml_str(const xmlChar *s)
{
    return str_of((const char *)s);
}

static uint32_t sax_line(const struct sax *s)
{
    int line = s->parser->input ? s->parser->input->line : 1;
    return s->first_line + (line > 0 ? (uint32_t)line - 1 : 0);
}

static bool is_silent(struct str name)
{
    return str_ieq(name, STR("script")) || str_ieq(name, STR("style"));
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
    struct sax *s = ctx;
    struct tag_attributes a = {STR_NONE, STR_NONE, STR_NONE};
    for (; attributes && attributes[0]; attributes += 2)
        take_attribute(&a, xml_str(attributes[0]), xml_str(attributes[1]));
    s->silent += is_silent(xml_str(name));
    tree_open_tag(s->builder, xml_str(name), &a, sax_line(s));
}

static void on_end(void *ctx, const xmlChar *name)
{
    struct sax *s = ctx;
    if (s->silent && is_silent(xml_str(name)))
        s->silent--;
    /* libxml2 closes <br> too: only </br> in the source means a break, and that is rare */
    if (!str_ieq(xml_str(name), STR("br")))
        tree_close_tag(s->builder, xml_str(name));
}

static void on_text(void *ctx, const xmlChar *text, int n)
{
    struct sax *s = ctx;
    if (!s->silent && n > 0)
        tree_text(s->builder, str_n((const char *)text, (size_t)n), sax_line(s));
}

static void parse(struct sax *s, struct str html)
{
    s->parser = htmlNewParserCtxt();
    if (!s->parser)
        return;
    *s->parser->sax = (htmlSAXHandler){
        .startElement = on_start,
        .endElement = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
    };
    s->parser->userData = s;
    xmlDocPtr doc = htmlCtxtReadMemory(s->parser, html.p, (int)html.n, NULL, "UTF-8",
                                       HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                           HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                           HTML_PARSE_NODEFDTD);
    xmlFreeDoc(doc);
    htmlFreeParserCtxt(s->parser);
}

void html_block(struct tree_builder *b, struct str html, uint32_t line)
{
    struct str trimmed = str_trim(html);
    bool comment = str_starts(trimmed, STR("<!--")) &&
                   str_find(trimmed, STR("-->")) == trimmed.n - STR("-->").n;
    if (!trimmed.n || comment || html.n > INT32_MAX)
        return;
    const struct node *at = b->at;
    while (at->foreign) /* an implicit paragraph: it ends here */
        at = at->parent;
    struct sax s = {.builder = b, .first_line = line};
    parse(&s, html);
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
