#include "scan/event_xml.h"

#include "base/arena.h"
#include "base/mem.h"
#include "scan/clean.h"
#include "text/utf8.h"

#include <libxml/xmlreader.h>
#include <limits.h>

enum {
    OPTIONS = XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
              XML_PARSE_COMPACT,
    NAME_BYTES_MAX = 128,
    MENDED_MAX = 96 << 20,
    REFERENCE_MAX = 10, /* bytes of "&#x10FFFF;" */
};

/* The parts of an event that have values, by the child of <Event> they stand in. */
enum section { SECTION_NONE, SECTION_SYSTEM, SECTION_DATA, SECTION_RENDERING };

struct event_reader {
    xmlTextReader *xml;
    struct buf text;  /* of the element that is read */
    struct buf name;  /* of the value that it will be */
    struct buf plain; /* values of the event itself, as JSON */
    struct buf data;
    struct buf mended; /* the event's XML, where it was not what XML may be */
    struct arena *arena;
    size_t values;
    unsigned unnamed;
};

struct event_reader *event_reader_new(void)
{
    struct event_reader *r = mem_zalloc(1, sizeof *r);
    buf_init(&r->text, EVENT_VALUE_MAX);
    buf_init(&r->name, NAME_BYTES_MAX);
    buf_init(&r->plain, (size_t)EVENT_VALUES_MAX * EVENT_VALUE_MAX);
    buf_init(&r->data, (size_t)EVENT_VALUES_MAX * EVENT_VALUE_MAX);
    buf_init(&r->mended, MENDED_MAX);
    r->arena = arena_new();
    return r;
}

void event_reader_free(struct event_reader *r)
{
    if (!r)
        return;
    xmlFreeTextReader(r->xml);
    buf_release(&r->text);
    buf_release(&r->name);
    buf_release(&r->plain);
    buf_release(&r->data);
    buf_release(&r->mended);
    arena_free(r->arena);
    mem_free(r);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void put_string(struct buf *out, struct str s)
{
    buf_putc(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\') {
            buf_putc(out, '\\');
            buf_putc(out, (char)c);
        } else if (c < 0x20) {
            buf_printf(out, "\\u%04x", c);
        } else {
            buf_putc(out, (char)c);
        }
    }
    buf_putc(out, '"');
}

static void put_value(struct event_reader *r, struct buf *out, struct str name, struct str value)
{
    value = str_trim(utf8_cut(value, EVENT_VALUE_MAX));
    if (!value.n || !name.n || r->values == EVENT_VALUES_MAX)
        return;
    r->values++;
    if (out->n)
        buf_putc(out, ',');
    put_string(out, name);
    buf_putc(out, ':');
    put_string(out, value);
}

/* ---- what programs write into XML that it may not hold ----------------------------------------
 */

/* A reference to one of XML's own entities or to a character that XML may hold. */
static bool is_reference(struct str s)
{
    static const struct str names[] = {STR_INIT("&lt;"), STR_INIT("&gt;"), STR_INIT("&amp;"),
                                       STR_INIT("&quot;"), STR_INIT("&apos;")};
    size_t end = str_find_char(str_slice(s, 0, REFERENCE_MAX), ';');
    uint64_t c;
    if (end == STR_NOT_FOUND)
        return false;
    if (str_in(str_slice(s, 0, end + 1), names, ARRAY_LEN(names)))
        return true;
    bool hex = s.p[1] == '#' && (s.p[2] == 'x' || s.p[2] == 'X');
    if (s.p[1] != '#' || !str_u64(str_slice(s, hex ? 3 : 2, end), hex ? 16 : 10, &c))
        return false;
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xD800) ||
           (c >= 0xE000 && c < 0xFFFE) || (c >= 0x10000 && c <= 0x10FFFF);
}

static bool is_allowed(struct str s, size_t at)
{
    unsigned char c = (unsigned char)s.p[at];
    if (c == '&')
        return is_reference(str_skip(s, at));
    return c >= 0x20 || c == '\t' || c == '\n' || c == '\r';
}

/* Controls become blanks, an '&' that begins nothing stands for itself. */
static struct str mend(struct event_reader *r, struct str xml)
{
    size_t at = 0, from = 0;
    arena_reset(r->arena);
    buf_clear(&r->mended);
    xml = clean_text(xml, r->arena);
    for (; at < xml.n; at++) {
        if (((unsigned char)xml.p[at] >= 0x20 && xml.p[at] != '&') || is_allowed(xml, at))
            continue;
        buf_put(&r->mended, str_slice(xml, from, at));
        buf_puts(&r->mended, xml.p[at] == '&' ? "&amp;" : " ");
        from = at + 1;
    }
    if (!from)
        return xml;
    buf_put(&r->mended, str_skip(xml, from));
    return buf_str(&r->mended);
}

/* ---- the parts of an event ------------------------------------------------------------------- */

static struct str of_xml(const xmlChar *s)
{
    return str_of((const char *)s);
}

static struct str local_name(struct event_reader *r)
{
    return of_xml(xmlTextReaderConstLocalName(r->xml));
}

static void put_attribute(struct event_reader *r, const char *attribute, struct str name)
{
    xmlChar *value = xmlTextReaderGetAttribute(r->xml, (const xmlChar *)attribute);
    if (value)
        put_value(r, &r->plain, name, of_xml(value));
    xmlFree(value);
}

static enum section section_of(struct str name)
{
    static const struct {
        struct str name;
        enum section section;
    } sections[] = {
        {STR_INIT("System"), SECTION_SYSTEM},
        {STR_INIT("EventData"), SECTION_DATA},
        {STR_INIT("UserData"), SECTION_DATA},
        {STR_INIT("DebugData"), SECTION_DATA},
        {STR_INIT("RenderingInfo"), SECTION_RENDERING},
        {STR_INIT("ProcessingErrorData"), SECTION_DATA},
    };
    for (size_t i = 0; i < ARRAY_LEN(sections); i++)
        if (str_eq(name, sections[i].name))
            return sections[i].section;
    return SECTION_NONE;
}

static void element_begins(struct event_reader *r, enum section section)
{
    struct str name = local_name(r);
    if (section == SECTION_DATA && r->name.n) /* text before an element within it */
        put_value(r, &r->data, buf_str(&r->name), buf_str(&r->text));
    buf_clear(&r->text);
    buf_clear(&r->name);
    if (section == SECTION_SYSTEM && str_eq(name, STR("Provider")))
        put_attribute(r, "Name", STR("Provider"));
    else if (section == SECTION_SYSTEM && str_eq(name, STR("TimeCreated")))
        put_attribute(r, "SystemTime", STR("Time"));
    if (section != SECTION_DATA)
        return;
    xmlChar *given = xmlTextReaderGetAttribute(r->xml, (const xmlChar *)"Name");
    if (given)
        buf_put(&r->name, utf8_cut(of_xml(given), NAME_BYTES_MAX));
    else if (!str_eq(name, STR("Data")))
        buf_put(&r->name, utf8_cut(name, NAME_BYTES_MAX));
    else
        buf_printf(&r->name, "%u", ++r->unnamed);
    xmlFree(given);
}

static void element_ends(struct event_reader *r, enum section section)
{
    static const struct str of_system[] = {STR_INIT("EventID"), STR_INIT("Level"),
                                           STR_INIT("Channel"), STR_INIT("Computer")};
    struct str name = local_name(r);
    if (section == SECTION_SYSTEM && str_in(name, of_system, ARRAY_LEN(of_system)))
        put_value(r, &r->plain, name, buf_str(&r->text));
    else if (section == SECTION_RENDERING && str_eq(name, STR("Message")))
        put_value(r, &r->plain, name, buf_str(&r->text));
    else if (section == SECTION_DATA && r->name.n)
        put_value(r, &r->data, buf_str(&r->name), buf_str(&r->text));
    buf_clear(&r->text);
    buf_clear(&r->name);
}

static void read_nodes(struct event_reader *r)
{
    enum section section = SECTION_NONE;
    while (xmlTextReaderRead(r->xml) == 1) {
        int depth = xmlTextReaderDepth(r->xml);
        switch (xmlTextReaderNodeType(r->xml)) {
        case XML_READER_TYPE_ELEMENT:
            if (depth == 1)
                section = section_of(local_name(r));
            element_begins(r, section);
            if (xmlTextReaderIsEmptyElement(r->xml))
                buf_clear(&r->name);
            break;
        case XML_READER_TYPE_TEXT:
        case XML_READER_TYPE_CDATA:
        case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
            buf_put(&r->text,
                    utf8_cut(of_xml(xmlTextReaderConstValue(r->xml)), r->text.max - r->text.n));
            break;
        case XML_READER_TYPE_END_ELEMENT:
            element_ends(r, section);
            break;
        default:
            break;
        }
    }
    element_ends(r, section); /* it is cut off there: what came before is a value, too */
}

void event_read(struct event_reader *r, struct str xml, struct buf *out)
{
    buf_clear(&r->text);
    buf_clear(&r->name);
    buf_clear(&r->plain);
    buf_clear(&r->data);
    r->values = 0;
    r->unnamed = 0;
    xml = mend(r, xml);
    int size = xml.n > INT_MAX ? INT_MAX : (int)xml.n;
    /* The reader alone gives up half a kilobyte before a fault; over a tree it comes up to it. */
    xmlDoc *doc = xmlReadMemory(xml.p, size, NULL, "UTF-8", OPTIONS);
    int made = 0;
    if (r->xml)
        made = xmlReaderNewWalker(r->xml, doc);
    else
        r->xml = xmlReaderWalker(doc);
    if (doc && r->xml && made == 0)
        read_nodes(r);
    if (r->xml)
        xmlTextReaderClose(r->xml);
    xmlFreeDoc(doc);
    buf_putc(out, '{');
    buf_put(out, buf_str(&r->plain));
    if (r->data.n) {
        if (r->plain.n)
            buf_putc(out, ',');
        buf_puts(out, "\"Data\":{");
        buf_put(out, buf_str(&r->data));
        buf_putc(out, '}');
    }
    buf_puts(out, "}\n");
}
