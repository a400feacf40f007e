#include "report/html.h"

#include "report/link_target.h"
#include "report/safe.h"
#include "text/utf8.h"

void html_text(struct buf *out, struct str s)
{
    for (size_t at = 0; at < s.n;) {
        uint32_t c = utf8_next(s, &at);
        switch (c) {
        case '&':
            buf_puts(out, "&amp;");
            break;
        case '<':
            buf_puts(out, "&lt;");
            break;
        case '>':
            buf_puts(out, "&gt;");
            break;
        case '"':
            buf_puts(out, "&quot;");
            break;
        case '\'':
            buf_puts(out, "&#39;");
            break;
        case '\r':
            buf_puts(out, at < s.n && s.p[at] == '\n' ? "" : "\n");
            break;
        case '\t':
        case '\n':
            buf_putc(out, (char)c);
            break;
        default:
            utf8_put(out, safe_code_point(c));
        }
    }
}

void html_open(struct buf *out, const char *name, const char *class)
{
    if (class)
        buf_printf(out, "<%s class=\"errkb-%s\">", name, class);
    else
        buf_printf(out, "<%s>", name);
}

void html_close(struct buf *out, const char *name)
{
    buf_printf(out, "</%s>", name);
}

void html_element(struct buf *out, const char *name, const char *class, struct str s)
{
    html_open(out, name, class);
    html_text(out, s);
    html_close(out, name);
}

void html_attribute(struct buf *out, const char *name, struct str value)
{
    buf_printf(out, " %s=\"", name);
    html_text(out, value);
    buf_putc(out, '"');
}

bool html_href(struct buf *out, struct str target)
{
    struct buf address = BUF_INIT(target.n * 3);
    bool good = link_target_put(&address, target);
    if (good)
        html_attribute(out, "href", buf_str(&address));
    buf_release(&address);
    return good;
}
