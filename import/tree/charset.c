#include "import/tree/charset.h"

#include <iconv.h>

enum {
    CHARSET_REACH = 1024, /* bytes in which <meta charset> must stand (HTML 5) */
    CHARSET_NAME_MAX = 40,
};

/* What <meta charset="x"> or <meta http-equiv ... content="text/html; charset=x"> names. */
static struct str declared_charset(struct str bytes)
{
    struct str head = str_slice(bytes, 0, CHARSET_REACH);
    size_t at = str_ifind(head, STR("charset="));
    if (at == STR_NOT_FOUND)
        return STR_NONE;
    struct str rest = str_trim_set(str_skip(head, at + STR("charset=").n), " \"'");
    size_t n = 0;
    while (n < rest.n && (ascii_is_alnum(rest.p[n]) || strchr("-_.:", rest.p[n])))
        n++;
    return str_slice(rest, 0, n);
}

/* Bytes that are none of the encoding's become U+FFFD, one for each. */
static void convert(iconv_t converter, struct str bytes, struct buf *out)
{
    char chunk[4096], *in = (char *)(uintptr_t)bytes.p;
    size_t left = bytes.n;
    while (left > 0) {
        char *to = chunk;
        size_t room = sizeof chunk;
        bool bad = iconv(converter, &in, &left, &to, &room) == (size_t)-1 && room > sizeof chunk / 2;
        buf_put(out, str_n(chunk, sizeof chunk - room));
        if (!bad)
            continue;
        buf_puts(out, "\xEF\xBF\xBD");
        in++;
        left--;
        iconv(converter, NULL, NULL, NULL, NULL);
    }
}

struct str charset_decode(struct str bytes, struct buf *out, struct str *unknown)
{
    *unknown = STR_NONE;
    bool marked = str_starts(bytes, STR("\xEF\xBB\xBF")) || str_starts(bytes, STR("\xFF\xFE")) ||
                  str_starts(bytes, STR("\xFE\xFF"));
    struct str charset = declared_charset(bytes);
    /* a page that calls itself UTF-16 in ASCII letters is none */
    if (marked || !charset.n || str_istarts(charset, STR("utf")))
        return bytes;
    char name[CHARSET_NAME_MAX + 1] = "";
    memcpy(name, charset.p, min_size(charset.n, CHARSET_NAME_MAX));
    /* what is called Latin 1 or ASCII on the web is Windows-1252 (WHATWG encoding standard) */
    bool latin = str_istarts(charset, STR("iso-8859-1")) && charset.n == STR("iso-8859-1").n;
    if (latin || str_istarts(charset, STR("latin1")) || str_istarts(charset, STR("us-ascii")))
        memcpy(name, "windows-1252", sizeof "windows-1252");
    iconv_t converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1) {
        *unknown = charset;
        return bytes;
    }
    size_t start = out->n;
    convert(converter, bytes, out);
    iconv_close(converter);
    return str_skip(buf_str(out), start);
}
