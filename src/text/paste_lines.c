/* What stands before each line: quotation marks, frames, the number of a build's process. */
#include "text/paste.h"

enum { BLANKS_MAX = 16, NODE_DIGITS_MAX = 3 };

static size_t blanks(struct str s, size_t at)
{
    size_t end = at;
    while (end < s.n && end - at < BLANKS_MAX && (s.p[end] == ' ' || s.p[end] == '\t'))
        end++;
    return end;
}

static char byte_at(struct str s, size_t at)
{
    return at < s.n ? s.p[at] : '\0';
}

/* The mark and the blank behind it: what is indented stays so. */
static size_t through(struct str s, size_t at, size_t mark_end)
{
    return mark_end + (byte_at(s, mark_end) == ' ') - at;
}

static size_t undo_quote(struct pass *p, size_t at)
{
    size_t mark = blanks(p->in, at);
    return byte_at(p->in, mark) == '>' ? through(p->in, at, mark + 1) : 0;
}

static size_t undo_frame(struct pass *p, size_t at)
{
    size_t mark = blanks(p->in, at);
    char next = byte_at(p->in, mark + 1);
    bool frame = byte_at(p->in, mark) == '|' && (next == ' ' || next == '\n' || next == '\t');
    return frame ? through(p->in, at, mark + 1) : 0;
}

static size_t undo_node(struct pass *p, size_t at)
{
    size_t start = blanks(p->in, at), end = start;
    while (ascii_is_digit(byte_at(p->in, end)) && end - start < NODE_DIGITS_MAX)
        end++;
    return end > start && byte_at(p->in, end) == '>' ? through(p->in, at, end + 1) : 0;
}

/* A comment's mark, when the line before or behind has it, too. */
static size_t undo_comment(struct pass *p, size_t at)
{
    static const struct str marks[] = {STR_INIT("# "), STR_INIT("// "), STR_INIT("-- "),
                                       STR_INIT("* ")};
    struct str s = p->in;
    size_t start = blanks(s, at);
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        if (!str_starts(str_skip(s, start), marks[i]))
            continue;
        size_t line = str_find_char(str_skip(s, start), '\n');
        size_t next = line == STR_NOT_FOUND ? s.n : start + line + 1;
        bool behind = str_starts(str_skip(s, blanks(s, next)), marks[i]);
        /* The line before lost its mark a moment ago. */
        bool before = p->looked && p->looked_until == at;
        p->looked = true;
        p->looked_until = next;
        return behind || before ? start + marks[i].n - at : 0;
    }
    return 0;
}

static size_t undo_stream(struct pass *p, size_t at)
{
    static const struct str tags[] = {
        STR_INIT("[stderr]"),    STR_INIT("[stdout]"),    STR_INIT("##[error]"),
        STR_INIT("##[warning]"), STR_INIT("##[debug]"),   STR_INIT("##[section]"),
        STR_INIT("##[command]"), STR_INIT("::error::"),   STR_INIT("::warning::"),
        STR_INIT("stderr: "),    STR_INIT("stdout: "),    STR_INIT("STDERR: "),
        STR_INIT("STDOUT: "),    STR_INIT("[build] "),    STR_INIT("remote: "),
    };
    size_t start = blanks(p->in, at);
    for (size_t i = 0; i < ARRAY_LEN(tags); i++)
        if (str_starts(str_skip(p->in, start), tags[i]))
            return start + tags[i].n - at;
    return 0;
}

static const struct paste_row rows[] = {
    {"a quotation mark of mail or Markdown", " \t>", NULL, undo_quote,
     {{"> a\n>> b\n > > c\n>d", "a\nb\nc\nd"}, {">   a\n\t>b", "  a\nb"}, {"a > b", "a > b"}}},
    {"a frame", " \t|", NULL, undo_frame,
     {{"| a |\n  | b", "a |\nb"}, {"||x\n|x", "||x\n|x"}}},
    {"the number of a build's process", " \t0123456789", NULL, undo_node,
     {{"1>a\n    12>b\n 1>  c", "a\nb\n c"}, {"1 > 2\n1234>x\n1<2", "1 > 2\n1234>x\n1<2"}}},
    {"the mark of a comment, on several lines", " \t#/-*", NULL, undo_comment,
     {{"# a\n# b\nc", "a\nb\nc"}, {"  // a\n  // b", "a\nb"}, {"# a\nb\n# c", "# a\nb\n# c"}}},
    {"the name of a stream", " \t[#:sSr", NULL, undo_stream,
     {{"[stderr]a\n##[error]b\n::error::c", "a\nb\nc"}, {"> [stdout] a", " a"},
      {"[error] a\nstderr is b", "[error] a\nstderr is b"}}},
};

const struct paste_table paste_lines = {"marks of lines", rows, ARRAY_LEN(rows), 1, true};
