#include "text/noise.h"

#include "text/form.h"

enum { PATH_MAX_BYTES = 300, HEX_ID_MIN = 16, EXTENSION_MAX = 8 };

static char byte_at(struct str s, size_t at)
{
    return at < s.n ? s.p[at] : '\0';
}

static bool is_word(char c)
{
    return ascii_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

static size_t digits(struct str s, size_t at)
{
    size_t n = 0;
    while (ascii_is_digit(byte_at(s, at + n)))
        n++;
    return n;
}

/* ---- timestamps ------------------------------------------------------------------------------ */

static const char *const timestamps[] = {
    "%4-%2-%2{T}{%b}%2:%2{:%2%f}%z",
    "%4/%d/%d{:}{%b}%d:%2{:%2%f}%z",
    "%d/%d/%4{,}{%b}%d:%2{:%2%f}%z",
    "%d.%d.%4{,}{%b}%d:%2{:%2%f}%z",
    "%2-%2-%4{,}%b%2:%2{:%2%f}%z",
    "%2-%2%b%2:%2:%2%f",
    "%2/%2/%2%b%2:%2:%2%f%z",
    "%2/%M/%4:%2:%2:%2%z",
    "%2 %M %4{,} %2:%2:%2%f%z",
    "%M%b%d{,}{%b%4}%b%d:%2:%2%f%z{%b%4}",
    "%D{,}%b%M%b%d%b%d:%2:%2%f{%b%w}{%b%4}",
    "%D{,}%b%2%b%M%b%4%b%2:%2:%2%z",
    "%6%b%6",
    "%8-%d:%d:%d%f",
    "%8T%6%z",
    "%2:%2:%2%f%z",
    "%4-%2-%2",
};

static size_t timestamp(struct str s, size_t at)
{
    for (size_t i = 0; i < ARRAY_LEN(timestamps); i++) {
        size_t n = form_length(timestamps[i], s, at);
        if (n)
            return n;
    }
    return 0;
}

/* The same in brackets. */
static size_t bracketed_timestamp(struct str s, size_t at)
{
    size_t start = at + 1;
    while (byte_at(s, start) == ' ' && start - at < 8)
        start++;
    size_t n = timestamp(s, start);
    if (n == 0)
        n = form_length("%d.%d", s, start); /* seconds since the start */
    if (n == 0)
        return 0;
    size_t end = start + n + (byte_at(s, start + n) == ' ');
    return byte_at(s, end) == (s.p[at] == '[' ? ']' : ')') ? end + 1 - at : 0;
}

/* ---- positions in sources -------------------------------------------------------------------- */

/* (12) (12,5) (12,13,163,42) <12> at `at`; 0 when none is there. */
static size_t line_and_column(struct str s, size_t at)
{
    char open = byte_at(s, at), close = open == '(' ? ')' : '>';
    if (open != '(' && open != '<')
        return 0;
    size_t i = at + 1, n = digits(s, i);
    for (i += n; n && byte_at(s, i) == ','; i += n) {
        i++;
        n = digits(s, i);
    }
    return n && byte_at(s, i) == close ? i + 1 - at : 0;
}

/* A file's name ends before `end`: a dot and a few letters behind a name. */
static bool ends_in_extension(struct str s, size_t start, size_t end)
{
    size_t dot = end;
    while (dot > start && end - dot <= EXTENSION_MAX && ascii_is_alnum(s.p[dot - 1]))
        dot--;
    return dot > start + 1 && dot < end && s.p[dot - 1] == '.' && is_word(s.p[dot - 2]);
}

/* The colon behind a position and the blank behind it; `at` when it is none. */
static size_t behind_colon(struct str s, size_t at)
{
    size_t i = at + (byte_at(s, at) == ' ');
    if (byte_at(s, i) != ':' || byte_at(s, i + 1) == ':')
        return at;
    return i + 1 + (byte_at(s, i + 1) == ' ');
}

/* C:\a b\file.cpp(12,5) : or ../file.c:12:5: or foo.lib(bar.obj) : */
static size_t position(struct str s, size_t at)
{
    size_t end = min_size(s.n, at + PATH_MAX_BYTES);
    for (size_t i = at + 1; i < end && s.p[i] != '\n' && s.p[i] != '"'; i++) {
        if (s.p[i] == '(' || s.p[i] == '<') {
            size_t n = line_and_column(s, i), colon = behind_colon(s, i + n);
            if (n && colon > i + n)
                return colon - at;
        }
        if (s.p[i] != ':' && s.p[i] != ' ')
            continue;
        bool file = ends_in_extension(s, at, i) ||
                    (s.p[i - 1] == ')' && ends_in_extension(s, at, i - 1));
        size_t n = file && s.p[i] == ':' ? digits(s, i + 1) : 0;
        if (n) {
            size_t stop = i + 1 + n;
            size_t column = byte_at(s, stop) == ':' ? digits(s, stop + 1) : 0;
            stop += column ? column + 1 : 0;
            return behind_colon(s, stop) - at;
        }
        if (file && s.p[i] == ' ' && byte_at(s, i + 1) == ':' && byte_at(s, i + 2) == ' ')
            return i + 3 - at;
        /* A blank is only part of a path that began with a drive or a slash. */
        if (s.p[i] == ' ' && byte_at(s, at + 1) != ':' && s.p[at] != '\\' && s.p[at] != '/')
            return 0;
        if (s.p[i] == ':' && i != at + 1)
            return 0;
    }
    return 0;
}

/* [C:\build\x.vcxproj] behind a compiler's line. */
static size_t project(struct str s, size_t at)
{
    size_t end = min_size(s.n, at + PATH_MAX_BYTES);
    for (size_t i = at + 1; i < end && s.p[i] != '['; i++) {
        if (s.p[i] != ']')
            continue;
        struct str inside = str_trim(str_slice(s, at + 1, i));
        return str_ends(inside, STR("proj")) || str_ends(inside, STR(".sln")) ? i + 1 - at : 0;
    }
    return 0;
}

/* ---- ids ------------------------------------------------------------------------------------- */

/* A long run of hex digits, letters and digits among them: a hash, a trace's id. */
static size_t hex_id(struct str s, size_t at)
{
    size_t n = 0, letters = 0;
    while (ascii_is_hex(byte_at(s, at + n)))
        letters += ascii_is_alpha(s.p[at + n++]);
    return n >= HEX_ID_MIN && letters && letters < n && !is_word(byte_at(s, at + n)) ? n : 0;
}

/* (?name@class@@QAEXXZ): a linker's name of a function, behind the readable one. */
static size_t mangled(struct str s, size_t at)
{
    size_t end = min_size(s.n, at + PATH_MAX_BYTES), i = at + 2;
    if (byte_at(s, at + 1) != '?')
        return 0;
    while (i < end && s.p[i] != ')' && s.p[i] != '(' && !ascii_is_space(s.p[i]))
        i++;
    return byte_at(s, i) == ')' && str_find(str_slice(s, at, i), STR("@@")) != STR_NOT_FOUND
               ? i + 1 - at
               : 0;
}

/* Trace ID: 0f1e..., Timestamp: 2021-..., with what stands behind. */
static size_t label(struct str s, size_t at)
{
    static const struct str names[] = {
        STR_INIT("Trace ID"),       STR_INIT("TraceId"),        STR_INIT("Correlation ID"),
        STR_INIT("CorrelationId"),  STR_INIT("Request ID"),     STR_INIT("RequestId"),
        STR_INIT("Timestamp"),      STR_INIT("Activity ID"),    STR_INIT("ActivityId"),
        STR_INIT("Session ID"),     STR_INIT("Message ID"),     STR_INIT("Client Request ID"),
        STR_INIT("Tracking ID"),    STR_INIT("Operation ID"),   STR_INIT("Extended Request ID"),
    };
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (!str_istarts(str_skip(s, at), names[i]))
            continue;
        size_t end = at + names[i].n;
        while (byte_at(s, end) == ' ' || byte_at(s, end) == '"')
            end++;
        if (byte_at(s, end) != ':' && byte_at(s, end) != '=')
            continue;
        end++;
        while (byte_at(s, end) && strchr(" \"'\n", byte_at(s, end)))
            end++;
        size_t n = form_length("%g", s, end);
        n = n ? n : timestamp(s, end);
        n = n ? n : hex_id(s, end);
        if (n)
            return end + n - at;
    }
    return 0;
}

/* ---- dialogs --------------------------------------------------------------------------------- */

/* [Window Title], [OK], Show details: the parts that every message box has. */
static size_t dialog_line(struct str s, size_t at)
{
    static const struct str parts[] = {
        STR_INIT("window title"),  STR_INIT("main instruction"), STR_INIT("content"),
        STR_INIT("ok"),            STR_INIT("cancel"),           STR_INIT("close"),
        STR_INIT("yes"),           STR_INIT("no"),               STR_INIT("retry"),
        STR_INIT("abort"),         STR_INIT("ignore"),           STR_INIT("help"),
        STR_INIT("details"),       STR_INIT("show details"),     STR_INIT("hide details"),
        STR_INIT("see details"),   STR_INIT("more details"),     STR_INIT("more information"),
        STR_INIT("expanded information"), STR_INIT("footer"),    STR_INIT("try again"),
        STR_INIT("copy"),          STR_INIT("copy to clipboard"), STR_INIT("learn more"),
        STR_INIT("continue"),      STR_INIT("dismiss"),          STR_INIT("send feedback"),
    };
    struct str rest = str_slice(s, at, at + 80), line, part;
    if (!str_next_line(&rest, &line) || (line.n == 80 && byte_at(s, at + 80) != '\n'))
        return 0;
    size_t n = line.n;
    struct str left = str_trim(line);
    if (left.n == 0)
        return 0;
    /* Buttons stand side by side: [Yes] [No]. */
    while (left.n) {
        size_t end = 0;
        while (end < left.n && left.p[end] != '[' && left.p[end] != ']')
            end++;
        part = str_trim_set(str_slice(left, 0, end), " \t^");
        if (part.n && !str_ieq(part, STR("V")) && !str_in(part, parts, ARRAY_LEN(parts)))
            return 0;
        left = str_skip(left, end + 1);
    }
    return n;
}

/* A line of one file's name. */
static size_t file_line(struct str s, size_t at)
{
    size_t n = form_length("%n%e", s, at);
    size_t end = at + n;
    while (end > at && ascii_is_space(s.p[end - 1]))
        end--;
    return n && ends_in_extension(s, at, end) ? end - at : 0;
}

/* C:\dir> or PS C:\dir> or user@host:~/dir$ before a command. */
static size_t prompt(struct str s, size_t at)
{
    struct str line = str_slice(s, at, at + PATH_MAX_BYTES);
    size_t n = str_find_char(line, '\n');
    line = str_slice(line, 0, n);
    size_t drive = str_starts(line, STR("PS ")) ? 3 : 0;
    bool path = ascii_is_alpha(byte_at(line, drive)) && byte_at(line, drive + 1) == ':' &&
                byte_at(line, drive + 2) == '\\';
    size_t end = str_find_char(line, '>');
    if (path)
        return end == STR_NOT_FOUND ? 0 : end + 1;
    n = form_length("%n:~", line, 0);
    end = str_find_char(line, '$');
    bool shell = n && str_find_char(str_slice(line, 0, n), '@') != STR_NOT_FOUND;
    return shell && end != STR_NOT_FOUND && byte_at(line, end + 1) == ' ' ? end + 2 : 0;
}

/* "- ", "* ", "% ", "4. ", "4) ": a list's mark, a short prompt. */
static size_t bullet(struct str s, size_t at)
{
    size_t n = digits(s, at), mark = at + n;
    bool sign = n == 0 ? byte_at(s, mark) && strchr("-*%$", byte_at(s, mark))
                       : n <= 2 && (byte_at(s, mark) == '.' || byte_at(s, mark) == ')');
    return sign && byte_at(s, mark + 1) == ' ' ? n + 2 : 0;
}

/* org.example.Client: before a message. The name of an exception says what happened, and stays. */
static size_t logger(struct str s, size_t at)
{
    size_t n = form_length("%w.%w.%n{:}%b", s, at);
    struct str name = str_trim_set(str_slice(s, at, at + n), " \t:");
    bool tells = str_ends(name, STR("Exception")) || str_ends(name, STR("Error")) ||
                 str_ends(name, STR("Fault"));
    return tells ? 0 : n;
}

/* A line of nothing but signs: rulers, carets under a source line. */
static size_t ruler(struct str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] != '\n') {
        if (is_word(s.p[at + n]))
            return 0;
        n++;
    }
    return n;
}

/* ---- the table ------------------------------------------------------------------------------- */

#define DIGITS "0123456789"
#define TIMES  DIGITS "JFMASONDTW" /* what a timestamp begins with */

/* By kind: NOISE_HEAD, NOISE_MORE, NOISE_LINE, NOISE_INLINE. */
const struct noise_row noise_rows[] = {
    /* heads of lines */
    {"a timestamp, a host and a process", NOISE_HEAD, "JFMASOND",
     "%M%b%d%b%2:%2:%2%b%n%b%n{(%n)}{[%d]}:", NULL,
     {"«Jul  9 12:16:49 combo ftpd[23142]: »x", "«Jul  9 12:16:49 combo kernel: »x"}},
    {"a timestamp", NOISE_HEAD, TIMES, NULL, timestamp,
     {"«2021-09-13T23:21:24.123Z »Disk full", "«Jul  9 12:16:49 »x failed",
      "«Wed Jul  9 12:16:49 2005 »x", "«20171223-22:31:59:618»|x"}},
    {"a timestamp in brackets", NOISE_HEAD, "[(", NULL, bracketed_timestamp,
     {"«[2021-09-13 23:21:24] »x", "«[   12.345678] »x", "«(10:00:01.5) »x", "[12] x"}},
    {"a level in brackets", NOISE_HEAD, "[", "[%_%l%_]", NULL, {"«[ERROR] »x", "«[warn ] »x", "[errors] x"}},
    {"the same", NOISE_HEAD, "<", "<%l>", NULL, {"«<error> »x"}},
    {"the same", NOISE_HEAD, "(", "(%l)", NULL, {"«(info) »x", "(5) x"}},
    {"a level by name", NOISE_HEAD, "lL", "level=%w", NULL, {"«level=error »msg=x"}},
    {"a level in capitals", NOISE_HEAD, "TDINWEFCSAPV", "%L{:}%b", NULL,
     {"«INFO  »x", "«ERROR: »x", "Error x"}},
    {"a level and a tag of Android", NOISE_HEAD, "VDIWEFA", "%c/%n(%_%d):", NULL,
     {"«E/Tag( 123): »x", "E/Tag x"}},
    {"a level of glog", NOISE_HEAD, "IWEF", "%w%b%2:%2:%2%f%b%d%b%n:%d]", NULL,
     {"«I0102 15:04:05.000001  1234 a/b.cc:12] »x"}},
    {"a process", NOISE_HEAD, NULL, "%n{(%n)}[%d]:", NULL,
     {"«sshd[24833]: »x", "«sshd(pam_unix)[26188]: »x", "a[1] x"}},
    {"a layer of a container's build", NOISE_HEAD, "#", "#%d %d.%d", NULL, {"«#12 3.456 »x"}},
    {"a step of a build", NOISE_HEAD, "[", "[%d/%d]", NULL, {"«[94/3656] »x"}},
    {"a place in a source, a file before a colon", NOISE_HEAD, NULL, NULL, position,
     {"«C:\\Program Files\\a.cpp(12,5): »error", "«../a/b.c:12:5: »error",
      "«foo.lib(bar.obj) : »error", "x.y.z did not: y"}},
    {"a tag of a build service", NOISE_HEAD, "#", "##[%w]", NULL,
     {"«2026-01-29T17:44:06.98Z ##[error]D:\\a\\b.h(125): »error", "## [x]"}},
    {"a list's mark", NOISE_HEAD, "-*%$" DIGITS, NULL, bullet,
     {"«- »x", "«4. C:\\a\\b.cpp(1): »x", "«$ »make", "7000215. x"}},
    {"a prompt", NOISE_HEAD, NULL, NULL, prompt,
     {"«C:\\dev>»cl /nologo", "«PS C:\\Users\\x> »New-X", "«user@host:~/a$ »make", "a > b"}},
    /* behind another head */
    {"a level behind another head", NOISE_MORE, NULL, "%l{:}%b", NULL,
     {"«2016-09-29 00:00:46, Info     »x", "Info x"}},
    {"process and thread of Android", NOISE_MORE, DIGITS, "%d%b%d%b%c%b%n%_:", NULL,
     {"«03-17 16:15:08.066  1702  2644 D PowerManager: »x"}},
    {"a process's number", NOISE_MORE, DIGITS, "%d", NULL, {"«081109 203615 148 »x"}},
    {"a level behind a number", NOISE_MORE, NULL, "%c%b", NULL, {"«10:00:00 E »x"}},
    {"a thread", NOISE_MORE, "[", "[%*]", NULL,
     {"«2015-10-18 18:06:18,045 INFO [IPC Server handler 19 on 62270] »x", "[x] y"}},
    {"a logger", NOISE_MORE, NULL, NULL, logger,
     {"«INFO org.apache.hadoop.ipc.Client: »x", "«ERROR »java.io.IOException: x"}},
    {"a field of a log with bars", NOISE_MORE, "|", "|%*|", NULL,
     {"«20171223-22:31:59:618|Step_LSC|30002312|»x"}},
    {"a field number of a log with bars", NOISE_MORE, DIGITS, "%d|", NULL,
     {"«10:00:00|12|»x"}},
    /* whole lines */
    {"a part of a dialog", NOISE_LINE, NULL, NULL, dialog_line,
     {"«[Window Title]»\nx", "x\n«[Yes] [No]»", "  «OK»\n«[V] Hide details  [Close]»", "OK then"}},
    {"signs only", NOISE_LINE, NULL, NULL, ruler, {"«------»\nx", "x\n    «^~~~»"}},
    {"a build's banner", NOISE_LINE, "-", "------ %$", NULL, {"«------ Build started: a ------»\nx"}},
    {"the same", NOISE_LINE, "=", "========== %$", NULL, {"«========== Build: 0 ok»"}},
    {"a compiler's banner", NOISE_LINE, "M", "Microsoft (R) %$", NULL, {"«Microsoft (R) C»\nx"}},
    {"the same", NOISE_LINE, "C", "Copyright (C) %$", NULL, {"«Copyright (C) M»\nx"}},
    {"a step of a build", NOISE_LINE, "[", "[%d/%d]%b%w%b%w%b%w%b%n%e", NULL,
     {"«[94/3656] Building CXX object a/b.o»\nx"}},
    {"a build's words", NOISE_LINE, "G", "Generating Code...%e", NULL, {"«Generating Code...»\nx"}},
    {"the same", NOISE_LINE, "C", "Compiling...%e", NULL, {"«Compiling...»"}},
    {"the same", NOISE_LINE, "L", "Linking...%e", NULL, {"«Linking...»"}},
    {"the same", NOISE_LINE, "B", "Build started...%e", NULL, {"«Build started...»"}},
    {"the same", NOISE_LINE, "D", "Done building project %$", NULL,
     {"«Done building project \"x\" -- FAILED.»"}},
    {"the same", NOISE_LINE, "n", "ninja: build stopped%$", NULL, {"«ninja: build stopped: x»"}},
    {"the same", NOISE_LINE, "m", "make{[%d]}: Entering %$", NULL, {"«make[1]: Entering x»"}},
    {"the same", NOISE_LINE, "m", "make{[%d]}: Leaving %$", NULL, {"«make: Leaving x»"}},
    {"a file that is compiled", NOISE_LINE, NULL, NULL, file_line,
     {"«stubs.c»\nx", "  «a\\b.obj»\nx", "stopped.\nx", "a.b c\nx"}},
    {"a frame of a stack", NOISE_LINE, "a", "at %n(%*)%e", NULL, {"«at a.b.C(D.java:12)»\nx"}},
    {"the same", NOISE_LINE, "F", "File \"%*\", line %d%$", NULL, {"«File \"a.py\", line 3, in f»\nx"}},
    {"the same", NOISE_LINE, "A", "At line:%d char:%d%e", NULL, {"«At line:1 char:1»\nx"}},
    {"the same", NOISE_LINE, "T", "Traceback (most recent call last):", NULL,
     {"«Traceback (most recent call last):»\nx"}},
    /* anywhere */
    {"an id or a time with its name", NOISE_INLINE, "TtCcRrAaSsMmOoEe", NULL, label,
     {"x. «Trace ID: 00000000-78b8-44f9-9576-000000000000» «Timestamp: 2021-09-13 23:21:24Z»",
      "Request ID: none"}},
    {"a GUID", NOISE_INLINE, DIGITS "abcdefABCDEF", "%g", NULL,
     {"app '«00000000-78b8-44f9-9576-000000000000»' x", "12345678-1 x"}},
    {"a timestamp", NOISE_INLINE, TIMES, NULL, timestamp,
     {"x since «2023-04-20T18:48:41.66Z» y", "x at «Sat Jul  9 12:16:49 2005» y", "May 1 x"}},
    {"a long hex number", NOISE_INLINE, DIGITS "abcdefABCDEF", NULL, hex_id,
     {"commit «1921ec4c1921ec4c1921» x", "0x80070005 deadbeef"}},
    {"a project behind a compiler's line", NOISE_INLINE, "[", NULL, project,
     {"x «[C:\\a\\b.vcxproj]»", "x [b.proj", "x [y]"}},
    {"a linker's name", NOISE_INLINE, "(", NULL, mangled,
     {"\"f(void)\" «(?f@C@@QAEXXZ)» x", "x (?y) z"}},
};

const size_t noise_row_count = ARRAY_LEN(noise_rows);

/* ---- finding it ------------------------------------------------------------------------------ */

struct finder {
    struct arena *arena;
    struct str text;
    size_t first[NOISE_INLINE + 2]; /* row of each kind: they stand together */
    struct noise *found;
    size_t count, cap;
};

static void found(struct finder *f, size_t start, size_t end, enum noise_kind kind)
{
    if (f->count && kind != NOISE_LINE && f->found[f->count - 1].end == start) {
        f->found[f->count - 1].end = (uint32_t)end;
        return;
    }
    f->found = arena_grow(f->arena, f->found, f->count, &f->cap, sizeof *f->found);
    f->found[f->count++] = (struct noise){(uint32_t)start, (uint32_t)end, kind};
}

static size_t row_length(const struct noise_row *r, struct str text, size_t at)
{
    char c = byte_at(text, at);
    if (r->first && (c == '\0' || !strchr(r->first, c)))
        return 0;
    return r->form ? form_length(r->form, text, at) : r->length(text, at);
}

/* The longest that a row of the kind takes at `at`. */
static size_t longest(const struct finder *f, size_t at, enum noise_kind kind)
{
    size_t most = 0;
    for (size_t i = f->first[kind]; i < f->first[kind + 1]; i++)
        most = max_size(most, row_length(&noise_rows[i], f->text, at));
    return most;
}

static size_t behind_separators(struct str s, size_t at)
{
    while (byte_at(s, at) && strchr(" \t-:,;", byte_at(s, at)))
        at++;
    return at;
}

/* The heads of the line that begins at `at`; where the message begins. */
static size_t find_heads(struct finder *f, size_t at)
{
    for (size_t heads = 0; heads < NOISE_HEADS_MAX; heads++) {
        size_t n = longest(f, at, NOISE_HEAD);
        if (n == 0 && heads > 0)
            n = longest(f, at, NOISE_MORE);
        if (n == 0)
            break;
        size_t place = position(f->text, at);
        size_t end = behind_separators(f->text, at + n);
        found(f, at, end, NOISE_HEAD);
        at = end;
        if (place) /* what follows a place in a source is the message */
            break;
    }
    return at;
}

static size_t find_inline(struct finder *f, size_t at)
{
    for (; at < f->text.n && f->text.p[at] != '\n'; at++) {
        if (at > 0 && is_word(f->text.p[at - 1]) && is_word(f->text.p[at]))
            continue;
        size_t n = longest(f, at, NOISE_INLINE);
        if (n) {
            found(f, at, at + n, NOISE_INLINE);
            at += n - 1;
        }
    }
    return at;
}

struct noise *noise_find(struct arena *a, struct str text, size_t *count)
{
    struct finder f = {.arena = a, .text = text};
    for (size_t i = 0; i < noise_row_count; i++)
        f.first[noise_rows[i].kind + 1] = i + 1;
    for (size_t at = 0; at < text.n; at++) {
        while (byte_at(text, at) == ' ' || byte_at(text, at) == '\t')
            at++;
        size_t n = longest(&f, at, NOISE_LINE);
        if (n) {
            found(&f, at, at + n, NOISE_LINE);
            at += n;
        } else {
            at = find_inline(&f, find_heads(&f, at));
        }
    }
    *count = f.count;
    return f.found;
}
