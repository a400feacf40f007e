#include "import/language.h"

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
