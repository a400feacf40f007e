#include "text/code_context.h"

#include "text/fold.h"
#include "text/utf8.h"

enum {
    CUE_WORDS = 3, /* words before a number among which its cue may stand */
    CUE_BYTES = 48,
    NEAR_MAX = 3, /* bytes between "line" and its number */
};

/* ---- words ----------------------------------------------------------------------------------- */

/*
 * Bytes of the word character at `at`, 0 when there is none. Of the letters beyond ASCII those of
 * scripts that part words by blanks: in others a code stands right behind the text.
 */
static size_t word_at(struct str s, size_t at)
{
    enum { LAST_SCRIPT_WITH_BLANKS = 0x58F };
    unsigned char b = (unsigned char)char_at(s, at);
    if (b < 0x80)
        return ascii_is_alnum((char)b) || b == '_';
    size_t next = at;
    uint32_t c = utf8_next(s, &next);
    return c <= LAST_SCRIPT_WITH_BLANKS && fold_is_letter(c) ? next - at : 0;
}

size_t context_word_before(struct str s, size_t at)
{
    if (at == 0)
        return 0;
    size_t start = (unsigned char)s.p[at - 1] < 0x80 ? at - 1 : utf8_back(s, at);
    return word_at(s, start) == at - start ? at - start : 0;
}

size_t context_word_length(struct str s, size_t at)
{
    size_t end = at, n;
    while ((n = word_at(s, end)) > 0)
        end += n;
    return end - at;
}

static bool is_event(struct str word)
{
    return str_istarts(word, STR("event")) && !str_istarts(word, STR("eventual"));
}

bool context_is_cue(struct str word)
{
    static const struct str parts[] = {STR_INIT("error"),   STR_INIT("code"),
                                       STR_INIT("hresult"), STR_INIT("exception"),
                                       STR_INIT("warning"), STR_INIT("fehler")};
    static const struct str whole[] = {
        STR_INIT("err"),    STR_INIT("errno"),        STR_INIT("status"),   STR_INIT("reason"),
        STR_INIT("result"), STR_INIT("exit"),         STR_INIT("hr"),       STR_INIT("rc"),
        STR_INIT("win32"),  STR_INIT("getlasterror"), STR_INIT("returned"), STR_INIT("exited")};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (str_ifind(word, parts[i]) != STR_NOT_FOUND)
            return true;
    return is_event(word) || str_in(word, whole, ARRAY_LEN(whole));
}

static void read_cue(struct str word, struct cue *cue)
{
    if (context_is_cue(word))
        cue->any = true;
    if (is_event(word))
        cue->event = true;
    if (str_ifind(word, STR("status")) != STR_NOT_FOUND || str_istarts(word, STR("http")))
        cue->http = true;
    if (str_istarts(word, STR("win32")) || str_ifind(word, STR("lasterror")) != STR_NOT_FOUND)
        cue->win32 = true;
}

/* The word before `at`, blanks and signs skipped. */
static struct str previous_word(struct str text, size_t at)
{
    size_t stop = at;
    while (stop > 0 && at - stop < CUE_BYTES && !context_word_before(text, stop) &&
           text.p[stop - 1] != '\n')
        stop--;
    size_t start = stop, n;
    while ((n = context_word_before(text, start)) > 0 && stop - start < CUE_BYTES)
        start -= n;
    return str_slice(text, start, stop);
}

/* The same right before the token in scripts without blanks: エラー コード：0x80070005 */
static void read_wide_cue(struct str text, size_t start, struct cue *cue)
{
    static const struct str words[] = {STR_INIT("コード"), STR_INIT("エラー"), STR_INIT("例外"),
                                       STR_INIT("番号"),   STR_INIT("警告"),   STR_INIT("代码"),
                                       STR_INIT("错误")};
    static const struct str event = STR_INIT("イベント"), colon = STR_INIT("：");
    struct str before = str_slice(text, 0, start);
    for (size_t n = before.n + 1; before.n < n;) {
        n = before.n;
        if (str_ends(before, colon))
            before.n -= colon.n;
        else if (n && strchr(" :=(#", before.p[n - 1]))
            before.n--;
    }
    if (!before.n || (unsigned char)before.p[before.n - 1] < 0x80)
        return;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        cue->any = cue->any || str_ends(before, words[i]);
    cue->event = cue->event || str_ends(before, event);
    cue->any = cue->any || cue->event;
}

struct cue context_cue(struct str text, size_t start, size_t end)
{
    struct cue cue = {false, false, false, false};
    struct str later = STR_NONE;
    size_t at = start, n;
    for (int words = 0; words < CUE_WORDS && !cue.any; words++) {
        while (at > 0 && !context_word_before(text, at) && text.p[at - 1] != '\n' &&
               start - at < CUE_BYTES)
            at--;
        size_t stop = at;
        while ((n = context_word_before(text, at)) > 0 && start - at < CUE_BYTES)
            at -= n;
        if (at == stop)
            break;
        struct str word = str_slice(text, at, stop);
        read_cue(word, &cue);
        cue.any = cue.any || (str_ieq(word, STR("failed")) && str_ieq(later, STR("with")));
        later = word;
    }
    if (cue.any) { /* "status code", "system error": the telling word stands before the cue */
        struct str word = previous_word(text, at);
        read_cue(word, &cue);
        cue.win32 = cue.win32 || str_ieq(word, STR("system"));
    }
    if (!cue.any && char_at(text, end) == ' ') {
        size_t stop = end + 1;
        while ((n = word_at(text, stop)) > 0 && stop - end < CUE_BYTES)
            stop += n;
        read_cue(str_slice(text, end + 1, stop), &cue);
    }
    if (!cue.any)
        read_wide_cue(text, start, &cue);
    return cue;
}

/* ---- where a number is no code --------------------------------------------------------------- */

/* The run of word characters that ends before `at`. */
static struct str word_ending(struct str s, size_t at)
{
    size_t start = at, n;
    while ((n = context_word_before(s, start)) > 0)
        start -= n;
    return str_slice(s, start, at);
}

static bool is_hex_run(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_hex(s.p[i]))
            return false;
    return s.n > 0;
}

size_t context_minus_before(struct str s, size_t at)
{
    struct str before = str_slice(s, 0, at);
    if (str_ends(before, STR("-")))
        return 1;
    return str_ends(before, STR("\xE2\x88\x92")) || str_ends(before, STR("\xE2\x80\x93")) ? 3 : 0;
}

bool context_in_dashed_run(struct str text, size_t start, size_t end)
{
    size_t minus = context_minus_before(text, start);
    if (minus && context_word_before(text, start - minus))
        return true;
    if (char_at(text, end) != '-')
        return false;
    struct str next = str_slice(text, end + 1, end + 1 + context_word_length(text, end + 1));
    return next.n && (ascii_is_digit(next.p[0]) || (next.n >= 4 && is_hex_run(next)));
}

/* Groups of an address that ':' parts: fe80::1, 2001:db8::1, 00:1a:2b. */
static bool in_address(struct str text, size_t end)
{
    if (char_at(text, end) != ':')
        return false;
    size_t n = context_word_length(text, end + 1);
    struct str next = str_slice(text, end + 1, end + 1 + n);
    return n <= 4 && (n == 0 || is_hex_run(next)) && char_at(text, end + 1 + n) == ':';
}

bool context_in_dotted_run(struct str text, size_t start, size_t end)
{
    char before = char_before(text, start), after = char_at(text, end);
    char before2 = start >= 2 ? text.p[start - 2] : '\0', after2 = char_at(text, end + 1);
    if ((before == '.' && context_word_before(text, start - 1)) || in_address(text, end))
        return true;
    if ((before == ':' || before == '/' || before == ',') && ascii_is_digit(before2))
        return before != ',' || end - start == 3;
    if (after == ',' && ascii_is_digit(after2))
        return end - start <= 3 && context_word_length(text, end + 1) == 3;
    return (after == '.' || after == ':' || after == '/') && ascii_is_digit(after2);
}

/* The word before, at most a blank or colon away, counts places and not errors: line 12. */
static bool is_counted_place(struct str text, size_t start)
{
    static const struct str places[] = {STR_INIT("line"), STR_INIT("lines"),  STR_INIT("column"),
                                        STR_INIT("col"),  STR_INIT("port"),   STR_INIT("ports"),
                                        STR_INIT("page"), STR_INIT("build"),  STR_INIT("pid"),
                                        STR_INIT("tid"),  STR_INIT("version")};
    size_t at = start;
    while (at > 0 && start - at < NEAR_MAX && text.p[at - 1] != '\0' &&
           strchr(" :=#\"'", text.p[at - 1]))
        at--;
    return at < start && str_in(word_ending(text, at), places, ARRAY_LEN(places));
}

bool context_in_place(struct str text, size_t start, size_t end)
{
    char before = char_before(text, start);
    if (before == '\\' || before == '/' || before == '@' || before == '$')
        return true;
    size_t percent = end + (char_at(text, end) == ' ');
    if (char_at(text, percent) == '%' && !ascii_is_alnum(char_at(text, percent + 1)))
        return true;
    if (is_counted_place(text, start))
        return true;
    if (before == ',') { /* the column behind the line */
        size_t open = start - 1;
        while (ascii_is_digit(char_before(text, open)))
            open--;
        return char_before(text, open) == '(' && context_word_before(text, open - 1);
    }
    if (before != '(' && before != ':')
        return false;
    struct str word = word_ending(text, start - 1);
    return word.n && !context_is_cue(word) && !str_ieq(word, STR("id"));
}

bool context_has_unit(struct str text, size_t end)
{
    static const struct str units[] = {
        STR_INIT("ms"),      STR_INIT("s"),       STR_INIT("sec"),      STR_INIT("second"),
        STR_INIT("seconds"), STR_INIT("minutes"), STR_INIT("minute"),   STR_INIT("min"),
        STR_INIT("hours"),   STR_INIT("hour"),    STR_INIT("days"),     STR_INIT("day"),
        STR_INIT("kb"),      STR_INIT("mb"),      STR_INIT("gb"),       STR_INIT("tb"),
        STR_INIT("bytes"),   STR_INIT("byte"),    STR_INIT("times"),    STR_INIT("users"),
        STR_INIT("files"),   STR_INIT("lines"),   STR_INIT("warnings"), STR_INIT("errors"),
        STR_INIT("items"),   STR_INIT("percent"), STR_INIT("weeks"),    STR_INIT("months")};
    if (char_at(text, end) != ' ')
        return false;
    return str_in(str_slice(text, end + 1, end + 1 + context_word_length(text, end + 1)), units,
                  ARRAY_LEN(units));
}
