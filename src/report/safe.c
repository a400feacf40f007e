#include "report/safe.h"

#include "text/utf8.h"

enum { REPLACEMENT = 0xFFFD, PICTURE_OF_NUL = 0x2400, PICTURE_OF_DELETE = 0x2421 };

/* Ranges that act on a terminal, reorder or hide what stands beside them, in ascending order. */
static const struct {
    uint32_t first, last;
} UNSAFE[] = {
    {0x80, 0x9F},       /* C1 controls */
    {0x61C, 0x61C},     /* Arabic letter mark */
    {0x180E, 0x180E},   /* Mongolian vowel separator: invisible */
    {0x200E, 0x200F},   /* left-to-right and right-to-left marks */
    {0x2028, 0x202E},   /* line and paragraph separators, bidirectional embeddings, overrides */
    {0x2066, 0x206F},   /* isolates, deprecated format characters */
    {0xFDD0, 0xFDEF},   /* noncharacters */
    {0xFFF0, 0xFFFB},   /* unassigned, interlinear annotation */
    {0xFFFE, 0xFFFF},   /* noncharacters */
    {0xE0000, 0xE007F}, /* tags: hidden ASCII */
};

uint32_t safe_code_point(uint32_t c)
{
    if (c < 0x20)
        return PICTURE_OF_NUL + c;
    if (c < 0x7F)
        return c;
    if (c == 0x7F)
        return PICTURE_OF_DELETE;
    for (size_t i = 0; i < ARRAY_LEN(UNSAFE) && UNSAFE[i].first <= c; i++)
        if (c <= UNSAFE[i].last)
            return REPLACEMENT;
    return c;
}

void safe_put(struct buf *out, struct str s)
{
    size_t at = 0;
    while (at < s.n) {
        size_t plain = at;
        while (plain < s.n && s.p[plain] >= 0x20 && s.p[plain] < 0x7F)
            plain++;
        buf_put(out, str_slice(s, at, plain));
        at = plain;
        if (at == s.n)
            return;
        uint32_t c = utf8_next(s, &at);
        if (c == '\r' && at < s.n && s.p[at] == '\n')
            at++;
        bool blank = c == '\t' || c == '\n' || c == '\r';
        utf8_put(out, blank ? ' ' : safe_code_point(c));
    }
}
