#include "report/shell_word.h"

/* No shell gives the character a meaning there. */
static bool is_plain_at(struct str word, size_t i)
{
    static const struct str anywhere = STR_INIT("_./@:+,"), inside = STR_INIT("-=#");
    char c = word.p[i];
    return ascii_is_alnum(c) || str_find_char(anywhere, c) != STR_NOT_FOUND ||
           (i > 0 && str_find_char(inside, c) != STR_NOT_FOUND);
}

static bool is_plain(struct str word)
{
    size_t i = 0;
    while (i < word.n && is_plain_at(word, i))
        i++;
    return word.n && i == word.n;
}

void shell_word_put(struct buf *out, struct str word)
{
    if (is_plain(word)) {
        buf_put(out, word);
        return;
    }
    buf_putc(out, '\'');
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] == '\'')
            buf_puts(out, "'\\''");
        else
            buf_putc(out, word.p[i] ? word.p[i] : '?');
    }
    buf_putc(out, '\'');
}
