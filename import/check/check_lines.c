#include "import/check/check_lines.h"

#include "import/tree/fence.h"

struct scan {
    const struct check_lines *found;
    uint32_t line;
    struct fence fence;
    struct str silence_next; /* rules for the next line that is not blank; p NULL: none */
};

/* ---- [!INCLUDE [title](path)] ---------------------------------------------------------------- */

static void scan_includes(struct scan *s, struct str line)
{
    static const struct str opening = STR_INIT("[!include");
    size_t at;
    while ((at = str_ifind(line, opening)) != STR_NOT_FOUND) {
        bool quoted = at > 0 && line.p[at - 1] == '`';
        line = str_skip(line, at + opening.n);
        size_t start = str_find(line, STR("]("));
        struct str target = str_skip(line, start == STR_NOT_FOUND ? line.n : start + 2);
        size_t end = str_find_char(target, ')');
        if (end == STR_NOT_FOUND)
            return;
        line = str_skip(target, end);
        if (!quoted)
            s->found->include(s->found->ctx, s->line,
                              str_trim_set(str_slice(target, 0, end), " <>"));
    }
}

/* ---- <div id="x">, <a name='x'> -------------------------------------------------------------- */

static void scan_attribute(struct scan *s, struct str line, struct str name)
{
    size_t at;
    while ((at = str_ifind(line, name)) != STR_NOT_FOUND) {
        bool apart = at > 0 && ascii_is_space(line.p[at - 1]);
        line = str_skip(line, at + name.n);
        char quote = line.n ? line.p[0] : '\0';
        if (!apart || (quote != '"' && quote != '\''))
            continue;
        line = str_skip(line, 1);
        size_t end = str_find_char(line, quote);
        if (end == STR_NOT_FOUND)
            return;
        s->found->anchor(s->found->ctx, str_slice(line, 0, end));
        line = str_skip(line, end + 1);
    }
}

/* "## Heading {#id}", as some sites write it. */
static void scan_heading_id(struct scan *s, struct str line)
{
    struct str t = str_trim(line);
    size_t at = str_find(t, STR("{#"));
    if (!str_starts(t, STR("#")) || at == STR_NOT_FOUND || !str_ends(t, STR("}")))
        return;
    struct str id = str_slice(t, at + 2, t.n - 1);
    s->found->anchor(s->found->ctx, str_slice(id, 0, str_find_char(id, ' ')));
}

/* ---- <!-- errkb-lint-disable ... --> --------------------------------------------------------- */

static void scan_silence(struct scan *s, struct str line)
{
    static const struct {
        struct str word;
        enum { WHOLE, THIS, NEXT } what;
    } words[] = {{STR_INIT("errkb-lint-disable-next-line"), NEXT},
                 {STR_INIT("errkb-lint-disable-line"), THIS},
                 {STR_INIT("errkb-lint-disable"), WHOLE}};
    size_t open = str_find(line, STR("<!--"));
    if (open == STR_NOT_FOUND)
        return;
    struct str comment = str_skip(line, open + 4);
    comment = str_trim(str_slice(comment, 0, str_find(comment, STR("-->"))));
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (!str_starts(comment, words[i].word))
            continue;
        struct str rules = str_trim(str_skip(comment, words[i].word.n));
        if (words[i].what == NEXT)
            s->silence_next = rules.n ? rules : STR("");
        else
            s->found->silence(s->found->ctx, words[i].what == THIS ? s->line : 0, rules);
        return;
    }
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void scan_line(struct scan *s, struct str line)
{
    if (s->silence_next.p && str_trim(line).n) {
        s->found->silence(s->found->ctx, s->line, s->silence_next);
        s->silence_next = STR_NONE;
    }
    struct code_pair pair;
    for (size_t at = 0; code_forms_disagree(line, &at, &pair);)
        s->found->codes(s->found->ctx, s->line, &pair);
    if (fence_next(&s->fence, line) != LINE_TEXT)
        return;
    scan_silence(s, line);
    scan_includes(s, line);
    scan_heading_id(s, line);
    if (str_find_char(line, '<') != STR_NOT_FOUND) {
        scan_attribute(s, line, STR("id="));
        scan_attribute(s, line, STR("name="));
    }
}

void check_lines(struct str text, const struct check_lines *found)
{
    struct scan s = {.found = found};
    struct str line;
    while (str_next_line(&text, &line)) {
        s.line++;
        scan_line(&s, line);
    }
}
