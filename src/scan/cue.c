#include "scan/cue.h"

enum cue_flags {
    LABEL = 1,  /* an ordinary word unless it is a label: "CRITICAL", "[critical]", "critical:" */
    VALUE = 2,  /* only as a name with a value: "err=..." */
    LAST = 4,   /* only where it ends what is said, or before one of `timeout_words` */
    STATUS = 8, /* only with a number behind it that is not 0 */
};

/* How errors begin; what may follow and still be the same word, separated by blanks. By first
 * letter. */
static const struct cue {
    struct str word;
    const char *ends;
    unsigned flags;
} cues[] = {
    {STR_INIT("abort"), "|s|ed|ing", 0},
    {STR_INIT("can't"), "|", 0},
    {STR_INIT("cannot"), "|", 0},
    {STR_INIT("corrupt"), "|ed|ion", 0},
    {STR_INIT("could not"), "|", 0},
    {STR_INIT("couldn't"), "|", 0},
    {STR_INIT("crash"), "|ed|es|ing", 0},
    {STR_INIT("critical"), "|", LABEL},
    {STR_INIT("denied"), "|", 0},
    {STR_INIT("emergency"), "|", LABEL},
    {STR_INIT("err"), "|", VALUE},
    {STR_INIT("error"), "|s|ed", 0},
    {STR_INIT("exception"), "|s", 0},
    {STR_INIT("exit code"), "|", STATUS},
    {STR_INIT("exit status"), "|", STATUS},
    {STR_INIT("exited with"), "|", STATUS},
    {STR_INIT("fail"), "|s|ed|ure|ures|ing", 0},
    {STR_INIT("fatal"), "|ly", 0},
    {STR_INIT("forbidden"), "|", 0},
    {STR_INIT("illegal"), "|", 0},
    {STR_INIT("invalid"), "|", 0},
    {STR_INIT("no route"), "|", 0},
    {STR_INIT("no such"), "|", 0},
    {STR_INIT("not able to"), "|", 0},
    {STR_INIT("not authorized"), "|", 0},
    {STR_INIT("not found"), "|", 0},
    {STR_INIT("out of memory"), "|", 0},
    {STR_INIT("panic"), "|ked|king", 0},
    {STR_INIT("refused"), "|", 0},
    {STR_INIT("rejected"), "|", 0},
    {STR_INIT("segfault"), "|s|ed", 0},
    {STR_INIT("segmentation fault"), "|", 0},
    {STR_INIT("severe"), "|", LABEL},
    {STR_INIT("timed out"), "|", 0},
    {STR_INIT("timeout"), "|", LAST},
    {STR_INIT("traceback"), "|", 0},
    {STR_INIT("unable to"), "|", 0},
    {STR_INIT("unauthorized"), "|", 0},
    {STR_INIT("undefined reference"), "|", 0},
    {STR_INIT("unexpected"), "|ly", 0},
    {STR_INIT("unreachable"), "|", 0},
};

/* Each cue holds one of these; "err" stands for what it can be followed by, as it is in many words.
 */
static const struct str searched[] = {
    STR_INIT("abort"),
    STR_INIT("can't"),
    STR_INIT("cannot"),
    STR_INIT("corrupt"),
    STR_INIT("could not"),
    STR_INIT("couldn't"),
    STR_INIT("crash"),
    STR_INIT("critical"),
    STR_INIT("denied"),
    STR_INIT("emergency"),
    STR_INIT("err="),
    STR_INIT("err ="),
    STR_INIT("err:"),
    STR_INIT("err\""),
    STR_INIT("err'"),
    STR_INIT("err_"),
    STR_INIT("error"),
    STR_INIT("exception"),
    STR_INIT("exit code"),
    STR_INIT("exit status"),
    STR_INIT("exited with"),
    STR_INIT("fail"),
    STR_INIT("fatal"),
    STR_INIT("forbidden"),
    STR_INIT("illegal"),
    STR_INIT("invalid"),
    STR_INIT("no route"),
    STR_INIT("no such"),
    STR_INIT("not able to"),
    STR_INIT("not authorized"),
    STR_INIT("not found"),
    STR_INIT("out of memory"),
    STR_INIT("panic"),
    STR_INIT("refused"),
    STR_INIT("rejected"),
    STR_INIT("segfault"),
    STR_INIT("segmentation fault"),
    STR_INIT("severe"),
    STR_INIT("timed out"),
    STR_INIT("timeout"),
    STR_INIT("traceback"),
    STR_INIT("unable to"),
    STR_INIT("unauthorized"),
    STR_INIT("undefined reference"),
    STR_INIT("unexpected"),
    STR_INIT("unreachable"),
};

/* Right before a cue: there is no error, or only the talk of one. */
static const struct str deniers[] = {
    STR_INIT("0"),     STR_INIT("any"),    STR_INIT("if"),    STR_INIT("ignore"),
    STR_INIT("never"), STR_INIT("no"),     STR_INIT("non"),   STR_INIT("not"),
    STR_INIT("on"),    STR_INIT("unless"), STR_INIT("until"), STR_INIT("without"),
    STR_INIT("zero"),
};
/* The same with another word between: "no fatal errors". */
static const struct str far_deniers[] = {
    STR_INIT("0"),
    STR_INIT("no"),
    STR_INIT("without"),
    STR_INIT("zero"),
};

/* Right behind a cue: a thing that has to do with errors, not one. */
static const struct str things[] = {
    STR_INIT("callback"),  STR_INIT("class"),     STR_INIT("classes"),   STR_INIT("correction"),
    STR_INIT("detection"), STR_INIT("handler"),   STR_INIT("handlers"),  STR_INIT("handling"),
    STR_INIT("log"),       STR_INIT("logging"),   STR_INIT("logs"),      STR_INIT("mode"),
    STR_INIT("over"),      STR_INIT("page"),      STR_INIT("pages"),     STR_INIT("reporting"),
    STR_INIT("support"),   STR_INIT("threshold"), STR_INIT("tolerance"), STR_INIT("type"),
    STR_INIT("types"),
};

/* May stand between a cue and its number. */
static const struct str counted[] = {
    STR_INIT("code"), STR_INIT("count"),  STR_INIT("counts"), STR_INIT("number"),
    STR_INIT("rate"), STR_INIT("status"), STR_INIT("total"),
};

/* Values that say that there was none. */
static const struct str nothings[] = {
    STR_INIT("0"),   STR_INIT("0x0"),     STR_INIT("0x00000000"), STR_INIT("false"),
    STR_INIT("nil"), STR_INIT("no"),      STR_INIT("none"),       STR_INIT("null"),
    STR_INIT("ok"),  STR_INIT("success"),
};

static const struct str timeout_words[] = {
    STR_INIT("after"),    STR_INIT("error"),   STR_INIT("exceeded"), STR_INIT("expired"),
    STR_INIT("occurred"), STR_INIT("reached"), STR_INIT("waiting"),  STR_INIT("while"),
};

/* Names that begin so do something with an error: OnError, getLastError. */
static const struct str doers[] = {
    STR_INIT("catch"),  STR_INIT("clear"), STR_INIT("get"),   STR_INIT("handle"), STR_INIT("has"),
    STR_INIT("ignore"), STR_INIT("is"),    STR_INIT("last"),  STR_INIT("log"),    STR_INIT("no"),
    STR_INIT("on"),     STR_INIT("print"), STR_INIT("raise"), STR_INIT("report"), STR_INIT("set"),
    STR_INIT("show"),   STR_INIT("throw"), STR_INIT("write"),
};

static char at(struct str s, size_t i)
{
    return i < s.n ? s.p[i] : '\0';
}

/* ASCII case ignored. */
static bool is_in(struct str s, const struct str *table, size_t n)
{
    return str_in(s, table, n);
}

/* ---- what stands around ---------------------------------------------------------------------- */

/* The word that ends before `end`, with one blank or '-' between; empty: none. */
static struct str word_before(struct str s, size_t end)
{
    if (end == 0 || (s.p[end - 1] != ' ' && s.p[end - 1] != '-'))
        return STR_NONE;
    size_t start = --end;
    while (start > 0 && ascii_is_alnum(s.p[start - 1]))
        start--;
    return str_slice(s, start, end);
}

/* The word from `start` on, blanks before it left out. */
static struct str word_behind(struct str s, size_t start)
{
    while (at(s, start) == ' ')
        start++;
    size_t end = start;
    while (ascii_is_alnum(at(s, end)))
        end++;
    return str_slice(s, start, end);
}

static bool is_denied(struct str s, size_t start)
{
    struct str before = word_before(s, start);
    if (before.n == 0)
        return false;
    size_t begin = (size_t)(before.p - s.p);
    /* "10 errors" and "1.0 errors" are not "0 errors". */
    char left = begin ? s.p[begin - 1] : ' ';
    if (is_in(before, deniers, ARRAY_LEN(deniers)) && left != '.' && left != ',')
        return true;
    return is_in(word_before(s, begin), far_deniers, ARRAY_LEN(far_deniers));
}

/* Skips what may stand between a name and its value; *named: there was ':' or '='. */
static size_t value_at(struct str s, size_t i, bool *named)
{
    *named = false;
    if (at(s, i) == '"' || at(s, i) == '\'')
        i++;
    while (at(s, i) == ' ')
        i++;
    while (at(s, i) == ':' || at(s, i) == '=') {
        *named = true;
        i++;
    }
    while (at(s, i) == ' ')
        i++;
    return i;
}

/* Of the number or word there: "0", "null", `""`, "[]", "<nil>". */
static bool is_nothing(struct str s, size_t i)
{
    char c = at(s, i), next = at(s, i + 1);
    if ((c == '"' && next == '"') || (c == '[' && next == ']') || (c == '{' && next == '}') ||
        (c == '\'' && next == '\''))
        return true;
    if (c == '"' || c == '\'' || c == '<' || c == '(')
        i++;
    size_t end = i;
    while (ascii_is_alnum(at(s, end)) || at(s, end) == '_')
        end++;
    if (at(s, end) == '.' && ascii_is_alnum(at(s, end + 1)))
        return false;
    return is_in(str_slice(s, i, end), nothings, ARRAY_LEN(nothings));
}

/* "err=5", "err = 5", "err: 5", `"err": 5`: all that is searched for. */
static bool has_value(struct str s, size_t end)
{
    bool named;
    value_at(s, end, &named);
    return named && at(s, end) && (strchr("=:\"'", at(s, end)) || at(s, end + 1) == '=');
}

/* "failed=0", "errors: 0", "error code 0", "error":null */
static bool has_no_value(struct str s, size_t end)
{
    bool named;
    size_t i = value_at(s, end, &named);
    struct str word = word_behind(s, i);
    if (is_in(word, counted, ARRAY_LEN(counted))) {
        i = value_at(s, i + word.n, &named);
        return is_nothing(s, i);
    }
    return (named || at(s, i) == '0') && is_nothing(s, i);
}

/* Part of a longer name or path: "error_log", "errors.ts", "/var/fail", "on-error", "error(". */
static bool is_part(struct str s, size_t start, size_t end)
{
    char left = start ? s.p[start - 1] : ' ', right = at(s, end), next = at(s, end + 1);
    if (ascii_is_alnum(left) || (left && strchr("_./\\-$%@", left)))
        return true;
    if (ascii_is_alnum(right) || (right && strchr("_/\\$@", right)))
        return true;
    if ((right == '.' || right == '-' || right == ':') && (ascii_is_alnum(next) || next == '_'))
        return right != ':' || next == ':';
    return right == '(' && !ascii_is_digit(next) && next != 's';
}

static bool is_label(struct str s, size_t start, size_t end)
{
    char left = start ? s.p[start - 1] : ' ', right = at(s, end);
    if (right == ':' || left == '[' || left == '=' || left == '<' || left == '"')
        return true;
    for (size_t i = start; i < end; i++)
        if (!ascii_is_upper(s.p[i]))
            return false;
    return true;
}

static bool ends_here(struct str s, size_t end)
{
    struct str next = word_behind(s, end);
    char c = at(s, end);
    return c == '\0' || (strchr(".,;)]!\"\n\r", c)) ||
           is_in(next, timeout_words, ARRAY_LEN(timeout_words));
}

static bool has_status(struct str s, size_t end)
{
    bool named;
    size_t i = value_at(s, end, &named);
    struct str word = word_behind(s, i);
    if (is_in(word, counted, ARRAY_LEN(counted)) || str_ieq(word, STR("signal")))
        i = value_at(s, i + word.n, &named);
    i += at(s, i) == '-';
    return ascii_is_digit(at(s, i)) && !is_nothing(s, i);
}

/* ---- cues --------------------------------------------------------------------------------------
 */

static bool fits(const struct cue *c, struct str s, size_t start, size_t end)
{
    if (is_part(s, start, end) || is_denied(s, start) || has_no_value(s, end))
        return false;
    if ((c->flags & LABEL) && !is_label(s, start, end))
        return false;
    if ((c->flags & LAST) && !ends_here(s, end))
        return false;
    if ((c->flags & STATUS) && !has_status(s, end))
        return false;
    if (c->flags & VALUE)
        return has_value(s, end);
    return (c->flags & (LABEL | STATUS)) || !is_in(word_behind(s, end), things, ARRAY_LEN(things));
}

/* The cue that begins with the word at `start`, with one of its ends: how long it is; 0: none. */
static size_t length_of(const struct cue *c, struct str s, size_t start)
{
    if (!str_istarts(str_skip(s, start), c->word))
        return 0;
    size_t end = start + c->word.n, letters = end;
    while (ascii_is_alpha(at(s, letters)))
        letters++;
    struct str rest = str_of(c->ends), part;
    while (str_next_part(&rest, '|', &part))
        if (str_ieq(part, str_slice(s, end, letters)))
            return letters - start;
    return 0;
}

static bool is_cue(struct str s, size_t start)
{
    char first = ascii_lower(s.p[start]);
    for (size_t i = 0; i < ARRAY_LEN(cues); i++) {
        if (cues[i].word.p[0] < first)
            continue;
        if (cues[i].word.p[0] > first)
            break;
        size_t n = length_of(&cues[i], s, start);
        if (n && fits(&cues[i], s, start, start + n))
            return true;
    }
    return false;
}

/* NullPointerException, KeyError: a name of several words, the last of them this. */
static bool is_exception(struct str s, size_t start, size_t end)
{
    struct str word = str_slice(s, start, end);
    struct str tail = str_ends(word, STR("Exception")) ? STR("Exception") : STR("Error");
    if (word.n <= tail.n || !str_ends(word, tail) || !ascii_is_upper(word.p[0]))
        return false;
    char right = at(s, end);
    if (right && strchr("_(/\\$-", right))
        return false;
    if (right == '.' && ascii_is_alnum(at(s, end + 1)))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(doers); i++)
        if (str_istarts(word, doers[i]) && ascii_is_upper(at(word, doers[i].n)))
            return false;
    return !has_no_value(s, end);
}

/* ERROR_ACCESS_DENIED, ERR_DATA_INSERT; not ERROR_SUCCESS. */
static bool is_symbol(struct str s, size_t start, size_t end)
{
    struct str word = str_slice(s, start, end);
    if (!str_starts(word, STR("ERROR_")) && !str_starts(word, STR("ERR_")))
        return false;
    for (size_t i = 0; i < word.n; i++)
        if (!ascii_is_upper(word.p[i]) && !ascii_is_digit(word.p[i]) && word.p[i] != '_')
            return false;
    struct str name = str_skip(word, str_find_char(word, '_') + 1);
    char right = at(s, end);
    return name.n > 1 && right != '=' && right != '.' &&
           !is_in(name, nothings, ARRAY_LEN(nothings)) && !str_starts(name, STR("LOG"));
}

bool text_looks_like_error(struct str text)
{
    struct str s = str_slice(text, 0, CUE_TEXT_MAX);
    for (size_t i = 0; i < s.n;) {
        if (!ascii_is_alpha(s.p[i])) {
            i++;
            continue;
        }
        size_t end = i;
        while (ascii_is_alpha(at(s, end)))
            end++;
        if (is_cue(s, i) || is_exception(s, i, end))
            return true;
        if (at(s, end) == '_' && (i == 0 || s.p[i - 1] != '_')) {
            while (ascii_is_alnum(at(s, end)) || at(s, end) == '_')
                end++;
            if (is_symbol(s, i, end))
                return true;
        }
        i = end;
    }
    return false;
}

bool record_looks_like_error(const struct record *r)
{
    return r->level >= LEVEL_ERROR || text_looks_like_error(r->text);
}

const struct str *error_cues(size_t *count)
{
    *count = ARRAY_LEN(searched);
    return searched;
}
