#include "import/extract/message.h"

#include "text/utf8.h"

/* Messages in what a program printed: lines of a block of code, and JSON in JSON. */

enum {
    CODE_LINES_MAX = 6,         /* lines of a block that is one message */
    CODE_PICKED_MAX = 5,        /* lines picked from a longer one */
    CODE_BYTES_MAX = 32 * 1024, /* of a block that are looked at */
    JSON_KEYS_MAX = 100,        /* "message" keys in a block that are looked at */
};

static size_t count_backslashes(struct str s, size_t before)
{
    size_t n = 0;
    while (n < before && s.p[before - 1 - n] == '\\')
        n++;
    return n;
}

/* A JSON string's content at any depth of escaping, as plain text. */
static struct str unescape(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\\') {
            while (i + 1 < s.n && s.p[i + 1] == '\\')
                i++;
            char e = i + 1 < s.n ? s.p[i + 1] : '\0';
            bool line = e == 'n' || e == 'r' || e == 't';
            if (line && (i + 2 >= s.n || !ascii_is_lower(s.p[i + 2]))) {
                i++;
                c = ' ';
            } else if (e == '"' || e == '/') {
                i++;
                c = e;
            }
        }
        if (c == '\n' || c == '\r' || c == '\t')
            c = ' ';
        if (c != ' ' || (n > 0 && p[n - 1] != ' '))
            p[n++] = c;
    }
    return str_trim(str_n(p, n));
}

/* Where the string that begins at `from` (behind its quotation mark) ends: at a mark with no more
 * backslashes before it than the opening one had. */
static size_t string_end(struct str s, size_t from, size_t backslashes)
{
    for (size_t i = from; i < s.n; i++)
        if (s.p[i] == '"' && count_backslashes(s, i) <= backslashes)
            return i - count_backslashes(s, i);
    return s.n;
}

/* The first part of a message that runs over several sentences of boilerplate is kept whole; what
 * tools add behind it (trace ids, time stamps) is not. */
static struct str without_trace(struct str s)
{
    static const char *const tails[] = {" Trace ID:",   " Correlation ID:", " Timestamp:",
                                        " Request ID:", " Activity ID:",    " RequestId:"};
    for (size_t i = 0; i < ARRAY_LEN(tails); i++) {
        size_t at = str_ifind(s, str_of(tails[i]));
        if (at != STR_NOT_FOUND)
            s = str_slice(s, 0, at);
    }
    return s;
}

/* Do the details of the message follow, that is, is there a closer one? */
static bool has_details(struct str s, size_t end)
{
    struct str behind = str_slice(s, end, end + 60);
    size_t at = str_ifind(behind, STR("details"));
    size_t open = at == STR_NOT_FOUND ? at : str_find_char(str_skip(behind, at), '[');
    if (open == STR_NOT_FOUND || str_find_char(str_slice(behind, 0, at), ':') != STR_NOT_FOUND)
        return false;
    struct str inside = str_trim_set(str_skip(behind, at + open + 1), " \r\n\\");
    return !str_starts(inside, STR("]"));
}

/*
 * "message": "..." at every depth, but only the innermost: what holds another one, or has details
 * behind it, is a wrapper. Error message: \"...\" inside of one counts as a depth.
 */
static size_t json_messages(struct arena *a, struct str s, uint32_t line, struct message_list *list)
{
    static const struct str keys[] = {STR_INIT("message"),       STR_INIT("error_description"),
                                      STR_INIT("error message"), STR_INIT("findingDetails"),
                                      STR_INIT("errorMessage"),  STR_INIT("StatusMessage"),
                                      STR_INIT("statusMessage")};
    size_t found = 0, keys_seen = 0;
    struct str outer = STR_NONE; /* the message that only wraps others */
    for (size_t at = 0; at < s.n && keys_seen < JSON_KEYS_MAX; at++) {
        size_t size = 0;
        for (size_t k = 0; k < ARRAY_LEN(keys) && !size; k++)
            size = str_istarts(str_skip(s, at), keys[k]) ? keys[k].n : 0;
        if (!size || (at > 0 && ascii_is_alnum(s.p[at - 1])))
            continue;
        size_t i = at + size;
        while (i < s.n && (s.p[i] == '\\' || s.p[i] == '"' || ascii_is_space(s.p[i])))
            i++;
        if (i >= s.n || s.p[i] != ':')
            continue;
        i++;
        while (i < s.n && (ascii_is_space(s.p[i]) || s.p[i] == '\\'))
            i++;
        if (i >= s.n || s.p[i] != '"')
            continue;
        keys_seen++;
        size_t end = string_end(s, i + 1, count_backslashes(s, i));
        struct str value = str_slice(s, i + 1, end);
        bool wrapper = str_ifind(value, STR("message\\")) != STR_NOT_FOUND ||
                       str_ifind(value, STR("message: \\")) != STR_NOT_FOUND;
        if (wrapper)
            continue;
        if (has_details(s, end)) {
            outer = outer.n ? outer : value;
        } else {
            message_put_example(a, list, without_trace(unescape(a, value)), line);
            found++;
        }
        at = end;
    }
    if (!found && outer.n) {
        message_put_example(a, list, without_trace(unescape(a, outer)), line);
        found++;
    }
    return found;
}

/* A string that was cut out of a response, with its marks: \\\"...\\\" */
static bool json_string(struct arena *a, struct str s, uint32_t line, struct message_list *list)
{
    s = str_trim_set(s, " \n\\");
    if (s.n < 2 || s.p[0] != '"' || s.p[s.n - 1] != '"')
        return false;
    message_put_example(a, list, unescape(a, str_trim_set(s, "\"\\")), line);
    return true;
}

bool message_of_json(struct arena *a, struct str json, uint32_t line, struct message_list *list)
{
    return json_messages(a, utf8_cut(json, CODE_BYTES_MAX), line, list) > 0;
}

static bool looks_like_json(struct str s)
{
    s = str_trim(s);
    return s.n &&
           (s.p[0] == '{' || s.p[0] == '[' || s.p[0] == '"' || str_starts(s, STR("\\\\\\\""))) &&
           str_find_char(s, ':') != STR_NOT_FOUND;
}

/* A prompt, a comment, an assignment: the command and not its answer. */
static bool is_command_line(struct str line)
{
    line = str_trim(line);
    static const char *const starts[] = {"$ ", "# ", "// ", "PS ", "C:\\", "aws ", "sudo ", "> "};
    for (size_t i = 0; i < ARRAY_LEN(starts); i++)
        if (str_istarts(line, str_of(starts[i])))
            return true;
    return false;
}

/* "May 12 01:02:03 host sshd[2251]: text": the text. */
static struct str without_log_prefix(struct str s)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (s.n < 16 || s.p[3] != ' ' || s.p[9] != ':' || s.p[12] != ':')
        return s;
    size_t at = str_find(STR(months), str_slice(s, 0, 3));
    size_t colon = str_find(str_skip(s, 15), STR(": "));
    if (at == STR_NOT_FOUND || at % 3 || colon == STR_NOT_FOUND || colon > 80)
        return s;
    return str_trim(str_skip(s, 15 + colon + 2));
}

bool message_of_output(struct arena *a, struct str text, uint32_t line, struct message_list *list)
{
    if (is_command_line(text) || (text.n && text.p[text.n - 1] == ':'))
        return false;
    struct str said = without_log_prefix(text);
    size_t before = list->count;
    message_put_example(a, list, said, line);
    if (list->count > before)
        list->items[before].logged = said.n < text.n;
    return true;
}

/* Lines up to a blank one, joined, when they are few enough to be one message. */
static size_t plain_messages(struct arena *a, const struct cues *c, const struct node *code,
                             bool announced, struct message_list *list)
{
    size_t found = 0, picked = 0;
    struct str rest = utf8_cut(code->text, CODE_BYTES_MAX), line;
    uint32_t number = code->line;
    while (rest.n) {
        const char *start = rest.p;
        size_t lines = 0, size = 0;
        uint32_t first = 0;
        while (str_next_line(&rest, &line)) {
            number++;
            if (!str_trim(line).n)
                break;
            first = first ? first : number;
            lines++;
            size = (size_t)(line.p + line.n - start);
        }
        struct str part = str_trim(str_n(start, size));
        unsigned cues = cues_find(c, part, NULL, 0, NULL);
        bool wrong = cues & (CUE_TROUBLE | CUE_ERROR);
        if (lines && lines <= CODE_LINES_MAX && (announced || wrong) && !is_command_line(part) &&
            message_words(part) > 1) {
            message_put_example(a, list, part, first);
            found++;
            continue;
        }
        uint32_t at = first;
        for (struct str l; lines > CODE_LINES_MAX && str_next_line(&part, &l); at++)
            if (picked < CODE_PICKED_MAX && cues_find(c, l, NULL, 0, NULL) & CUE_ERROR &&
                message_words(l) > 2 && !is_command_line(l)) {
                message_put_example(a, list, l, at);
                picked++;
            }
    }
    return found + picked;
}

bool message_of_code(struct arena *a, const struct cues *c, const struct node *code, bool announced,
                     struct message_list *list)
{
    bool error_fence =
        str_istarts(code->info, STR("error")) || str_istarts(code->info, STR("output"));
    bool trusted = announced || str_istarts(code->info, STR("error"));
    if (looks_like_json(code->text)) {
        bool error = trusted || str_ifind(code->text, STR("\"error")) != STR_NOT_FOUND;
        struct str json = utf8_cut(code->text, CODE_BYTES_MAX);
        return error && (json_messages(a, json, code->line, list) > 0 ||
                         json_string(a, json, code->line, list));
    }
    if (!trusted && !error_fence) {
        struct str first = str_trim(code->text);
        if (is_command_line(first))
            return false;
    }
    return plain_messages(a, c, code, trusted, list) > 0;
}
