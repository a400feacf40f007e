/* Characters that stand in the way, and characters that an encoding mistaken for another made. */
#include "text/paste.h"
#include "text/utf8.h"

enum { BELL = 7, ESCAPE = 0x1B, WORD_MAX = 32, SEQUENCE_MAX = 16, MOJIBAKE_TIMES = 3 };

/* ---- UTF-8 read as Windows-1252 or Latin-1 --------------------------------------------------- */

/* The byte that Windows-1252 (0x80 to 0x9F) or Latin-1 shows as c; 0 when there is none. */
static unsigned char byte_shown_as(uint32_t c)
{
    static const uint16_t windows[32] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    if (c >= 0x80 && c <= 0xFF)
        return (unsigned char)c;
    for (size_t i = 0; i < ARRAY_LEN(windows); i++)
        if (windows[i] == c)
            return (unsigned char)(0x80 + i);
    return 0;
}

enum { BYTES_MAX = 4 };

/* Where the characters end that are the bytes of one well-formed character; 0 when they are none. */
static size_t character_end(struct str s, size_t at, char bytes[BYTES_MAX], size_t *n)
{
    for (*n = 0; *n < BYTES_MAX && at < s.n;) {
        unsigned char b = byte_shown_as(utf8_next(s, &at));
        if (b == 0)
            return 0;
        bytes[(*n)++] = (char)b;
        if (*n > 1 && utf8_valid(str_n(bytes, *n)) == *n)
            return at;
    }
    return 0;
}

/* Two bytes alone may be two letters (CLASSÉ»): they count for Latin letters and signs, and where
 * another such character follows, as in Greek or Russian words. */
static size_t undo_mojibake(struct pass *p, size_t at)
{
    char bytes[BYTES_MAX], more[BYTES_MAX];
    size_t n, n2, end = character_end(p->in, at, bytes, &n);
    if (end == 0)
        return 0;
    bool latin = (unsigned char)bytes[0] == 0xC2 || (unsigned char)bytes[0] == 0xC3;
    if (n == 2 && !latin && character_end(p->in, end, more, &n2) == 0 &&
        !(p->out && p->copied == at))
        return 0;
    pass_put(p, bytes, n, at);
    return end - at;
}

/* The last byte was one that many programs drop: a closing quote, a blank that does not break. */
static size_t undo_cut_mojibake(struct pass *p, size_t at)
{
    static const struct {
        struct str shown;
        const char *meant;
    } cut[] = {
        {STR_INIT("\u00E2\u20AC\uFFFD"), "\""},
        {STR_INIT("\u00E2\u20AC?"), "\""},
        {STR_INIT("\u00E2\u20AC "), "\" "},
        {STR_INIT("\u00C2 "), " "},
    };
    for (size_t i = 0; i < ARRAY_LEN(cut); i++)
        if (str_starts(str_skip(p->in, at), cut[i].shown)) {
            pass_put(p, cut[i].meant, strlen(cut[i].meant), at);
            return cut[i].shown.n;
        }
    return 0;
}

static const struct paste_row mojibake_rows[] = {
    {"UTF-8 read as Windows-1252 or Latin-1", "\xC3", NULL, undo_mojibake,
     {{"donâ€™t â€œxâ€\xC2\x9D", "don\u2019t \u201Cx\u201D"},
      {"couldn\u00E2\xC2\x80" "\xC2\x99" "t", "couldn\u2019t"},
      {"fÃ¼r\u00C2\u00A0x", "f\u00FCr\u00A0x"},
      {"Ð½ÐµÑ‚", "\u043D\u0435\u0442"},
      {"inactivity.\u00EF\u00BF\u00BDThe", "inactivity.\uFFFDThe"},
      {"f\u00FCr CLASS\u00C9\u00BB \u00E2ge", "f\u00FCr CLASS\u00C9\u00BB \u00E2ge"}}},
    {"the same with a byte lost", "\xC3", NULL, undo_cut_mojibake,
     {{"â€œxâ€ y", "\u201Cx\" y"}, {"a\u00C2 b", "a b"}, {"\u00C2ge \u00E2\u20AC", "\u00C2ge \u00E2\u20AC"}}},
};

const struct paste_table paste_mojibake = {"mojibake", mojibake_rows, ARRAY_LEN(mojibake_rows),
                                           MOJIBAKE_TIMES, false};

/* ---- controls -------------------------------------------------------------------------------- */

/*
 * A terminal's escape sequence: CSI, OSC, or two bytes (ECMA-48). Only ASCII ends one, so that a
 * broken one takes no part of a character with it.
 */
static size_t undo_sequence(struct pass *p, size_t at)
{
    struct str s = p->in;
    size_t i = at + 1;
    char kind = i < s.n ? s.p[i] : '\0';
    if (kind == ']') {
        while (i < s.n && s.p[i] != BELL && s.p[i] != '\n' && s.p[i] != ESCAPE)
            i++;
        if (i < s.n && s.p[i] == BELL)
            i++;
        else if (str_starts(str_skip(s, i), STR("\x1b\\")))
            i += 2;
        return i - at;
    }
    if (kind == '[')
        for (i++; i < s.n && s.p[i] >= 0x20 && s.p[i] < 0x40; i++)
            ;
    return i - at + (i < s.n && s.p[i] >= 0x20 && s.p[i] < 0x7F);
}

/* Length of `[`, numbers and a letter: what is left of a colour, 0 when there is none. */
size_t paste_colour_length(struct str s, size_t at)
{
    size_t i = at + 1;
    if (at >= s.n || s.p[at] != '[')
        return 0;
    while (i < s.n && i - at < SEQUENCE_MAX && (ascii_is_digit(s.p[i]) || s.p[i] == ';'))
        i++;
    return i < s.n && (s.p[i] == 'm' || s.p[i] == 'K') ? i + 1 - at : 0;
}

/* [0;31m: the escape character got lost. A plain [5m may be five minutes. */
static size_t undo_colour(struct pass *p, size_t at)
{
    size_t n = paste_colour_length(p->in, at);
    if (n < 3 || p->in.p[at + n - 1] != 'm' || (at + n < p->in.n && p->in.p[at + n] == ']'))
        return 0;
    struct str numbers = str_slice(p->in, at + 1, at + n - 1);
    uint64_t value;
    bool colour = str_find_char(numbers, ';') != STR_NOT_FOUND || str_eq(numbers, STR("0")) ||
                  (str_u64(numbers, 10, &value) && ((value >= 30 && value < 50) || value >= 90));
    return colour ? n : 0;
}

static size_t undo_return(struct pass *p, size_t at)
{
    if (at + 1 >= p->in.n || p->in.p[at + 1] != '\n')
        pass_put(p, "\n", 1, at);
    return 1;
}

static size_t undo_control(struct pass *p, size_t at)
{
    pass_put(p, " ", 1, at);
    return 1;
}

static size_t undo_c1(struct pass *p, size_t at)
{
    if (at + 1 < p->in.n && (unsigned char)p->in.p[at + 1] < 0xA0) {
        pass_put(p, " ", 1, at);
        return 2;
    }
    return 0;
}

/* ---- invisible characters and frames --------------------------------------------------------- */

struct range {
    uint32_t from, to;
    const char *with;
};

static size_t undo_range(struct pass *p, size_t at, const struct range *ranges, size_t count)
{
    size_t end = at;
    uint32_t c = utf8_next(p->in, &end);
    for (size_t i = 0; i < count; i++) {
        if (c < ranges[i].from || c > ranges[i].to)
            continue;
        pass_put(p, ranges[i].with, strlen(ranges[i].with), at);
        return end - at;
    }
    return 0;
}

static size_t undo_invisible(struct pass *p, size_t at)
{
    static const struct range ranges[] = {
        {0xAD, 0xAD, ""},     {0x34F, 0x34F, ""},   {0x61C, 0x61C, ""},   {0x180E, 0x180E, ""},
        {0x200B, 0x200F, ""}, {0x202A, 0x202E, ""}, {0x2060, 0x206F, ""}, {0xFEFF, 0xFEFF, ""},
        {0xE0000, 0xE007F, ""},
    };
    return undo_range(p, at, ranges, ARRAY_LEN(ranges));
}

static size_t undo_frame(struct pass *p, size_t at)
{
    /* Lines of boxes, blocks, the corner of a tree's branch; ends of lines and paragraphs. */
    static const struct range ranges[] = {{0x2500, 0x259F, " "}, {0x23B0, 0x23BF, " "},
                                          {0x2028, 0x2029, "\n"}};
    return undo_range(p, at, ranges, ARRAY_LEN(ranges));
}

/* ---- letters of other scripts that look like Latin ones -------------------------------------- */

/* The Latin letter that a Greek or Cyrillic one looks like; 0 when there is none. */
static char latin_like(uint32_t c)
{
    static const struct {
        uint16_t c;
        char latin;
    } alike[] = {
        {0x391, 'A'}, {0x392, 'B'}, {0x395, 'E'}, {0x396, 'Z'}, {0x397, 'H'}, {0x399, 'I'},
        {0x39A, 'K'}, {0x39C, 'M'}, {0x39D, 'N'}, {0x39F, 'O'}, {0x3A1, 'P'}, {0x3A4, 'T'},
        {0x3A5, 'Y'}, {0x3A7, 'X'}, {0x3B9, 'i'}, {0x3BD, 'v'}, {0x3BF, 'o'}, {0x3F2, 'c'},
        {0x405, 'S'}, {0x406, 'I'}, {0x408, 'J'}, {0x410, 'A'}, {0x412, 'B'}, {0x415, 'E'},
        {0x41A, 'K'}, {0x41C, 'M'}, {0x41D, 'H'}, {0x41E, 'O'}, {0x420, 'P'}, {0x421, 'C'},
        {0x422, 'T'}, {0x425, 'X'}, {0x430, 'a'}, {0x435, 'e'}, {0x43E, 'o'}, {0x440, 'p'},
        {0x441, 'c'}, {0x443, 'y'}, {0x445, 'x'}, {0x455, 's'}, {0x456, 'i'}, {0x458, 'j'},
        {0x4BB, 'h'}, {0x501, 'd'}, {0x51B, 'q'}, {0x51D, 'w'},
    };
    for (size_t i = 0; i < ARRAY_LEN(alike); i++)
        if (alike[i].c == c)
            return alike[i].latin;
    return 0;
}

/* What the character at `at` makes of its word: 1 Latin, 0 a look-alike, -1 it ends the word, -2 a
 * letter of another script. */
static int word_part(struct str s, size_t at, size_t *next)
{
    *next = at;
    uint32_t c = utf8_next(s, next);
    if (c < 0x80)
        return ascii_is_alpha((char)c) ? 1 : ascii_is_digit((char)c) || c == '_' ? 0 : -1;
    return latin_like(c) ? 0 : c >= 0x370 && c < 0x530 ? -2 : -1;
}

/* Does a Latin letter stand in the word around `at`, and none but Latin ones and their like? */
static bool in_latin_word(struct str s, size_t at)
{
    bool latin = false;
    size_t next = at;
    for (int i = 0, part; i < WORD_MAX && next < s.n; i++) {
        part = word_part(s, next, &next);
        if (part == -2)
            return false;
        if (part == -1)
            break;
        latin = latin || part == 1;
    }
    for (size_t i = 0, start = at; i < WORD_MAX && start > 0; i++) {
        start = utf8_back(s, start);
        size_t behind;
        int part = word_part(s, start, &behind);
        if (part == -2)
            return false;
        if (part == -1)
            break;
        latin = latin || part == 1;
    }
    return latin;
}

static size_t undo_alike(struct pass *p, size_t at)
{
    size_t end = at;
    char latin = latin_like(utf8_next(p->in, &end));
    if (!latin || !in_latin_word(p->in, at))
        return 0;
    pass_put(p, &latin, 1, at);
    return end - at;
}

static const struct paste_row mark_rows[] = {
    {"a terminal's escape sequence", "\x1b", NULL, undo_sequence,
     {{"\x1b[1;31merror\x1b[0m 2607\x1b[K", "error 2607"},
      {"\x1b]0;title\x07" "error", "error"},
      {"\x1b]8;;https://x\x1b\\text\x1b]8;;\x1b\\", "text"},
      {"a\x1b[31", "a"}}},
    {"a colour whose escape character is lost", "[", NULL, undo_colour,
     {{"[0;31merror[0m [93mx", "error x"},
      {"[5m] [10m", "[5m] [10m"},
      {"[31m]", "[31m]"}}},
    {"a line end of other systems", "\r", NULL, undo_return, {{"a\r\nb\rc\n", "a\nb\nc\n"}}},
    {"a control character",
     "\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a"
     "\x1c\x1d\x1e\x1f\x7f",
     NULL, undo_control, {{"a\x01" "b\x7F" "c\x0B", "a b c "}, {"a\tb\n", "a\tb\n"}}},
    {"a control character of the second half", "\xC2", NULL, undo_c1,
     {{"a\xC2\x9B" "b", "a b"}, {"a\u00A0b", "a\u00A0b"}}},
    {"a character without width, a mark of direction", "\xC2\xCD\xD8\xE1\xE2\xEF\xF3", NULL,
     undo_invisible,
     {{"pass\u200Bword \u202Eexpired\u202C", "password expired"},
      {"creden\u00ADtials\uFEFF", "credentials"},
      {"\u2018x\u2019", "\u2018x\u2019"}}},
    {"a line of a box", "\xE2", NULL, undo_frame,
     {{"\u2502 Error: x\n\u2570\u2500", "  Error: x\n  "}, {"\u23BF x", "  x"}, {"a\u2028b", "a\nb"},
      {"\u2018x\u2019", "\u2018x\u2019"}}},
    {"a letter of another script in a Latin word", "\xCE\xCF\xD0\xD1\xD2\xD4", NULL, undo_alike,
     {{"\u0441redentials \u0440\u0430ssword", "credentials password"},
      {"A\u0410DSTS50126", "AADSTS50126"},
      {"\u0441\u043E\u0440 \u0441\u0431\u043E\u0439x", "\u0441\u043E\u0440 \u0441\u0431\u043E\u0439x"},
      {"5\u03BCs \u03B1x", "5\u03BCs \u03B1x"}}},
};

const struct paste_table paste_marks = {"marks", mark_rows, ARRAY_LEN(mark_rows), 1, false};
