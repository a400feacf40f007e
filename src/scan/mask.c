#include "scan/mask.h"

#include "base/hash.h"

/* What a byte may be in a text. */
enum {
    B = 1,  /* blank */
    A = 2,  /* stands apart, between words */
    I = 4,  /* the same unless it is part of a path, an address, a URL: ':' '@' '/' '\' */
    Q = 8,  /* quotes */
    D = 16, /* digit */
    U = 32, /* upper case */
    L = 64, /* lower case, and letters of other scripts */
    P = 128 /* other punctuation: may stand inside of a word */
};

/* clang-format off */
#define LETTERS_16 L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L
static const unsigned char kinds[256] = {
    B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
    B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
    B, P, Q, A, P, P, P, Q, A, A, P, P, A, P, P, I, /* !"#$%&'()*+,-./ */
    D, D, D, D, D, D, D, D, D, D, I, A, A, A, A, P, /* 0123456789:;<=>? */
    I, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, /* @A-O */
    U, U, U, U, U, U, U, U, U, U, U, A, I, A, P, P, /* P-Z[\]^_ */
    Q, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* `a-o */
    L, L, L, L, L, L, L, L, L, L, L, A, A, A, P, P, /* p-z{|}~ */
    LETTERS_16, LETTERS_16, LETTERS_16, LETTERS_16,
    LETTERS_16, LETTERS_16, LETTERS_16, LETTERS_16,
};
/* clang-format on */

enum {
    HEX_LETTERS_MIN = 8,   /* a word of hexadecimal letters only is a number from this length */
    QUOTED_MAX = 200,      /* bytes of a quoted name */
    QUOTED_BLANKS_MAX = 2, /* blanks in it: with more it is a sentence */
    HOST_DOTS_MIN = 2,     /* in a name of a host or package: one is also in "file.c", "it.The" */
    CODE_LETTERS_MIN = 2,  /* "AADSTS50126", "ORA-00600", "CS0246": a code, not a number */
    CODE_LETTERS_MAX = 10,
    CODE_DIGITS_MIN = 3,
    CODE_DIGITS_MAX = 7,
};

/* Words by which events differ that are otherwise written alike; by first letter. */
/* clang-format off */
static const struct str states_a[] = {STR_INIT("abort"), STR_INIT("aborted"),
    STR_INIT("accepted"), STR_INIT("active")};
static const struct str states_b[] = {STR_INIT("begin")};
static const struct str states_c[] = {STR_INIT("close"), STR_INIT("closed"),
    STR_INIT("connected"), STR_INIT("create"), STR_INIT("created")};
static const struct str states_d[] = {STR_INIT("delete"), STR_INIT("deleted"), STR_INIT("denied"),
    STR_INIT("disabled"), STR_INIT("disconnected"), STR_INIT("done"), STR_INIT("down")};
static const struct str states_e[] = {STR_INIT("enabled"), STR_INIT("end"), STR_INIT("ended"),
    STR_INIT("error"), STR_INIT("exit"), STR_INIT("exited")};
static const struct str states_f[] = {STR_INIT("fail"), STR_INIT("failed"), STR_INIT("failure"),
    STR_INIT("failures"), STR_INIT("false"), STR_INIT("finished")};
static const struct str states_i[] = {STR_INIT("idle"), STR_INIT("inactive"),
    STR_INIT("invalid")};
static const struct str states_l[] = {STR_INIT("lost")};
static const struct str states_n[] = {STR_INIT("no"), STR_INIT("none"), STR_INIT("not"),
    STR_INIT("null")};
static const struct str states_o[] = {STR_INIT("off"), STR_INIT("ok"), STR_INIT("on"),
    STR_INIT("open"), STR_INIT("opened"), STR_INIT("over")};
static const struct str states_r[] = {STR_INIT("read"), STR_INIT("refused"), STR_INIT("rejected"),
    STR_INIT("restored")};
static const struct str states_s[] = {STR_INIT("start"), STR_INIT("started"),
    STR_INIT("starting"), STR_INIT("stop"), STR_INIT("stopped"), STR_INIT("stopping"),
    STR_INIT("succeeded"), STR_INIT("success")};
static const struct str states_t[] = {STR_INIT("timeout"), STR_INIT("true")};
static const struct str states_u[] = {STR_INIT("unavailable"), STR_INIT("unknown"),
    STR_INIT("up")};
static const struct str states_v[] = {STR_INIT("valid")};
static const struct str states_w[] = {STR_INIT("warning"), STR_INIT("write")};
static const struct str states_y[] = {STR_INIT("yes")};
#define STATES(letter, name) [(letter) - 'a'] = {name, ARRAY_LEN(name)}
static const struct {
    const struct str *words;
    size_t count;
} states[26] = {
    STATES('a', states_a), STATES('b', states_b), STATES('c', states_c), STATES('d', states_d),
    STATES('e', states_e), STATES('f', states_f), STATES('i', states_i), STATES('l', states_l),
    STATES('n', states_n), STATES('o', states_o), STATES('r', states_r), STATES('s', states_s),
    STATES('t', states_t), STATES('u', states_u), STATES('v', states_v), STATES('w', states_w),
    STATES('y', states_y),
};
/* clang-format on */

static const struct str days[] = {STR_INIT("Mon"), STR_INIT("Tue"), STR_INIT("Wed"),
                                  STR_INIT("Thu"), STR_INIT("Fri"), STR_INIT("Sat"),
                                  STR_INIT("Sun")};
static const struct str months[] = {
    STR_INIT("Jan"), STR_INIT("Feb"), STR_INIT("Mar"), STR_INIT("Apr"),
    STR_INIT("May"), STR_INIT("Jun"), STR_INIT("Jul"), STR_INIT("Aug"),
    STR_INIT("Sep"), STR_INIT("Oct"), STR_INIT("Nov"), STR_INIT("Dec"),
};

/* What stands behind these, in quotes, is the message itself. */
static const struct str speakers[] = {
    STR_INIT("msg"),    STR_INIT("message"), STR_INIT("error"),     STR_INIT("err"),
    STR_INIT("reason"), STR_INIT("cause"),   STR_INIT("exception"), STR_INIT("detail"),
};

struct mask {
    struct str text;
    size_t at;
    struct mask_word *words;
    size_t count;
    bool name_before; /* '=' stood before the word: it is a value */
};

static unsigned kind_at(const struct mask *m, size_t at)
{
    return at < m->text.n ? kinds[(unsigned char)m->text.p[at]] : B;
}

static bool is_one_of(struct str s, const struct str *table, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(s, table[i]))
            return true;
    return false;
}

static bool is_state(struct str s)
{
    char first = ascii_lower(s.p[0]);
    if (!ascii_is_lower(first))
        return false;
    const struct str *words = states[first - 'a'].words;
    for (size_t i = 0; i < states[first - 'a'].count; i++) {
        if (words[i].n != s.n)
            continue;
        size_t at = 1;
        while (at < s.n && ascii_lower(s.p[at]) == words[i].p[at])
            at++;
        if (at == s.n)
            return true;
    }
    return false;
}

/* ---- the form of one word ------------------------------------------------------------------ */

struct form {
    size_t letters, digits, dots, last_dot;
};

static struct form form_of(struct str s)
{
    struct form f = {0};
    for (size_t i = 0; i < s.n; i++) {
        f.letters += ascii_is_alpha(s.p[i]);
        f.digits += ascii_is_digit(s.p[i]);
        if (s.p[i] == '.') {
            f.dots++;
            f.last_dot = i;
        }
    }
    return f;
}

/* "ORA-00600": capitals, then perhaps '-', then digits. */
static bool is_code(struct str s)
{
    size_t letters = 0;
    bool hex = true;
    while (letters < s.n && ascii_is_upper(s.p[letters]))
        hex = ascii_is_hex(s.p[letters++]) && hex;
    size_t at = letters + (letters < s.n && s.p[letters] == '-');
    size_t digits = 0;
    while (at + digits < s.n && ascii_is_digit(s.p[at + digits]))
        digits++;
    return at + digits == s.n && !hex && letters >= CODE_LETTERS_MIN &&
           letters <= CODE_LETTERS_MAX && digits >= CODE_DIGITS_MIN && digits <= CODE_DIGITS_MAX;
}

/* "java.net.NoRouteToHostException", "android.intent.action.SCREEN_ON": behind its last dot a name
 * with a capital. */
static bool is_class_name(struct str s, const struct form *f)
{
    return f->dots >= 1 && f->last_dot + 1 < s.n && ascii_is_upper(s.p[f->last_dot + 1]) &&
           f->letters > 3 * f->digits;
}

static bool is_hex(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_hex(s.p[i]))
            return false;
    return true;
}

/* seen: the kinds of its bytes, together. */
static enum mask_kind word_kind(const struct mask *m, struct str s, unsigned seen)
{
    bool strict = m->name_before || (!(seen & L) && seen & U && s.n >= 2);
    if (!(seen & (D | P))) { /* an ordinary word, mostly */
        if (s.n >= HEX_LETTERS_MIN && is_hex(s))
            return MASK_VARIABLE;
        return strict || is_state(s) ? MASK_STRICT : MASK_WORD;
    }
    struct form f = form_of(s);
    if (seen & D) {
        if (is_code(s))
            return MASK_STRICT;
        return f.dots >= HOST_DOTS_MIN && is_class_name(s, &f) ? MASK_STRICT : MASK_VARIABLE;
    }
    if (f.dots && is_class_name(s, &f))
        return MASK_STRICT;
    if (f.dots >= HOST_DOTS_MIN)
        return MASK_VARIABLE;
    return strict ? MASK_STRICT : MASK_WORD;
}

/* ---- words ----------------------------------------------------------------------------------- */

static void add(struct mask *m, size_t start, size_t end, enum mask_kind kind)
{
    struct mask_word *last = m->count ? &m->words[m->count - 1] : NULL;
    if (kind == MASK_VARIABLE && last && last->kind == MASK_VARIABLE) {
        last->end = (uint32_t)end;
        return;
    }
    if (m->count == MASK_WORDS_MAX)
        return;
    m->words[m->count++] = (struct mask_word){
        .hash = kind == MASK_VARIABLE ? 1 : hash64(str_slice(m->text, start, end)),
        .start = (uint32_t)start,
        .end = (uint32_t)end,
        .kind = kind,
    };
}

/* Of three letters: "Mon", "Jul" before a date. */
static bool is_date_name(struct mask *m, struct str s)
{
    if (!ascii_is_upper(s.p[0]))
        return false;
    size_t next = m->at;
    while (kind_at(m, next) == B && next < m->text.n)
        next++;
    struct str follows = str_slice(m->text, next, next + 3);
    bool before_date = kind_at(m, next) == D || is_one_of(follows, months, ARRAY_LEN(months));
    return before_date &&
           (is_one_of(s, days, ARRAY_LEN(days)) || is_one_of(s, months, ARRAY_LEN(months)));
}

/* A piece without blanks and inner punctuation, which may still begin or end with punctuation. */
static void add_piece(struct mask *m, size_t start, size_t end)
{
    while (start < end && kind_at(m, start) == P)
        start++;
    while (end > start && kind_at(m, end - 1) == P)
        end--;
    if (start == end)
        return;
    struct str s = str_n(m->text.p + start, end - start);
    unsigned seen = 0;
    for (size_t i = 0; i < s.n; i++)
        seen |= kinds[(unsigned char)s.p[i]];
    bool date = s.n == 3 && is_date_name(m, s);
    add(m, start, end, date ? MASK_VARIABLE : word_kind(m, s, seen));
}

/* A word with ':', '@', '/' or '\' in it: whole where it is a path or an address, else in pieces.
 */
static void add_inner(struct mask *m, size_t start, size_t end)
{
    while (start < end && (kind_at(m, start) == P || m->text.p[start] == ':') &&
           m->text.p[start] != '.')
        start++;
    while (end > start && (kind_at(m, end - 1) == P || m->text.p[end - 1] == ':'))
        end--;
    struct str s = str_slice(m->text, start, end);
    size_t slashes = 0, dots = 0, colons = 0, digits = 0, words = 0;
    bool hex = true;
    for (size_t i = 0; i < s.n; i++) {
        slashes += s.p[i] == '/' || s.p[i] == '\\';
        colons += s.p[i] == ':';
        dots += s.p[i] == '.';
        digits += ascii_is_digit(s.p[i]);
        words += ascii_is_alnum(s.p[i]) || (unsigned char)s.p[i] >= 0x80;
        hex = hex && (ascii_is_hex(s.p[i]) || s.p[i] == ':' || s.p[i] == '.' || s.p[i] == '%');
    }
    if (words == 0)
        return;
    bool rooted = s.p[0] == '/' || s.p[0] == '\\' || (s.n > 2 && s.p[1] == ':' && slashes);
    bool path = slashes && (rooted || slashes > 1 || dots || digits);
    size_t at_sign = str_find_char(s, '@');
    bool mail = at_sign != STR_NOT_FOUND && at_sign > 0 &&
                str_find_char(str_skip(s, at_sign), '.') != STR_NOT_FOUND;
    if (path || mail || (hex && colons > 1)) {
        add(m, start, end, MASK_VARIABLE);
        return;
    }
    for (size_t i = start, piece = start; i <= end; i++)
        if (i == end || kind_at(m, i) == I) {
            add_piece(m, piece, i);
            piece = i + 1;
        }
}

/* At quotes: skips a short quoted name, which is variable; else just the quotes. */
static void quotes(struct mask *m)
{
    size_t start = m->at++;
    char q = m->text.p[start];
    unsigned before = start ? kind_at(m, start - 1) : B;
    if (!(before & (B | A | I)))
        return;
    struct str key = STR_NONE;
    if (m->count && start > 1 && m->text.p[start - 1] != ' ') {
        const struct mask_word *w = &m->words[m->count - 1];
        if (w->end + 2 >= start)
            key = str_slice(m->text, w->start, w->end);
    }
    if (str_in(key, speakers, ARRAY_LEN(speakers)))
        return;
    size_t blanks = 0;
    for (size_t i = start + 1; i < m->text.n && i - start <= QUOTED_MAX; i++) {
        char c = m->text.p[i];
        blanks += c == ' ';
        if (c == '\n' || blanks > QUOTED_BLANKS_MAX)
            return;
        if (c != q && !(q == '`' && c == '\''))
            continue;
        if (!(kind_at(m, i + 1) & (U | L | D))) {
            if (i > start + 1)
                add(m, start + 1, i, MASK_VARIABLE);
            m->at = i + 1;
            return;
        }
    }
}

/* "http://host/path?query#part" as a whole, behind its "://". */
static void url(struct mask *m, size_t start)
{
    while (m->at < m->text.n && !(kind_at(m, m->at) & (B | Q)) && m->text.p[m->at] != '>' &&
           m->text.p[m->at] != ',')
        m->at++;
    add(m, start, m->at, MASK_VARIABLE);
}

static void word(struct mask *m)
{
    const char *p = m->text.p;
    size_t start = m->at, at = start, n = m->text.n;
    unsigned seen = 0;
    for (; at < n; at++) {
        unsigned kind = kinds[(unsigned char)p[at]];
        if (kind & (B | A))
            break;
        /* can't, but not 'name' */
        if (kind == Q && !(at > start && kind_at(m, at + 1) & (U | L)))
            break;
        seen |= kind;
        if (kind == I && n - at > 2 && p[at] == ':' && p[at + 1] == '/' && p[at + 2] == '/') {
            m->at = at;
            url(m, start);
            return;
        }
    }
    m->at = at;
    if (seen & I)
        add_inner(m, start, at);
    else
        add_piece(m, start, at);
}

/* Behind a line end: further lines that are indented are left out. */
static void line_end(struct mask *m)
{
    while (m->count && (m->text.p[m->at] == ' ' || m->text.p[m->at] == '\t')) {
        size_t end = str_find_char(str_skip(m->text, m->at), '\n');
        if (end == STR_NOT_FOUND) {
            m->at = m->text.n;
            return;
        }
        m->at += end + 1;
        if (m->at == m->text.n)
            return;
    }
}

size_t mask_words(struct str text, struct mask_word *words)
{
    struct mask m = {.text = str_slice(text, 0, MASK_BYTES_MAX), .words = words};
    while (m.at < m.text.n && m.count < MASK_WORDS_MAX) {
        char c = m.text.p[m.at];
        unsigned kind = kinds[(unsigned char)c];
        if (kind == Q) {
            quotes(&m);
        } else if (kind & (B | A)) {
            m.name_before = c == '=' || (m.name_before && kind == B);
            m.at++;
            if (c == '\n' && m.at < m.text.n)
                line_end(&m);
        } else {
            word(&m);
            m.name_before = false;
        }
    }
    return m.count;
}
