#include "import/extract/section.h"

#include "import/words/local.h"
#include "import/tree/slug.h"
#include "base/map.h"

enum { CODES_LOOKED_AT = 32 };

/* Headings that never name a problem, whole (in lower case). */
static const char *const never_whole[] = {
    "provide feedback", "feedback", "preview feedback", "give feedback", "send feedback",
    "prerequisites", "before you begin", "requirements", "overview", "introduction", "summary",
    "syntax", "parameters", "properties", "attributes", "elements", "contents",
    "table of contents", "license", "contributing", "get help", "get support", "help and support",
    "support", "contact us", "contact support", "collect logs", "log collection",
    "collecting logs", "log files", "logs", "release notes", "changelog", "change log",
    "what's new", "version history", "document history", "glossary", "related sections",
    "return value", "return values", "request parameters", "response elements",
    "response syntax", "request syntax", "aws glossary", "document conventions",
    "third-party library issues and vcpkg", "issue isn't listed here",
};

/* ... and how they begin. */
static const char *const never_start[] = {
    "contact ", "what's new in ", "release notes ", "history of ", "about ", "what is ",
    "what are ", "documentation for ",
};

/* Headings that are a part of what stands above them. */
static const char *const step_start[] = {"step ", "task ", "phase ", "version ", "option ",
                                         "method ", "part "};

static bool is_one_of(const char *const *table, size_t n, struct str s)
{
    for (size_t i = 0; i < n; i++)
        if (str_ieq(str_of(table[i]), s))
            return true;
    return false;
}

static bool starts_with_one(const char *const *table, size_t n, struct str s)
{
    for (size_t i = 0; i < n; i++)
        if (str_istarts(s, str_of(table[i])))
            return true;
    return false;
}

/* "Step 3", "Version 1809": the word must be followed by a number. */
static bool is_step(struct str title)
{
    for (size_t i = 0; i < ARRAY_LEN(step_start); i++) {
        struct str word = str_of(step_start[i]);
        if (str_istarts(title, word) && title.n > word.n && ascii_is_digit(title.p[word.n]))
            return true;
    }
    return false;
}

/* "Windows 10 1803 and above", "Older Windows 10 versions": a product, not what is wrong. */
static bool is_version(struct str title, unsigned cues)
{
    static const char *const ends[] = {" and above", " and later", " or later", " or newer",
                                       " and newer", " and earlier", " or earlier", " versions"};
    if (cues & CUE_TROUBLE || title.n > 60)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        if (title.n > strlen(ends[i]) &&
            str_ieq(str_skip(title, title.n - strlen(ends[i])), str_of(ends[i])))
            return true;
    return false;
}

/* "AzureAdJoined : YES": a field and the value it is expected to have. */
static bool is_expected_value(struct str title)
{
    static const char *const values[] = {"yes", "no", "true", "false", "on", "off", "ok"};
    size_t colon = str_rfind_char(title, ':');
    return colon != STR_NOT_FOUND &&
           is_one_of(values, ARRAY_LEN(values), str_trim(str_skip(title, colon + 1)));
}

/* "Error: x", "Issue 1: x", "Error – x", "Error code 2607 - x" */
static bool has_error_prefix(struct str title)
{
    static const char *const words[] = {"error", "warning", "issue", "problem", "exception",
                                        "general warning", "security warning", "suggestion",
                                        "fatal error", "symptom", "error code", "fehler",
                                        "エラー"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (!str_istarts(title, str_of(words[i])))
            continue;
        struct str rest = str_skip(title, strlen(words[i]));
        size_t n = 0;
        while (n < rest.n && (ascii_is_digit(rest.p[n]) || rest.p[n] == ' '))
            n++;
        struct str behind = str_skip(rest, n);
        if (str_starts(behind, STR(":")) || str_starts(behind, STR("- ")) ||
            str_starts(behind, STR("–")) || str_starts(behind, STR("—")))
            return true;
    }
    return false;
}

/* The same in another language: "Fehler: x", "エラー コード 2607：x". */
static bool has_local_prefix(struct str title)
{
    static const struct str joints[] = {STR_INIT(":"), STR_INIT("- "), STR_INIT("–"), STR_INIT("—"),
                                        STR_INIT("：")};
    for (size_t l = 0; l < LOCAL_LANGUAGES; l++) {
        size_t n = local_find(local_words(l)->prefixes, title, LOCAL_START);
        struct str rest = str_skip(title, n);
        while (rest.n && (ascii_is_digit(rest.p[0]) || rest.p[0] == ' '))
            rest = str_skip(rest, 1);
        for (size_t i = 0; n && i < ARRAY_LEN(joints); i++)
            if (str_starts(rest, joints[i]))
                return true;
    }
    return false;
}

/* A heading that no language lets be a problem; a step, when `step`. */
static bool is_local(struct str title, bool step)
{
    for (size_t l = 0; l < LOCAL_LANGUAGES; l++) {
        const struct local_words *w = local_words(l);
        size_t n = step ? local_find(w->steps, title, LOCAL_START) : 0;
        if (n && n < title.n && ascii_is_digit(title.p[n]))
            return true;
        if (!step && (local_find(w->never, title, LOCAL_WHOLE) ||
                      local_find(w->never_start, title, LOCAL_START)))
            return true;
    }
    return false;
}

/* "Cause 1: no power": a numbered label, and text behind it. */
static void find_numbered_label(struct section *s, struct str title)
{
    size_t colon = str_find_char(title, ':');
    uint16_t number = 0;
    enum label label = colon == STR_NOT_FOUND ? LABEL_NONE : label_of(str_slice(title, 0, colon), &number);
    if (!number || (label != LABEL_CAUSE && label != LABEL_REMEDY))
        return;
    s->label = label;
    s->number = number;
    s->labelled = true;
}

static void classify(struct section *s)
{
    struct str title = str_trim_set(s->title, " :.");
    s->label = label_of(title, &s->number);
    if (s->label == LABEL_NONE)
        find_numbered_label(s, title);
    /* "Error code 4711" names the fault; "Cause 2" is a label with a number. */
    bool numbered = s->number && (s->label == LABEL_CAUSE || s->label == LABEL_REMEDY);
    if (s->code_count && s->names_fault && !numbered)
        s->label = LABEL_NONE;
    if (numbered && !s->labelled)
        s->code_count = 0;
    s->error_prefix = has_error_prefix(s->title) || has_local_prefix(s->title);
    if (s->label == LABEL_EXAMPLE || str_istarts(title, STR("example:")) ||
        str_istarts(title, STR("examples:")) || str_istarts(title, STR("example -")) ||
        (str_istarts(title, STR("example ")) && title.n > 8 && ascii_is_digit(title.p[8])))
        s->kind = HEADING_EXAMPLE;
    else if (s->label == LABEL_SEE)
        s->kind = HEADING_NEVER;
    else if (s->label != LABEL_NONE)
        s->kind = HEADING_LABEL;
    else if (is_one_of(never_whole, ARRAY_LEN(never_whole), title) ||
             starts_with_one(never_start, ARRAY_LEN(never_start), title) ||
             is_expected_value(title) || is_local(title, false))
        s->kind = HEADING_NEVER;
    else if (is_step(title) || is_local(title, true) || is_version(title, s->cues))
        s->kind = HEADING_STEP;
    bool resolves = str_istarts(title, STR("to ")) || str_istarts(title, STR("um ")) ||
                    str_istarts(title, STR("so "));
    if (s->kind == HEADING_PLAIN && s->opening & CUE_RESOLVE && resolves) {
        s->kind = HEADING_LABEL;
        s->label = LABEL_REMEDY;
    }
}

bool section_is_code(const struct code *c)
{
    static const char *const wrong[] = {
        "error", "exception", "fail", "fault", "denied", "invalid", "notfound", "missing", "unauthorized",
        "timeout", "timedout", "exceeded", "expired", "mismatch", "conflict", "unavailable", "disconnect",
        "broken", "badrequest", "forbidden", "required", "notallowed", "notsupported", "unsupported",
        "rejected", "blocked", "corrupt", "notregistered", "already", "doesnot", "throttl", "unknown",
        "cannot", "unexpected", "unable", "malformed", "unhealthy", "notauthorized", "aborted"};
    static const char *const names[] = {"HKEY_", "REG_", "HKLM", "DATE_", "ErrorCode", "ErrorSubCode",
                                        "ErrorMessage", "ErrorAction"};
    if (c->flags & CODE_HEX_GUESS)
        return false;
    if (c->ns == CODE_NUMBER)
        return (c->flags & CODE_HAS_CUE) != 0;
    if (c->ns != CODE_SYMBOL)
        return c->flags & CODE_HAS_CUE || !(c->flags & CODE_WEAK);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_starts(c->text, str_of(names[i])))
            return false;
    if (str_find_char(c->text, '_') != STR_NOT_FOUND && ascii_is_upper(c->text.p[c->text.n - 1]))
        return c->flags & CODE_HAS_CUE || !(c->flags & CODE_WEAK);
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        if (str_ifind(c->text, str_of(wrong[i])) != STR_NOT_FOUND)
            return true;
    return false;
}

size_t section_codes(struct str text, struct code *codes, size_t cap)
{
    struct code found[CODES_LOOKED_AT];
    size_t n = min_size(code_find(text, found, ARRAY_LEN(found)), ARRAY_LEN(found));
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (i > 0) {
            struct str between = str_trim(str_slice(text, found[i - 1].at + found[i - 1].text.n,
                                                    found[i].at));
            bool range = str_ieq(between, STR("through")) || str_ieq(between, STR("to")) ||
                         str_eq(between, STR("-")) || str_eq(between, STR("–"));
            if (range && found[i].ns == found[i - 1].ns)
                return 0;
        }
        if (section_is_code(&found[i]) && kept < cap)
            codes[kept++] = found[i];
    }
    /* beside "C4793" the 1 of "level 1" is no code */
    bool named = false;
    for (size_t i = 0; i < kept; i++)
        named = named || codes[i].ns == CODE_PREFIXED || codes[i].ns == CODE_AADSTS;
    size_t out = 0;
    for (size_t i = 0; i < kept; i++)
        if (!named || codes[i].ns != CODE_NUMBER)
            codes[out++] = codes[i];
    kept = out;
    return kept;
}

static void collect_anchors(struct arena *a, struct section *s, const struct node *n)
{
    for (const struct node *c = n->first; c; c = c->next) {
        if (c->type == NODE_ANCHOR && c->text.n && s->anchor_count < SECTION_ANCHORS_MAX) {
            s->anchors = arena_grow(a, s->anchors, s->anchor_count, &s->anchor_cap,
                                    sizeof *s->anchors);
            s->anchors[s->anchor_count++] = c->text;
        }
        collect_anchors(a, s, c);
    }
}

static void read_cues(const struct cues *c, struct section *s)
{
    struct cue_hit hits[32];
    size_t n;
    s->cues = cues_find(c, s->title, hits, ARRAY_LEN(hits), &n);
    for (size_t i = 0; i < n; i++)
        s->names_fault = s->names_fault || (hits[i].cues & (CUE_TROUBLE | CUE_ERROR) &&
                                            !(hits[i].cues & CUE_KIND));
}

static void find_codes(struct arena *a, struct section *s)
{
    struct code codes[SECTION_CODES_MAX];
    s->code_count = section_codes(s->title, codes, ARRAY_LEN(codes));
    /* the whole heading is a name: whatever it says */
    if (!s->code_count && code_parse(s->title, &codes[0]) && codes[0].ns == CODE_SYMBOL)
        s->code_count = 1;
    if (!s->code_count)
        return;
    /* "Error code 4711", "0x80070005": a code and at most its cue are the fault's name. A number or
     * a prefixed code alone may be a year, a standard, an article. */
    struct code whole;
    bool alone = str_trim(s->title).n == codes[0].text.n;
    bool vague = alone && (codes[0].ns == CODE_NUMBER || codes[0].ns == CODE_PREFIXED) &&
                 !str_istarts(codes[0].text, STR("0x"));
    if (s->code_count == 1 && !vague && codes[0].ns != CODE_SYMBOL &&
        code_parse(s->title, &whole)) {
        s->names_fault = true;
        s->cues |= CUE_ERROR;
    }
    s->codes = arena_alloc(a, s->code_count * sizeof *s->codes);
    memcpy(s->codes, codes, s->code_count * sizeof *s->codes);
}

/* A paragraph that holds nothing but <a name>: the anchor of the heading behind it. */
static bool is_anchor_paragraph(const struct node *n)
{
    return n && n->type == NODE_PARAGRAPH && n->first && !tree_first_content(n);
}

static void find_parents(struct sections *all)
{
    size_t lowest = SECTION_NONE, lowest_count = 0;
    for (size_t i = 0; i < all->count; i++) {
        struct section *s = &all->items[i];
        s->parent = SECTION_NONE;
        /* up the chain of the section before: each step has a lower level */
        size_t up = i > 0 ? i - 1 : SECTION_NONE;
        while (up != SECTION_NONE && all->items[up].level >= s->level)
            up = all->items[up].parent;
        s->parent = up != SECTION_NONE && all->items[up].heading ? up : SECTION_NONE;
        if (!s->heading)
            continue;
        if (lowest == SECTION_NONE || s->level < all->items[lowest].level) {
            lowest = i;
            lowest_count = 0;
        }
        lowest_count += s->level == all->items[lowest].level;
    }
    bool titled = lowest != SECTION_NONE && lowest_count == 1 && all->items[lowest].level <= 2;
    all->top = titled && lowest <= 1 ? lowest : SECTION_NONE;
}

struct sections sections_of(struct arena *a, const struct cues *c, struct node *root)
{
    struct sections all = {.top = SECTION_NONE};
    size_t cap = 0;
    struct map *slugs = map_new();
    struct node *before = NULL;
    for (struct node *n = root->first; n; before = n, n = n->next) {
        if (n->type != NODE_HEADING && all.count > 0)
            continue;
        if (all.count >= SECTIONS_MAX) {
            all.cut = true;
            break;
        }
        all.items = arena_grow(a, all.items, all.count, &cap, sizeof *all.items);
        struct section *s = &all.items[all.count++];
        *s = (struct section){.first = n, .line = n->line};
        if (n->type != NODE_HEADING)
            continue;
        s->heading = n;
        s->first = n->next;
        s->level = n->level;
        s->title = tree_plain(a, n, false);
        s->slug = slug_unique(a, slugs, slug_of(a, s->title));
        read_cues(c, s);
        s->opening = cues_at(c, s->title, 0, NULL);
        find_codes(a, s);
        collect_anchors(a, s, n);
        if (is_anchor_paragraph(before))
            collect_anchors(a, s, before);
        classify(s);
    }
    for (size_t i = 0; i < all.count; i++)
        all.items[i].end = i + 1 < all.count ? all.items[i + 1].heading : NULL;
    find_parents(&all);
    map_free(slugs);
    return all;
}
