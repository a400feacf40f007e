#include "text/language.h"

#include "base/hash.h"
#include "text/utf8.h"

enum { TAG_MAX = 11 /* zh-hans-cn */ };

/* Languages that a folder of two letters names; the others are mostly something else (it, id). */
static const struct str folders[] = {STR_INIT("de"), STR_INIT("en"), STR_INIT("es"), STR_INIT("fr"),
                                     STR_INIT("ja"), STR_INIT("ko"), STR_INIT("pt"), STR_INIT("ru"),
                                     STR_INIT("zh")};

/* ... and those of "pt-br": ci-cd is none. */
static const struct str languages[] = {
    STR_INIT("ar"), STR_INIT("bg"), STR_INIT("ca"), STR_INIT("cs"), STR_INIT("da"), STR_INIT("de"),
    STR_INIT("el"), STR_INIT("en"), STR_INIT("es"), STR_INIT("et"), STR_INIT("eu"), STR_INIT("fi"),
    STR_INIT("fr"), STR_INIT("gl"), STR_INIT("he"), STR_INIT("hi"), STR_INIT("hr"), STR_INIT("hu"),
    STR_INIT("id"), STR_INIT("it"), STR_INIT("ja"), STR_INIT("ko"), STR_INIT("lt"), STR_INIT("lv"),
    STR_INIT("nb"), STR_INIT("nl"), STR_INIT("no"), STR_INIT("pl"), STR_INIT("pt"), STR_INIT("ro"),
    STR_INIT("ru"), STR_INIT("sk"), STR_INIT("sl"), STR_INIT("sr"), STR_INIT("sv"), STR_INIT("th"),
    STR_INIT("tr"), STR_INIT("uk"), STR_INIT("vi"), STR_INIT("zh")};

static bool is_alpha(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_alpha(s.p[i]))
            return false;
    return s.n > 0;
}

/* Two letters, and after a hyphen or '_' two (a country) or four (a script). */
static bool is_locale(struct str s)
{
    if (s.n < 5 || (s.p[2] != '-' && s.p[2] != '_') ||
        !str_in(str_slice(s, 0, 2), languages, ARRAY_LEN(languages)))
        return false;
    struct str rest = str_skip(s, 3), part;
    while (str_next_part(&rest, s.p[2], &part))
        if (!is_alpha(part) || (part.n != 2 && part.n != 4))
            return false;
    return s.n <= TAG_MAX;
}

struct str language_tag(struct arena *a, struct str said)
{
    said = str_trim(said);
    said = str_slice(said, 0, min_size(str_find_char(said, '.'), said.n)); /* de_DE.UTF-8 */
    bool word = (said.n == 2 || said.n == 3) && is_alpha(said);
    if (!word && !is_locale(said))
        return STR_NONE;
    char *tag = arena_alloc(a, said.n);
    for (size_t i = 0; i < said.n; i++)
        tag[i] = said.p[i] == '_' ? '-' : ascii_lower(said.p[i]);
    return str_n(tag, said.n);
}

struct str language_of_path(struct str path)
{
    struct str part, rest = path;
    while (str_next_part(&rest, '/', &part)) {
        if (!rest.p) /* the file */
            break;
        if (is_locale(part) || str_in(part, folders, ARRAY_LEN(folders)))
            return part;
    }
    /* name.de-de.md */
    size_t dot = str_rfind_char(part, '.');
    struct str name = str_slice(part, 0, dot == STR_NOT_FOUND ? 0 : dot);
    dot = str_rfind_char(name, '.');
    struct str suffix = dot == STR_NOT_FOUND ? STR_NONE : str_skip(name, dot + 1);
    return is_locale(suffix) || str_in(suffix, folders, ARRAY_LEN(folders)) ? suffix : STR_NONE;
}

uint64_t language_place(struct str path)
{
    struct str language = language_of_path(path);
    if (!language.n)
        return hash64(path);
    size_t at = (size_t)(language.p - path.p);
    return hash64(str_slice(path, 0, at)) * 3 + hash64(str_skip(path, at + language.n));
}

static struct str primary(struct str tag)
{
    return str_slice(tag, 0, min_size(str_find_char(tag, '-'), tag.n));
}

bool language_same(struct str a, struct str b)
{
    return str_ieq(primary(a), primary(b));
}

/* ---- texts ----------------------------------------------------------------------------------- */

enum { TEXT_READ_MAX = 4096, WORD_MAX = 16 };

/* Words that tell the one from the other. */
static const struct str english[] = {
    STR_INIT("and"),    STR_INIT("be"),    STR_INIT("by"),   STR_INIT("cannot"), STR_INIT("code"),
    STR_INIT("could"),  STR_INIT("error"), STR_INIT("failed"), STR_INIT("for"),  STR_INIT("from"),
    STR_INIT("is"),     STR_INIT("it"),    STR_INIT("my"),   STR_INIT("not"),    STR_INIT("of"),
    STR_INIT("the"),    STR_INIT("this"),  STR_INIT("to"),   STR_INIT("when"),   STR_INIT("why"),
    STR_INIT("with"),   STR_INIT("you")};
static const struct str german[] = {
    STR_INIT("auf"),    STR_INIT("bei"),     STR_INIT("beim"),   STR_INIT("das"),    STR_INIT("dem"),
    STR_INIT("den"),    STR_INIT("der"),     STR_INIT("die"),    STR_INIT("diese"),  STR_INIT("dieser"),
    STR_INIT("ein"),    STR_INIT("eine"),    STR_INIT("einen"),  STR_INIT("fehler"), STR_INIT("fehlercode"),
    STR_INIT("fehlermeldung"), STR_INIT("ich"), STR_INIT("ist"), STR_INIT("kann"),   STR_INIT("kein"),
    STR_INIT("keine"),  STR_INIT("konnte"),  STR_INIT("mit"),    STR_INIT("nicht"),  STR_INIT("sie"),
    STR_INIT("und"),    STR_INIT("von"),     STR_INIT("werden"), STR_INIT("wird"),   STR_INIT("wurde"),
    STR_INIT("zu"),     STR_INIT("zum"),     STR_INIT("zur")};

struct counts {
    size_t kana, han, hangul, umlauts, english, german;
};

static void count_wide(struct counts *n, uint32_t c)
{
    n->kana += (c >= 0x3041 && c <= 0x30FF) || (c >= 0xFF66 && c <= 0xFF9F);
    n->han += c >= 0x4E00 && c <= 0x9FFF;
    n->hangul += c >= 0xAC00 && c <= 0xD7A3;
    n->umlauts += c == 0xDF || c == 0xE4 || c == 0xF6 || c == 0xFC || c == 0xC4 || c == 0xD6 || c == 0xDC;
}

struct str language_of_text(struct str text)
{
    struct counts n = {0};
    text = utf8_cut(text, TEXT_READ_MAX);
    for (size_t i = 0; i < text.n;) {
        if ((unsigned char)text.p[i] >= 0x80) {
            count_wide(&n, utf8_next(text, &i));
            continue;
        }
        size_t start = i;
        while (i < text.n && ascii_is_alpha(text.p[i]))
            i++;
        struct str word = str_slice(text, start, i);
        if (word.n > 1 && word.n < WORD_MAX) {
            n.english += str_in(word, english, ARRAY_LEN(english));
            n.german += str_in(word, german, ARRAY_LEN(german));
        }
        i += i == start;
    }
    if (n.kana)
        return STR("ja");
    if (n.hangul)
        return STR("ko");
    if (n.han)
        return STR("zh");
    n.german += n.umlauts > 0;
    if (n.german == n.english)
        return STR_NONE;
    return n.german > n.english ? STR("de") : STR("en");
}
