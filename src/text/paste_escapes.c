/* Escapes of formats that a text went through: JSON, HTML, URLs, logs, mail, terminals. */
#include "text/paste.h"
#include "text/utf8.h"

enum { ENTITY_MAX = 10, TAG_MAX = 200, UTF8_MAX = 4 };

static char byte_at(struct str s, size_t at)
{
    return at < s.n ? s.p[at] : '\0';
}

/* ---- JSON and source code: \" \n \u2019 ------------------------------------------------------ */

/* The four hex digits of a \u escape at `at`; false when there is none. */
static bool escaped_unit(struct str s, size_t at, uint64_t *unit)
{
    return str_starts(str_skip(s, at), STR("\\u")) && at + 6 <= s.n &&
           str_u64(str_slice(s, at + 2, at + 6), 16, unit);
}

/* \n behind the end of a sentence, where no path goes on: not ..\new, .\new, (x86)\new. */
static bool ends_sentence(struct str s, size_t at)
{
    char before = at > 0 ? s.p[at - 1] : '\0', before2 = at > 1 ? s.p[at - 2] : ' ';
    char next = byte_at(s, at + 1);
    if (next != 'n' && next != 'r' && next != 't')
        return false;
    if (before == '.')
        return before2 != '.' && before2 != '\\' && before2 != '/' && !ascii_is_space(before2);
    return before == '!' || before == '?' || before == ';' || before == ',';
}

/* Escapes as only an encoder writes them: not just a Windows path. */
static bool looks_escaped(struct pass *p)
{
    struct str s = p->in;
    bool found = false;
    uint64_t unit;
    for (size_t at = str_find_char(s, '\\'); at < s.n && !found; at++) {
        if (s.p[at] != '\\')
            continue;
        char next = byte_at(s, at + 1);
        found = next == '"' || str_starts(str_skip(s, at), STR("\\r\\n")) ||
                (!pass_in_path(p, at) && (escaped_unit(s, at, &unit) || ends_sentence(s, at)));
    }
    p->run = p->run_at = 0;
    p->run_path = false;
    return found;
}

static size_t undo_backslash(struct pass *p, size_t at)
{
    static const char meanings[][2] = {{'n', '\n'},  {'r', ' '}, {'t', '\t'}, {'"', '"'},
                                       {'\'', '\''}, {'/', '/'}, {'\\', '\\'}};
    struct str s = p->in;
    uint64_t unit, trail;
    bool path = pass_in_path(p, at);
    if (!path && escaped_unit(s, at, &unit)) {
        bool pair = unit >> 10 == 0xD800 >> 10 && escaped_unit(s, at + 6, &trail) &&
                    trail >> 10 == 0xDC00 >> 10;
        if (pair)
            unit = 0x10000 + ((unit & 0x3FF) << 10 | (trail & 0x3FF));
        pass_put_code_point(p, (uint32_t)unit, 6, at);
        return pair ? 12 : 6;
    }
    char c = byte_at(s, at + 1);
    if (path && ascii_is_alpha(c) && !str_starts(str_skip(s, at), STR("\\r\\n")))
        return 0;
    for (size_t i = 0; i < ARRAY_LEN(meanings); i++) {
        if (meanings[i][0] != c)
            continue;
        pass_put(p, &meanings[i][1], 1, at);
        return 2;
    }
    return 0;
}

/* ---- bytes by number: %E2%80%99 \xe2\x80\x99 \342\200\231 =E2=80=99 -------------------------- */

struct byte_escape {
    struct str mark;
    unsigned base;
    size_t digits;
};

/* The byte that is escaped at `at`; false when none is. */
static bool escaped_byte(const struct byte_escape *e, struct str s, size_t at, unsigned char *byte)
{
    size_t start = at + e->mark.n, end = start + e->digits;
    uint64_t value = 0;
    if (!str_starts(str_skip(s, at), e->mark) || end > s.n)
        return false;
    for (size_t i = start; i < end; i++) {
        char c = ascii_lower(s.p[i]);
        unsigned digit = ascii_is_digit(c) ? (unsigned)(c - '0') : (unsigned)(c - 'a' + 10);
        if (!ascii_is_hex(c) || digit >= e->base)
            return false;
        value = value * e->base + digit;
    }
    *byte = (unsigned char)value;
    return value <= 0xFF;
}

/* A character of two to four escaped bytes, well-formed; the bytes of the text that it takes. */
static size_t undo_character(struct pass *p, const struct byte_escape *e, size_t at)
{
    char bytes[UTF8_MAX];
    size_t n = 0, end = at, step = e->mark.n + e->digits;
    unsigned char byte;
    while (n < UTF8_MAX && escaped_byte(e, p->in, end, &byte)) {
        bytes[n++] = (char)byte;
        end += step;
        if (utf8_valid(str_n(bytes, n)) == n)
            break;
    }
    if (n < 2 || utf8_valid(str_n(bytes, n)) != n)
        return 0;
    pass_put(p, bytes, n, at);
    return end - at;
}

static size_t undo_hex(struct pass *p, size_t at)
{
    static const struct byte_escape hex = {STR_INIT("\\x"), 16, 2};
    unsigned char byte;
    if (pass_in_path(p, at) || !escaped_byte(&hex, p->in, at, &byte))
        return 0;
    if (byte >= 0x80)
        return undo_character(p, &hex, at);
    if (ascii_is_alnum((char)byte)) /* bin\x64 */
        return 0;
    pass_put_code_point(p, byte, 1, at);
    return 4;
}

static size_t undo_octal(struct pass *p, size_t at)
{
    static const struct byte_escape octal = {STR_INIT("\\"), 8, 3};
    unsigned char byte;
    if (pass_in_path(p, at) || !escaped_byte(&octal, p->in, at, &byte))
        return 0;
    if (byte >= 0x80)
        return undo_character(p, &octal, at);
    if (byte != 0x1B && byte != '\n' && byte != '\t' && byte != '\r')
        return 0;
    pass_put_code_point(p, byte, 1, at);
    return 4;
}

static size_t undo_quoted_printable(struct pass *p, size_t at)
{
    static const struct byte_escape equals = {STR_INIT("="), 16, 2};
    return undo_character(p, &equals, at);
}

/* #012 and its like: how rsyslog writes control characters. */
static size_t undo_syslog(struct pass *p, size_t at)
{
    static const struct byte_escape hash = {STR_INIT("#"), 8, 3};
    unsigned char byte;
    if (!escaped_byte(&hash, p->in, at, &byte) || byte >= ' ' ||
        ascii_is_digit(byte_at(p->in, at + 4)))
        return 0;
    pass_put_code_point(p, byte, 1, at);
    return 4;
}

/* ---- URLs ------------------------------------------------------------------------------------ */

static const struct byte_escape percent = {STR_INIT("%"), 16, 2};

/* Is the run of non-blanks from `at` on a part of a URL or a form? Looked at once for each run. */
static bool in_url(struct pass *p, size_t at)
{
    if (at < p->looked_until)
        return p->looked;
    size_t escapes = 0, end = at;
    bool telling = false;
    unsigned char byte;
    for (; end < p->in.n && !ascii_is_space(p->in.p[end]); end++) {
        if (p->in.p[end] != '%' || !escaped_byte(&percent, p->in, end, &byte))
            continue;
        escapes++;
        /* What a URL has to escape and a format for printf does not begin with. */
        telling = telling || byte == ' ' || byte == ':' || byte == '/' || byte == '"' ||
                  byte == '\'' || byte == '%' || byte == '\n' || byte == ',' || byte >= 0x80;
    }
    char before = at > 0 ? p->in.p[at - 1] : ' ';
    p->looked = escapes >= 2 && telling && before != '%';
    p->looked_until = end;
    return p->looked;
}

static size_t undo_percent(struct pass *p, size_t at)
{
    unsigned char byte;
    if (!escaped_byte(&percent, p->in, at, &byte) || !in_url(p, at))
        return 0;
    if (byte >= 0x80)
        return undo_character(p, &percent, at);
    pass_put_code_point(p, byte == '\r' ? ' ' : byte, 1, at);
    return 3;
}

/* A blank of a form, in a run that is escaped otherwise, too: client+secret%3A */
static size_t undo_plus(struct pass *p, size_t at)
{
    char before = at > 0 ? p->in.p[at - 1] : ' ', after = byte_at(p->in, at + 1);
    bool between = (ascii_is_alnum(before) || strchr(".,;:)'", before)) &&
                   (ascii_is_alnum(after) || after == '%' || after == '(');
    if (!between || !in_url(p, at))
        return 0;
    pass_put(p, " ", 1, at);
    return 1;
}

/* ---- HTML ------------------------------------------------------------------------------------ */

static const struct {
    struct str name;
    const char *text;
} entities[] = {
    {STR_INIT("amp"), "&"},       {STR_INIT("lt"), "<"},       {STR_INIT("gt"), ">"},
    {STR_INIT("quot"), "\""},     {STR_INIT("apos"), "'"},     {STR_INIT("nbsp"), " "},
    {STR_INIT("lsquo"), "'"},     {STR_INIT("rsquo"), "'"},    {STR_INIT("sbquo"), "'"},
    {STR_INIT("ldquo"), "\""},    {STR_INIT("rdquo"), "\""},   {STR_INIT("bdquo"), "\""},
    {STR_INIT("laquo"), "\""},    {STR_INIT("raquo"), "\""},   {STR_INIT("hellip"), "..."},
    {STR_INIT("ndash"), "-"},     {STR_INIT("mdash"), "-"},    {STR_INIT("bull"), " "},
    {STR_INIT("middot"), " "},    {STR_INIT("auml"), "\u00E4"}, {STR_INIT("ouml"), "\u00F6"},
    {STR_INIT("uuml"), "\u00FC"}, {STR_INIT("szlig"), "\u00DF"}, {STR_INIT("eacute"), "\u00E9"},
    {STR_INIT("egrave"), "\u00E8"}, {STR_INIT("aacute"), "\u00E1"}, {STR_INIT("ntilde"), "\u00F1"},
    {STR_INIT("shy"), ""},        {STR_INIT("emsp"), " "},     {STR_INIT("ensp"), " "},
    {STR_INIT("lbrack"), "["},    {STR_INIT("rbrack"), "]"},   {STR_INIT("colon"), ":"},
};

static size_t undo_entity(struct pass *p, size_t at)
{
    struct str rest = str_slice(p->in, at + 1, at + 1 + ENTITY_MAX);
    size_t end = str_find_char(rest, ';');
    if (end == STR_NOT_FOUND || end == 0)
        return 0;
    struct str name = str_slice(rest, 0, end);
    if (name.p[0] == '#' && name.n > 1) {
        bool hex = name.p[1] == 'x' || name.p[1] == 'X';
        uint64_t c;
        if (!str_u64(str_skip(name, hex ? 2 : 1), hex ? 16 : 10, &c) || c > 0x10FFFF)
            return 0;
        pass_put_code_point(p, (uint32_t)c, end + 2, at);
        return end + 2;
    }
    for (size_t i = 0; i < ARRAY_LEN(entities); i++) {
        if (!str_ieq(entities[i].name, name))
            continue;
        pass_put(p, entities[i].text, strlen(entities[i].text), at);
        return end + 2;
    }
    return 0;
}

static const struct {
    struct str name;
    const char *text; /* what it looks like */
} tags[] = {
    {STR_INIT("a"), " "},    {STR_INIT("b"), " "},      {STR_INIT("blockquote"), "\n"},
    {STR_INIT("br"), "\n"},  {STR_INIT("code"), " "},   {STR_INIT("div"), "\n"},
    {STR_INIT("em"), " "},   {STR_INIT("font"), " "},   {STR_INIT("h1"), "\n"},
    {STR_INIT("h2"), "\n"},  {STR_INIT("h3"), "\n"},    {STR_INIT("h4"), "\n"},
    {STR_INIT("hr"), "\n"},  {STR_INIT("i"), " "},      {STR_INIT("kbd"), " "},
    {STR_INIT("li"), "\n"},  {STR_INIT("mark"), " "},   {STR_INIT("ol"), "\n"},
    {STR_INIT("p"), "\n"},   {STR_INIT("pre"), "\n"},   {STR_INIT("samp"), " "},
    {STR_INIT("small"), " "}, {STR_INIT("span"), " "},  {STR_INIT("strong"), " "},
    {STR_INIT("table"), "\n"}, {STR_INIT("tbody"), "\n"}, {STR_INIT("td"), " "},
    {STR_INIT("th"), " "},   {STR_INIT("thead"), "\n"}, {STR_INIT("tr"), "\n"},
    {STR_INIT("tt"), " "},   {STR_INIT("u"), " "},      {STR_INIT("ul"), "\n"},
    {STR_INIT("wbr"), ""},
};

static size_t undo_tag(struct pass *p, size_t at)
{
    struct str s = p->in;
    size_t start = at + 1 + (byte_at(s, at + 1) == '/');
    size_t end = start;
    while (end < s.n && end - start < ENTITY_MAX && ascii_is_alnum(s.p[end]))
        end++;
    struct str name = str_slice(s, start, end);
    for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
        if (!str_ieq(tags[i].name, name))
            continue;
        size_t close = str_find_char(str_slice(s, end, end + TAG_MAX), '>');
        bool attributes = end < s.n && s.p[end] == ' ';
        bool empty = close == 0 || (close == 1 && s.p[end] == '/');
        if (close == STR_NOT_FOUND || !(attributes || empty))
            return 0;
        pass_put(p, tags[i].text, strlen(tags[i].text), at);
        return end + close + 1 - at;
    }
    return 0;
}

/* ---- terminals ------------------------------------------------------------------------------- */

/* ^[[31m, \e[31m: the escape character as cat -v or a shell writes it. */
static size_t undo_written_escape(struct pass *p, size_t at)
{
    struct str rest = str_skip(p->in, at);
    if (str_starts(rest, STR("^M")) && (rest.n == 2 || rest.p[2] == '\n'))
        return 2;
    bool escape = str_starts(rest, STR("^[[")) || str_starts(rest, STR("\\e["));
    size_t n = escape ? paste_colour_length(p->in, at + 2) : 0;
    return n ? n + 2 : 0;
}

/* ---- the table ------------------------------------------------------------------------------- */

static const struct paste_row rows[] = {
    {"a character in bytes, in octal", "\\", NULL, undo_octal,
     {{"don\\342\\200\\231t", "don\u2019t"},
      {"\\033[1mx\\012", "\x1b[1mx\n"},
      {"C:\\100\\200", "C:\\100\\200"},
      {"\\377 \\18", "\\377 \\18"}}},
    {"a character in bytes, in hex", "\\", NULL, undo_hex,
     {{"don\\xe2\\x80\\x99t \\x27x\\x27", "don\u2019t 'x'"},
      {"\\x1b[0m", "\x1b[0m"},
      {"C:\\xampp bin\\x64 \\xe2 \\xZZ", "C:\\xampp bin\\x64 \\xe2 \\xZZ"}}},
    {"a colour as cat -v writes it", "\\^", NULL, undo_written_escape,
     {{"^[[31merror^[[0m", "error"}, {"\\e[1merror\\e[0m", "error"}, {"x^M\ny", "x\ny"},
      {"a^[b]", "a^[b]"}}},
    {"an escape of JSON or source code", "\\", looks_escaped, undo_backslash,
     {{"he said \\\"no\\\".\\r\\nTrace\\tID", "he said \"no\". \nTrace\tID"},
      {"couldn\\u2019t \\ud83d\\ude00", "couldn\u2019t \U0001F600"},
      {"It failed.\\nTry again.", "It failed.\nTry again."},
      {"C:\\temp\\new ..\\new .\\trace", "C:\\temp\\new ..\\new .\\trace"},
      {"{\\\"file\\\":\\\"C:\\\\new\\\\x\\\"}", "{\"file\":\"C:\\new\\x\"}"},
      {"C:\\udead\\n", "C:\\udead\\n"}}},
    {"a control character of syslog", "#", NULL, undo_syslog,
     {{"failed#012 at x#011y", "failed\n at x\ty"}, {"issue #0123 #400 #12", "issue #0123 #400 #12"}}},
    {"a character of quoted-printable", "=", NULL, undo_quoted_printable,
     {{"don=E2=80=99t", "don\u2019t"}, {"x=80 y=E2 z=20", "x=80 y=E2 z=20"}}},
    {"an escape of a URL", "%", NULL, undo_percent,
     {{"?error=x&d=AADSTS50126%3A%20Invalid%20user", "?error=x&d=AADSTS50126: Invalid user"},
      {"a%2520b%253A", "a%20b%3A"},
      {"na%C3%AFve%20x%3F", "na\u00EFve x?"},
      {"100%25 50%20 %d%20s", "100%25 50%20 %d%20s"}}},
    {"a blank of a form", "+", NULL, undo_plus,
     {{"?d=AADSTS50126%3A+Invalid+user%2C+name", "?d=AADSTS50126: Invalid user, name"},
      {"C++ a+b", "C++ a+b"}}},
    {"an entity of HTML", "&", NULL, undo_entity,
     {{"&lt;host&gt; &amp;quot; &#39;y&#x27;", "<host> &quot; 'y'"},
      {"couldn&rsquo;t&nbsp;connect&hellip;", "couldn't connect..."},
      {"a & b &x; &; &#; &#xZZ; R&D", "a & b &x; &; &#; &#xZZ; R&D"}}},
    {"a tag of HTML", "<", NULL, undo_tag,
     {{"<p>error <b>2607</b><br/>again</p>", "\nerror  2607 \nagain\n"},
      {"<span class='x'>y</span>", " y "},
      {"<hostname> vector<int> a<b", "<hostname> vector<int> a<b"}}},
};

const struct paste_table paste_escapes = {"escapes", rows, ARRAY_LEN(rows), PASTE_LEVELS, false};
