#include "import/words/label_number.h"

struct str label_without_number(struct str words, uint16_t *number)
{
    struct str s = words.n && words.p[words.n - 1] == ')' ? str_slice(words, 0, words.n - 1) : words;
    size_t n = s.n;
    while (n > 0 && ascii_is_digit(s.p[n - 1]))
        n--;
    uint64_t value = 0;
    bool joint = n > 0 && (strchr(" #(", s.p[n - 1]) || (unsigned char)s.p[n - 1] >= 0x80);
    if (n < s.n && joint && str_u64(str_skip(s, n), 10, &value) && value < UINT16_MAX) {
        *number = (uint16_t)value;
        return str_trim_set(str_slice(s, 0, n), " #(");
    }
    if (s.n > 2 && s.p[s.n - 1] >= 'A' && s.p[s.n - 1] <= 'H' && strchr(" (", s.p[s.n - 2])) {
        *number = (uint16_t)(s.p[s.n - 1] - 'A' + 1);
        return str_trim_set(str_slice(s, 0, s.n - 1), " (");
    }
    return words;
}

struct str label_without_ordinal(struct str s, uint16_t *number)
{
    static const char *const words[][2] = {{"first ", "1st "}, {"second ", "2nd "}, {"third ", "3rd "},
                                           {"fourth ", "4th "}, {"fifth ", "5th "}, {"sixth ", "6th "}};
    static const struct str links[] = {STR_INIT(" for"), STR_INIT(" for cause"), STR_INIT(" to cause")};
    for (size_t i = 0; i < ARRAY_LEN(links) && *number; i++)
        if (str_ends(s, links[i]))
            return str_slice(s, 0, s.n - links[i].n);
    for (size_t i = 0; i < ARRAY_LEN(words) && !*number; i++)
        for (size_t k = 0; k < 2; k++)
            if (str_starts(s, str_of(words[i][k]))) {
                *number = (uint16_t)(i + 1);
                return str_skip(s, strlen(words[i][k]));
            }
    return s;
}
