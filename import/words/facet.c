#include "import/words/facet.h"

#include "base/path.h"
#include "import/tree/slug.h"

enum { VALUE_MAX = 60 };

/* Clients and platforms: the value, the label that people read, the words that name it. */
static const struct {
    const char *value, *label, *words;
} clients[] = {
    {"android", "Android client",
     "android and chrome os|android or chrome os|android-chrome-os|android"},
    {"ios", "iOS client", "ios and ipados|ios or ipados|ios-ipados|ipados|ios|iphone|ipad"},
    {"macos", "macOS client", "macos|mac os|os x|mac"},
    {"web", "Web client", "web|browser|html5"},
    {"windows-store", "Windows Store client", "microsoft store|windows store|store app|uwp"},
    {"windows", "Windows Desktop client", "windows desktop|windows"},
    {"linux", "Linux client", "linux|thin client"},
};

/* Words that make one of the above a client and not, say, a server's operating system. */
static const char client_words[] = "client|clients|app|browser";

static bool is_word_at(struct str s, size_t at, struct str word)
{
    bool before = at == 0 || !ascii_is_alnum(s.p[at - 1]);
    bool behind = at + word.n >= s.n || !ascii_is_alnum(s.p[at + word.n]);
    return before && behind && str_istarts(str_skip(s, at), word);
}

/* Where one of the words (separated by '|') stands in s; *found is that word. */
static size_t find_word(struct str s, const char *words, struct str *found)
{
    struct str list = str_of(words), word;
    while (str_next_part(&list, '|', &word))
        for (size_t i = 0; i + word.n <= s.n; i++)
            if (is_word_at(s, i, word)) {
                *found = word;
                return i;
            }
    return STR_NOT_FOUND;
}

static struct facet make(struct arena *a, const char *name, struct str value, struct str label)
{
    return (struct facet){str_of(name), slug_short(a, value, VALUE_MAX), arena_dup(a, label)};
}

/* The client a short text is about: STR_NOT_FOUND or an index into `clients`. */
static size_t client_in(struct str text, struct str *word)
{
    for (size_t i = 0; i < ARRAY_LEN(clients); i++)
        if (find_word(text, clients[i].words, word) != STR_NOT_FOUND)
            return i;
    return STR_NOT_FOUND;
}

/* "All clients", "Any client": these two words and no more. */
static bool is_all(struct str heading)
{
    static const char all_words[] = "all|any|every";
    struct str first, kind;
    return find_word(heading, all_words, &first) == 0 &&
           find_word(heading, client_words, &kind) == first.n + 1 &&
           heading.n == first.n + 1 + kind.n;
}

size_t facet_of_heading(struct arena *a, struct str heading, struct facet *out, size_t cap,
                        bool *only)
{
    struct str word, kind;
    *only = false;
    heading = str_trim_set(heading, " .:");
    if (!cap || heading.n > 100)
        return 0;
    size_t phase = find_word(heading, "phase|stage", &word);
    if (phase != STR_NOT_FOUND && phase > 0 && phase + word.n == heading.n) {
        struct str name = str_trim(str_slice(heading, 0, phase));
        *only = str_find_char(name, ' ') == STR_NOT_FOUND;
        out[0] = make(a, "phase", name, heading);
        return *only ? 1 : 0;
    }
    if (find_word(heading, client_words, &kind) == STR_NOT_FOUND)
        return 0;
    if (is_all(heading)) {
        *only = true;
        out[0] = make(a, "client", FACET_ALL, heading);
        return 1;
    }
    size_t i = client_in(heading, &word);
    if (i == STR_NOT_FOUND)
        return 0;
    *only = heading.n <= word.n + kind.n + 20;
    out[0] = make(a, "client", str_of(clients[i].value), *only ? heading : str_of(clients[i].label));
    return 1;
}

/* ---- choices: tabs and zones ----------------------------------------------------------------- */

/* Tools that steps are told for. */
static const struct {
    const char *value, *words;
} tools[] = {
    {"azure-portal", "azure portal|azure-portal|portal"},
    {"azure-cli", "azure cli|azure-cli|azurecli"},
    {"aws-cli", "aws cli|aws-cli"},
    {"aws-console", "aws management console|aws console"},
    {"powershell",
     "azure powershell|azure-powershell|azurepowershell|windows powershell|powershell"},
    {"command-prompt", "command prompt|command-prompt|cmd"},
    {"cli", "command line|command-line|cli"},
    {"bash", "bash"},
    {"group-policy", "group policy|group-policy|gpo"},
    {"intune", "microsoft intune|intune"},
    {"visual-studio-code", "visual studio code|visual-studio-code|vs code|vscode"},
    {"visual-studio", "visual studio|visual-studio"},
    {"rest-api", "rest api|rest-api"},
    {"arm-template", "arm template|arm-template"},
    {"bicep", "bicep"},
    {"terraform", "terraform"},
};

/* Does a name begin with one of the words, or is the id one of them? */
static bool is_named(struct str label, struct str id, const char *words)
{
    struct str list = str_of(words), word;
    while (str_next_part(&list, '|', &word))
        if (str_ieq(id, word) || is_word_at(label, 0, word))
            return true;
    return false;
}

bool facet_of_choice(struct arena *a, const char *name, struct str id, struct str label,
                     struct facet *out)
{
    label = str_trim_set(label.n ? label : id, " \t*_`");
    if (!label.n || label.n > 2 * VALUE_MAX)
        return false;
    *out = make(a, name, id.n ? id : label, label);
    for (size_t i = 0; i < ARRAY_LEN(tools); i++)
        if (is_named(label, id, tools[i].words)) {
            *out = make(a, "tool", str_of(tools[i].value), label);
            return true;
        }
    for (size_t i = 0; i < ARRAY_LEN(clients); i++)
        if (is_named(label, id, clients[i].words)) {
            *out = make(a, "client", str_of(clients[i].value), label);
            return true;
        }
    return out->value.n > 0;
}

/* ">=msvc-150 <msvc-170": one comparison after the other, in words. */
static struct str range_in_words(struct arena *a, struct str range)
{
    static const struct {
        const char *sign, *format;
    } signs[] = {
        {">=", "%.*s and later"}, {"<=", "%.*s and earlier"}, {">", "after %.*s"},
        {"<", "before %.*s"},     {"=", "%.*s"},              {"", "%.*s"},
    };
    struct str words = STR_NONE;
    for (range = str_trim(range); range.n; range = str_trim(range)) {
        size_t i = 0;
        while (!str_starts(range, str_of(signs[i].sign)))
            i++;
        range = str_trim(str_skip(range, strlen(signs[i].sign)));
        size_t n = 0;
        while (n < range.n && !ascii_is_space(range.p[n]) && !strchr("<>=", range.p[n]))
            n++;
        struct str version = str_slice(range, 0, min_size(n, VALUE_MAX));
        range = str_skip(range, n);
        if (!version.n)
            continue;
        struct str one = arena_printf(a, signs[i].format, STR_ARG(version));
        words = words.n ? arena_printf(a, "%.*s, %.*s", STR_ARG(words), STR_ARG(one)) : one;
        if (words.n > 2 * VALUE_MAX)
            break;
    }
    return words;
}

size_t facet_of_range(struct arena *a, struct str range, struct facet *out, size_t cap,
                      struct str *label)
{
    size_t n = 0;
    *label = STR_NONE;
    while (range.n && n < cap) {
        size_t bar = str_find(range, STR("||"));
        struct str words = range_in_words(a, str_slice(range, 0, bar));
        range = bar == STR_NOT_FOUND ? STR_NONE : str_skip(range, bar + 2);
        if (!words.n)
            continue;
        out[n++] = make(a, "version", words, words);
        *label = label->n ? arena_printf(a, "%.*s; %.*s", STR_ARG(*label), STR_ARG(words)) : words;
    }
    return n;
}

/* ---- documents ------------------------------------------------------------------------------- */

/* An include's file name may end with the client that it is for: "connections-android". */
static size_t client_at_end(struct str path, struct str file, const struct front *front)
{
    bool include = str_ieq(front_get(front, "ms.topic"), STR("include")) ||
                   str_istarts(path, STR("includes/")) ||
                   str_ifind(path, STR("/includes/")) != STR_NOT_FOUND;
    struct str stem = str_slice(file, 0, str_rfind_char(file, '.'));
    for (size_t i = 0; include && i < ARRAY_LEN(clients); i++) {
        struct str list = str_of(clients[i].words), word;
        while (str_next_part(&list, '|', &word))
            if (stem.n > word.n && is_word_at(stem, stem.n - word.n, word))
                return i;
    }
    return STR_NOT_FOUND;
}

/* docs write MM/DD/YYYY or YYYY-MM-DD; products under several keys */
static size_t front_facet(struct arena *a, const struct front *front, const char *name,
                          const char *const *keys, struct facet *out)
{
    for (; *keys; keys++) {
        struct str value = front_get(front, *keys);
        if (value.n && value.n <= VALUE_MAX) {
            *out = make(a, name, value, value);
            return out->value.n > 0;
        }
    }
    return 0;
}

size_t facet_of_document(struct arena *a, struct str path, struct str title,
                         const struct front *front, struct facet *out, size_t cap)
{
    static const char *const product[] = {"product", "ms.service", "ms.prod", "services", "ms.subservice",
                                          NULL};
    static const char *const version[] = {"version", "ms.version", NULL};
    size_t n = 0;
    if (cap < 4)
        return 0;
    n += front_facet(a, front, "product", product, &out[n]);
    size_t versions = front_facet(a, front, "version", version, &out[n]);
    struct str words;
    if (!versions)
        versions = facet_of_range(a, front_get(front, "monikerRange"), &out[n], 1, &words);
    n += versions;
    struct str client = front_get(front, "client");
    struct str file = path_name(path);
    struct str word, kind;
    size_t i = STR_NOT_FOUND;
    if (client.n)
        i = client_in(client, &word);
    else if (find_word(file, client_words, &kind) != STR_NOT_FOUND)
        i = client_in(file, &word);
    else if (find_word(title, client_words, &kind) != STR_NOT_FOUND && title.n <= 120)
        i = client_in(title, &word);
    if (i == STR_NOT_FOUND)
        i = client_at_end(path, file, front);
    if (i != STR_NOT_FOUND)
        out[n++] = make(a, "client", str_of(clients[i].value), str_of(clients[i].label));
    return n;
}

bool facet_of_text(struct arena *a, struct str text, struct facet *out)
{
    static const struct str cue = STR_INIT("using the ");
    for (size_t at = 0; at < text.n;) {
        size_t found = str_find(str_skip(text, at), cue);
        if (found == STR_NOT_FOUND)
            return false;
        at += found + cue.n;
        for (size_t i = 0; i < ARRAY_LEN(clients); i++) {
            struct str list = str_of(clients[i].words), word;
            while (str_next_part(&list, '|', &word)) {
                struct str rest = str_skip(text, at + word.n);
                if (is_word_at(text, at, word) && str_istarts(rest, STR(" client"))) {
                    *out = make(a, "client", str_of(clients[i].value), str_of(clients[i].label));
                    return true;
                }
            }
        }
    }
    return false;
}

void facet_add(struct arena *a, struct facet **items, size_t *count, size_t *cap, struct facet f)
{
    for (size_t i = 0; i < *count; i++)
        if (str_eq((*items)[i].name, f.name) && str_eq((*items)[i].value, f.value))
            return;
    *items = arena_grow(a, *items, *count, cap, sizeof **items);
    (*items)[(*count)++] = f;
}

bool facet_has(const struct facet *items, size_t count, struct str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(items[i].name, name))
            return true;
    return false;
}

void facet_of_label(struct arena *a, struct str text, struct facet **items, size_t *count,
                    size_t *cap)
{
    struct str part;
    while (str_next_part(&text, ';', &part)) {
        size_t colon = str_find_char(part, ':');
        struct str name = colon == STR_NOT_FOUND ? STR_NONE : str_trim(str_slice(part, 0, colon));
        struct str label = str_trim(colon == STR_NOT_FOUND ? part : str_skip(part, colon + 1));
        struct str word;
        size_t client = is_all(label) ? STR_NOT_FOUND : client_in(label, &word);
        bool is_client = str_ieq(name, STR("client")) ||
                         (!name.n && (client != STR_NOT_FOUND || is_all(label)));
        if (!label.n || label.n > VALUE_MAX || (!name.n && !is_client))
            continue;
        struct str value = is_client && client != STR_NOT_FOUND ? str_of(clients[client].value) : label;
        value = is_all(label) ? FACET_ALL : value;
        char *lower = arena_alloc(a, name.n + 8);
        for (size_t i = 0; i < name.n; i++)
            lower[i] = ascii_lower(name.p[i]);
        struct facet f = make(a, "client", value, label);
        if (name.n)
            f.name = str_n(lower, name.n);
        facet_add(a, items, count, cap, f);
    }
}
