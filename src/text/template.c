#include "text/template.h"

#include "text/placeholder.h"
#include "text/utf8.h"

enum { NAME_MAX_BYTES = 40 };

static bool is_name_byte(char c)
{
    return ascii_is_alnum(c) || c == '_';
}

/* The byte at i, or a NUL outside of the text. */
static char at(struct str s, size_t i)
{
    return i < s.n ? s.p[i] : '\0';
}

/* ---- reading and writing templates ----------------------------------------------------------- */

size_t template_braced_at(struct str s, size_t i)
{
    if (at(s, i) != '{')
        return 0;
    size_t end = i + 1;
    while (end < s.n && end - i <= NAME_MAX_BYTES && is_name_byte(s.p[end]))
        end++;
    return at(s, end) == '}' ? end + 1 - i : 0;
}

struct template_piece *template_parse(struct arena *a, struct str tmpl, size_t *count)
{
    struct template_piece *pieces = NULL;
    size_t n = 0, cap = 0;
    char *text = arena_alloc(a, tmpl.n + 1); /* literals with their braces single again */
    size_t used = 0, start = 0;

    for (size_t i = 0; i < tmpl.n;) {
        size_t braced = 0;
        if (tmpl.p[i] == at(tmpl, i + 1) && (tmpl.p[i] == '{' || tmpl.p[i] == '}')) {
            text[used++] = tmpl.p[i];
            i += 2;
        } else if ((braced = template_braced_at(tmpl, i)) == 0) {
            text[used++] = tmpl.p[i++];
        }
        if (used > start && (braced || i >= tmpl.n)) {
            pieces = arena_grow(a, pieces, n, &cap, sizeof *pieces);
            pieces[n++] = (struct template_piece){str_n(text + start, used - start), false};
            start = used;
        }
        if (braced && (n == 0 || !pieces[n - 1].placeholder)) {
            pieces = arena_grow(a, pieces, n, &cap, sizeof *pieces);
            pieces[n++] = (struct template_piece){str_slice(tmpl, i + 1, i + braced - 1), true};
        }
        i += braced;
    }
    *count = n;
    return pieces;
}

void template_put_literal(struct buf *out, struct str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '{' || text.p[i] == '}') {
            buf_put(out, str_slice(text, from, i + 1));
            from = i;
        }
    buf_put(out, str_skip(text, from));
}

void template_put_placeholder(struct buf *out, struct str name)
{
    name = str_slice(name, 0, NAME_MAX_BYTES);
    buf_putc(out, '{');
    for (size_t i = 0; i < name.n; i++)
        buf_putc(out, is_name_byte(name.p[i]) ? name.p[i] : '_');
    buf_putc(out, '}');
}

struct str template_display(struct arena *a, struct str tmpl)
{
    size_t count;
    struct template_piece *pieces = template_parse(a, tmpl, &count);
    struct buf out = BUF_INIT((tmpl.n + 1) * 4);
    for (size_t i = 0; i < count; i++) {
        if (!pieces[i].placeholder)
            buf_put(&out, pieces[i].text);
        else if (pieces[i].text.n)
            buf_printf(&out, "<%.*s>", STR_ARG(pieces[i].text));
        else
            buf_puts(&out, "…");
    }
    struct str text = arena_dup(a, buf_str(&out));
    buf_release(&out);
    return text;
}

/* Without the white space and ellipses at both ends, which only say that there was more. */
static struct str trim_message(struct str s)
{
    for (size_t before = s.n + 1; s.n < before;) {
        before = s.n;
        s = str_trim(s);
        if (str_starts(s, STR("…")))
            s = str_skip(s, STR("…").n);
        if (str_ends(s, STR("…")))
            s = str_slice(s, 0, s.n - STR("…").n);
        if (str_starts(s, STR("...")))
            s = str_skip(s, 3);
        if (str_ends(s, STR("...")))
            s = str_slice(s, 0, s.n - 3);
    }
    return s;
}

/* One literal byte, white space in runs as one space. */
static size_t put_byte(const struct placeholder_text *m, size_t i, struct buf *out)
{
    struct str s = m->text;
    char c = s.p[i];
    if (ascii_is_space(c)) {
        if (out->n && out->p[out->n - 1] != ' ')
            buf_putc(out, ' ');
        return 1;
    }
    bool brace = c == '{' || c == '}';
    buf_putc(out, c);
    if (brace)
        buf_putc(out, c);
    return brace && m->marked && at(s, i + 1) == c ? 2 : 1;
}

struct str template_from_message(struct arena *a, struct str message, bool marked)
{
    struct placeholder_text m = {trim_message(utf8_cut(message, TEMPLATE_MAX)), marked, false};
    for (size_t i = 0; i < m.text.n; i++)
        m.has_lower = m.has_lower || ascii_is_lower(m.text.p[i]);

    struct buf out = BUF_INIT(TEMPLATE_MAX);
    size_t placeholders = 0;
    for (size_t i = 0; i < m.text.n && !out.cut;) {
        struct placeholder f = placeholder_at(&m, i);
        if (!f.size) {
            i += put_byte(&m, i, &out);
            continue;
        }
        if (++placeholders > TEMPLATE_PLACEHOLDERS_MAX)
            f.name = STR_NONE;
        buf_put(&out, str_slice(m.text, i, i + f.left));
        template_put_placeholder(&out, f.name);
        buf_put(&out, str_slice(m.text, i + f.size - f.right, i + f.size));
        i += f.size;
    }
    struct str whole = buf_str(&out);
    struct str tmpl = arena_dup(a, str_slice(whole, 0, out.cut ? utf8_valid(whole) : whole.n));
    buf_release(&out);
    return tmpl;
}
