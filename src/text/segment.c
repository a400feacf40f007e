#include "text/segment.h"

#include "text/code.h"
#include "text/form.h"

struct splitter {
    struct arena *arena;
    struct str text;
    const struct noise *noise;
    size_t noise_count, next; /* noise that is not yet behind */
    struct segment *segments;
    size_t count, cap;
    size_t indent; /* of the first line of the last segment */
    uint32_t block;
    bool begun; /* the block has a segment */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Noise that begins at `at`, in rising order. */
static const struct noise *noise_at(struct splitter *s, size_t at)
{
    while (s->next < s->noise_count && s->noise[s->next].end <= at)
        s->next++;
    const struct noise *n = s->next < s->noise_count ? &s->noise[s->next] : NULL;
    return n && n->start <= at ? n : NULL;
}

/* Does the line that begins with `c` go on with what was said before? */
static bool goes_on(const struct splitter *s, size_t at)
{
    size_t end = s->segments[s->count - 1].end;
    char last = s->text.p[end - 1], c = s->text.p[at];
    if (strchr(".!?;", last))
        return false;
    return ascii_is_lower(c) || strchr(")],;:", c) || last == ',' || last == '(';
}

/* A line with a level at its beginning or a code of its own is a message of its own. */
static bool begins_message(struct str line)
{
    enum { CODES = 4 };
    struct code codes[CODES];
    size_t word = 0;
    while (word < line.n && ascii_is_alpha(line.p[word]))
        word++;
    if (form_is_level(str_slice(line, 0, word)))
        return true;
    size_t n = min_size(code_find(line, codes, CODES), CODES);
    for (size_t i = 0; i < n; i++)
        if (codes[i].flags & CODE_HAS_CUE && !(codes[i].flags & (CODE_WEAK | CODE_GENERIC)) &&
            codes[i].ns != CODE_SYMBOL && codes[i].ns != CODE_NUMBER)
            return true;
    return false;
}

static void add_line(struct splitter *s, size_t line_start, size_t line_end, uint32_t line)
{
    size_t at = line_start;
    while (at < line_end && is_blank(s->text.p[at]))
        at++;
    size_t indent = at - line_start, line_text = at;
    const struct noise *n = noise_at(s, at);
    bool head = n && n->kind == NOISE_HEAD;
    if (head)
        at = min_size(n->end, line_end);
    size_t end = line_end;
    while (end > at && ascii_is_space(s->text.p[end - 1]))
        end--;
    if (at == end || (n && n->kind == NOISE_LINE)) {
        s->block += s->begun;
        s->begun = false;
        return;
    }
    if (s->begun && !head && (indent > s->indent || goes_on(s, at)) &&
        !begins_message(str_slice(s->text, at, end))) {
        s->segments[s->count - 1].end = (uint32_t)end;
        return;
    }
    s->segments = arena_grow(s->arena, s->segments, s->count, &s->cap, sizeof *s->segments);
    s->segments[s->count++] = (struct segment){
        .head = (uint32_t)line_text,
        .start = (uint32_t)at,
        .end = (uint32_t)end,
        .line = line,
        .block = s->block,
    };
    s->indent = indent;
    s->begun = true;
}

struct segment *segment_split(struct arena *a, struct str text, const struct noise *noise,
                              size_t noise_count, size_t *count)
{
    struct splitter s = {.arena = a, .text = text, .noise = noise, .noise_count = noise_count};
    uint32_t line = 0;
    for (size_t at = 0; at < text.n; line++) {
        size_t n = str_find_char(str_skip(text, at), '\n');
        size_t end = n == STR_NOT_FOUND ? text.n : at + n;
        add_line(&s, at, end, line);
        at = end + 1;
    }
    *count = s.count;
    return s.segments;
}
