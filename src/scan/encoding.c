#include "scan/encoding.h"

#include "base/mem.h"
#include "scan/clean.h"
#include "text/decode.h"
#include "text/utf8.h"

#include <errno.h>
#include <iconv.h>

enum {
    SNIFF_BYTES = 4096,
    REPLACEMENT = 0xFFFD,
    ICONV_ROOM = 32, /* bytes that one character of iconv's becomes at most */
};

#define NO_ICONV ((iconv_t)-1)

/* ---- guessing -------------------------------------------------------------------------------- */

static bool is_printable_control(unsigned char c)
{
    return (c >= '\b' && c <= '\r') || c == 0x1B; /* with back space and colours */
}

/* More than one in twenty bytes is a control. NULs at the very beginning are those of a log that
 * was cut to nothing under its writer. */
static bool is_binary(struct str s)
{
    static const struct str magics[] = {STR_INIT("%PDF-"),
                                        STR_INIT("PK\3\4"),
                                        STR_INIT("\x7F"
                                                 "ELF"),
                                        STR_INIT("BZh9"),
                                        STR_INIT("\x89PNG"),
                                        STR_INIT("ElfFile"),
                                        STR_INIT("SQLite format 3")};
    size_t controls = 0;
    while (s.n && s.p[0] == 0)
        s = str_skip(s, 1);
    for (size_t i = 0; i < ARRAY_LEN(magics); i++)
        if (str_starts(s, magics[i]))
            return true;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        controls += (c < 0x20 && !is_printable_control(c)) || c == 0x7F;
    }
    return controls * 20 > s.n;
}

/* More bytes above ASCII that are no UTF-8 than characters that are. */
static bool is_single_byte(struct str s)
{
    size_t good = 0, bad = 0;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        if ((unsigned char)s.p[at] < 0x80) {
            at++;
            continue;
        }
        utf8_next(s, &at);
        if (at - from > 1)
            good++;
        else if (s.n - from > 3) /* else it may only be cut off */
            bad++;
    }
    return bad > good;
}

static bool has_cr_lines(struct str s)
{
    return str_find_char(s, '\n') == STR_NOT_FOUND &&
           str_find_char(str_slice(s, 0, s.n - 1), '\r') != STR_NOT_FOUND;
}

struct guess encoding_guess(struct str head, const char *given)
{
    static const struct {
        const char *encoding;
        struct str mark;
    } marks[] = {{NULL, STR_INIT("\xEF\xBB\xBF")},
                 {"UTF-16LE", STR_INIT("\xFF\xFE")},
                 {"UTF-16BE", STR_INIT("\xFE\xFF")}};
    struct guess g = {.encoding = given};
    bool big;
    if (!head.n)
        return g;
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        if (!str_starts(head, marks[i].mark))
            continue;
        g.mark = marks[i].mark.n;
        g.encoding = marks[i].encoding; /* a mark is surer than what was given */
        given = "";
    }
    if (!given && decode_is_utf16(str_slice(head, 0, SNIFF_BYTES), &big))
        g.encoding = big ? "UTF-16BE" : "UTF-16LE";
    bool wide = g.encoding && str_istarts(str_of(g.encoding), STR("UTF-16"));
    g.cr_lines = !wide && head.n && has_cr_lines(head);
    if (wide)
        return g;
    g.binary = is_binary(head);
    if (!given && !g.encoding && !g.binary && is_single_byte(head))
        g.encoding = "Windows-1252";
    return g;
}

/* ---- converting ------------------------------------------------------------------------------ */

typedef size_t step_fn(struct converter *c, struct str in, struct buf *out, bool end);

struct converter {
    step_fn *step; /* one character: the bytes it took, 0 when it is not whole */
    bool big;
    iconv_t iconv;
};

static size_t step_utf8(struct converter *c, struct str in, struct buf *out, bool end)
{
    (void)c;
    size_t at = 0;
    uint32_t code_point = utf8_next(in, &at);
    if (at == 1 && code_point == REPLACEMENT && in.n < 4 && !end)
        return 0;
    utf8_put(out, code_point);
    return at;
}

static size_t step_utf16(struct converter *c, struct str in, struct buf *out, bool end)
{
    if (in.n < 2) {
        if (end)
            utf8_put(out, REPLACEMENT);
        return end ? in.n : 0;
    }
    const unsigned char *p = (const unsigned char *)in.p;
    uint32_t unit = (uint32_t)(c->big ? p[0] << 8 | p[1] : p[1] << 8 | p[0]);
    if (unit < 0xD800 || unit > 0xDFFF) {
        utf8_put(out, unit);
        return 2;
    }
    if (unit <= 0xDBFF && in.n < 4 && !end)
        return 0;
    uint32_t trail = in.n < 4 ? 0 : (uint32_t)(c->big ? p[2] << 8 | p[3] : p[3] << 8 | p[2]);
    bool pair = unit <= 0xDBFF && trail >= 0xDC00 && trail <= 0xDFFF;
    utf8_put(out, pair ? 0x10000 + ((unit - 0xD800) << 10) + (trail - 0xDC00) : REPLACEMENT);
    return pair ? 4 : 2;
}

/* With UTF-8 between it, as programs of two minds write it: nobody means what its bytes would be.
 */
static size_t step_cp1252(struct converter *c, struct str in, struct buf *out, bool end)
{
    (void)c;
    size_t at = 0;
    unsigned char byte = (unsigned char)in.p[0];
    uint32_t code_point = byte < 0x80 ? byte : utf8_next(in, &at);
    if (at > 1) {
        utf8_put(out, code_point);
        return at;
    }
    if (byte >= 0xC2 && in.n < 4 && !end)
        return 0;
    utf8_put(out, cp1252(byte));
    return 1;
}

static size_t step_iconv(struct converter *c, struct str in, struct buf *out, bool end)
{
    char made[ICONV_ROOM];
    /* The shortest prefix that gives something: iconv takes as much as it can otherwise. */
    for (size_t n = 1; n <= min_size(in.n, 8); n++) {
        char *from = (char *)(uintptr_t)in.p, *to = made;
        size_t left = n, room = sizeof made;
        size_t result = iconv(c->iconv, &from, &left, &to, &room);
        if (result == (size_t)-1 && errno == EINVAL)
            continue;
        size_t used = n - left;
        if (result == (size_t)-1 || used == 0)
            break;
        buf_put(out, str_n(made, sizeof made - room));
        return used;
    }
    if (in.n < 8 && !end)
        return 0;
    iconv(c->iconv, NULL, NULL, NULL, NULL);
    utf8_put(out, REPLACEMENT);
    return 1;
}

static const struct {
    struct str name;
    step_fn *step;
    bool big;
} known[] = {
    {STR_INIT("UTF-8"), step_utf8, false},
    {STR_INIT("UTF8"), step_utf8, false},
    {STR_INIT("ASCII"), step_utf8, false},
    {STR_INIT("US-ASCII"), step_utf8, false},
    {STR_INIT("UTF-16"), step_utf16, false},
    {STR_INIT("UTF-16LE"), step_utf16, false},
    {STR_INIT("UTF-16BE"), step_utf16, true},
    {STR_INIT("Windows-1252"), step_cp1252, false},
    {STR_INIT("CP1252"), step_cp1252, false},
    {STR_INIT("ISO-8859-1"), step_cp1252, false}, /* what is called so is Windows-1252 */
    {STR_INIT("Latin-1"), step_cp1252, false},
    {STR_INIT("Latin1"), step_cp1252, false},
};

struct converter *converter_new(const char *encoding, struct err *err)
{
    struct converter c = {.iconv = NO_ICONV};
    for (size_t i = 0; i < ARRAY_LEN(known) && !c.step; i++) {
        if (!str_ieq(known[i].name, str_of(encoding)))
            continue;
        c.step = known[i].step;
        c.big = known[i].big;
    }
    if (!c.step) {
        c.step = step_iconv;
        c.iconv = iconv_open("UTF-8", encoding);
        if (c.iconv == NO_ICONV) {
            err_set(err, ERR_INVALID,
                    "no encoding is called '%s' here: give a name that `iconv -l` has", encoding);
            return NULL;
        }
    }
    struct converter *copy = mem_alloc(sizeof *copy);
    *copy = c;
    return copy;
}

void converter_free(struct converter *c)
{
    if (!c)
        return;
    if (c->iconv != NO_ICONV)
        iconv_close(c->iconv);
    mem_free(c);
}

/* Eight characters of ASCII that are two bytes each: what Windows' logs consist of. */
static bool ascii_run(const struct converter *c, const char *in, char *out)
{
    uint16_t other = 0;
    char bytes[16];
    memcpy(bytes, in, sizeof bytes);
    unsigned high = c->big ? 0 : 1;
    for (size_t i = 0; i < 8; i++) {
        other |= (unsigned char)bytes[2 * i + high];
        other |= (unsigned char)bytes[2 * i + 1 - high] & 0x80u;
        out[i] = bytes[2 * i + 1 - high];
    }
    return other == 0;
}

size_t converter_run(struct converter *c, struct str *in, char *out, size_t room, bool end)
{
    struct buf b = {.p = out, .cap = room, .max = room - 1};
    while (in->n && b.max - b.n >= ICONV_ROOM) {
        if (c->step == step_utf16 && in->n >= 16 && ascii_run(c, in->p, b.p + b.n)) {
            b.n += 8;
            *in = str_skip(*in, 16);
            continue;
        }
        size_t used = c->step(c, *in, &b, end);
        if (!used)
            break;
        *in = str_skip(*in, used);
    }
    return b.n;
}
