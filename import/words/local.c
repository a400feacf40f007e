#include "import/words/local.h"

const struct local_words *local_words(size_t language)
{
    static const struct local_words *const all[LOCAL_LANGUAGES] = {&local_german, &local_japanese};
    return language < LOCAL_LANGUAGES ? all[language] : NULL;
}

struct str local_lower(struct str s, char *out)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        /* U+00C0 to U+00DE, but for the sign of multiplication */
        bool upper = i > 0 && (unsigned char)s.p[i - 1] == 0xC3 && c >= 0x80 && c <= 0x9E && c != 0x97;
        out[i] = upper ? (char)(c + 0x20) : ascii_lower(s.p[i]);
    }
    return str_n(out, s.n);
}

size_t local_find(const char *list, struct str text, enum local_where where)
{
    char bytes[LOCAL_TEXT_MAX];
    if (!list || text.n > LOCAL_TEXT_MAX)
        return 0;
    struct str lower = local_lower(text, bytes), rest = str_of(list), item;
    size_t best = 0;
    while (str_next_part(&rest, '|', &item)) {
        bool found = where == LOCAL_WHOLE   ? str_eq(lower, item)
                     : where == LOCAL_START ? str_starts(lower, item)
                                            : str_find(lower, item) != STR_NOT_FOUND;
        if (found && item.n > best)
            best = item.n;
    }
    return best;
}

enum label local_label(struct str words)
{
    for (size_t l = 0; l < LOCAL_LANGUAGES; l++) {
        const struct local_words *w = local_words(l);
        size_t low = 0, high = w->label_count;
        while (low < high) {
            size_t middle = (low + high) / 2;
            int order = str_cmp(words, str_of(w->labels[middle].words));
            if (order == 0)
                return w->labels[middle].label;
            if (order < 0)
                high = middle;
            else
                low = middle + 1;
        }
    }
    return LABEL_NONE;
}
