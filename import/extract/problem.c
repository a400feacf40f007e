#include "import/extract/problem.h"

#include "base/path.h"
#include "import/words/local.h"

/* What each sign is worth. */
enum {
    POINTS_ERROR_PREFIX = 4,  /* "Error: ..." */
    POINTS_HEADING_CODE = 4,
    POINTS_HEADING_ERROR = 2, /* "error", "fails" */
    POINTS_HEADING_TROUBLE = 2, /* "can't", "denied" */
    POINTS_HEADING_KIND = 2,  /* only "errors", "issues" */
    POINTS_HEADING_PERSON = 2, /* "I ...", "My ..." */
    POINTS_HEADING_HOWTO = -3,
    POINTS_HEADING_WISH = -4,
    POINTS_HEADING_VERB = -2, /* "Configure ..." */
    POINTS_TROUBLESHOOTING = 1, /* the document */
    POINTS_MESSAGE = 3,
    POINTS_CODE = 2,
    POINTS_BOTH_LABELS = 5,   /* cause and remedy */
    POINTS_ONE_LABEL = 2,
    POINTS_MESSAGE_LABEL = 5,
    POINTS_RESOLVE = 2,
    POINTS_SYMPTOM = 2,
    POINTS_CAUSE = 1,
    POINTS_ORDER = 1,
    POINTS_TROUBLE = 1,       /* the first sentence says that something is wrong */
    POINTS_GROUP = -4,        /* its parts are problems, and it says nothing of its own */

    NEEDED_TROUBLESHOOTING = 4,
    NEEDED_ELSEWHERE = 7,
    NEEDED_OF_HEADING = 2,   /* ... of which the heading's */
    NEEDED_CONTENT_OF_TITLE = 3, /* from what stands under the document's title alone */
};

/* Is it said in another language, in the title? */
static bool is_local(struct str title, bool lists)
{
    for (size_t l = 0; l < LOCAL_LANGUAGES; l++) {
        const struct local_words *w = local_words(l);
        if (local_find(lists ? w->lists : w->troubles, title, LOCAL_PART))
            return true;
    }
    return false;
}

bool problem_document(const struct front *front, struct str path, const struct section *top)
{
    static const char *const words[] = {"troubleshoot", "error", "known-issue", "known_issue",
                                        "diagnos", "problem", "-issues", "faults", "fehler"};
    struct str topic = front_get(front, "ms.topic");
    if (str_ifind(topic, STR("troubleshoot")) != STR_NOT_FOUND ||
        str_ifind(topic, STR("error")) != STR_NOT_FOUND)
        return true;
    struct str file = path_name(path);
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_ifind(file, str_of(words[i])) != STR_NOT_FOUND)
            return true;
    if (!top)
        return false;
    return top->cues & CUE_ERROR || str_ifind(top->title, STR("troubleshoot")) != STR_NOT_FOUND ||
           str_ifind(top->title, STR("known issues")) != STR_NOT_FOUND ||
           is_local(top->title, false);
}

bool problem_heading_of_troubles(const struct section *s)
{
    static const char *const words[] = {"troubleshoot", "known issue", "common issue", "common error",
                                        "common problem", "error message", "error code"};
    for (size_t i = 0; s->heading && i < ARRAY_LEN(words); i++)
        if (str_ifind(s->title, str_of(words[i])) != STR_NOT_FOUND)
            return true;
    return s->heading && is_local(s->title, false);
}

static bool begins_with_person(struct str title)
{
    static const char *const words[] = {"I ", "I'm ", "I’m ", "I've ", "I’ve ", "My ", "Our ", "We ",
                                        "When I ", "Some of my "};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_starts(title, str_of(words[i])))
            return true;
    for (size_t l = 0; l < LOCAL_LANGUAGES; l++)
        if (local_find(local_words(l)->persons, title, LOCAL_START))
            return true;
    return str_find(title, STR(" my ")) != STR_NOT_FOUND;
}

static int heading_points(const struct section *s)
{
    int n = 0;
    if (s->error_prefix)
        n += POINTS_ERROR_PREFIX;
    if (s->code_count)
        n += POINTS_HEADING_CODE;
    bool told = s->opening & (CUE_HOWTO | CUE_VERB) && !(s->opening & CUE_TROUBLE);
    if (s->cues & CUE_ERROR && s->names_fault && !told)
        n += POINTS_HEADING_ERROR;
    if (s->cues & CUE_TROUBLE && s->names_fault && !told)
        n += POINTS_HEADING_TROUBLE;
    if (s->cues & (CUE_ERROR | CUE_TROUBLE) && !s->names_fault && !told)
        n += POINTS_HEADING_KIND;
    if (begins_with_person(s->title))
        n += POINTS_HEADING_PERSON;
    if (s->opening & CUE_HOWTO)
        n += POINTS_HEADING_HOWTO;
    if (s->opening & CUE_WISH)
        n += POINTS_HEADING_WISH;
    if (s->opening & CUE_VERB && !(s->opening & CUE_TROUBLE) && !s->error_prefix)
        n += POINTS_HEADING_VERB;
    return n;
}

static bool has_own_code(const struct content *c)
{
    for (size_t i = 0; i < c->code_count; i++)
        if (!c->codes[i].mentioned)
            return true;
    return false;
}

static int content_points(const struct content *c, unsigned signs)
{
    int n = 0;
    unsigned both = SIGN_CAUSE_LABEL | SIGN_REMEDY_LABEL;
    if (signs & (SIGN_MESSAGE_LABEL | SIGN_CODE_LABEL) && signs & both)
        n += POINTS_MESSAGE_LABEL;
    else if ((signs & both) == both)
        n += POINTS_BOTH_LABELS;
    else if (signs & both)
        n += POINTS_ONE_LABEL;
    if (c->messages.count)
        n += POINTS_MESSAGE;
    else if (has_own_code(c))
        n += POINTS_CODE;
    n += signs & SIGN_RESOLVE ? POINTS_RESOLVE : 0;
    n += signs & SIGN_SYMPTOM ? POINTS_SYMPTOM : 0;
    n += signs & SIGN_CAUSE ? POINTS_CAUSE : 0;
    n += signs & SIGN_ORDER ? POINTS_ORDER : 0;
    n += signs & SIGN_TROUBLE ? POINTS_TROUBLE : 0;
    return n;
}

bool problem_possible(const struct section *s, bool troubleshooting)
{
    if (troubleshooting || heading_points(s) >= NEEDED_OF_HEADING)
        return true;
    for (const struct node *n = s->first; n && n != s->end; n = n->next)
        if (n->label == LABEL_CAUSE || n->label == LABEL_REMEDY || n->label == LABEL_MESSAGE ||
            n->label == LABEL_CODE)
            return true;
    return false;
}

bool problem_section(const struct section *s, const struct content *c, struct problem_context in)
{
    if (!s->heading || s->kind != HEADING_PLAIN)
        return false;
    unsigned signs = c->signs | in.signs;
    if (!c->text_bytes && !c->messages.count && !c->code_count && !c->unit_count && !in.signs)
        return false;
    int heading = heading_points(s), content = content_points(c, signs);
    bool own = c->messages.count || has_own_code(c) ||
               signs & (SIGN_CAUSE_LABEL | SIGN_REMEDY_LABEL);
    bool about = in.is_top && !s->code_count && (in.groups_problems || !s->names_fault);
    /* a page that says what may go wrong and how to mend it, before it goes on to other things */
    bool mended = in.troubleshooting && signs & SIGN_RESOLVE && signs & SIGN_SYMPTOM;
    if (about && ((!own && !mended) || content < NEEDED_CONTENT_OF_TITLE))
        return false;
    if (in.groups_problems && !own && !(about && mended) && !(s->names_fault && signs & SIGN_ORDER))
        heading += POINTS_GROUP;
    if (in.part_of_fault && heading <= 0 && !own)
        return false;
    /* "Other issues", "Common errors": what stands there may be problems, the heading is none */
    bool collection = str_istarts(s->title, STR("other ")) || str_istarts(s->title, STR("common "));
    if (collection && !s->names_fault && !own)
        return false;
    if (in.troubleshooting)
        return heading + content + POINTS_TROUBLESHOOTING >= NEEDED_TROUBLESHOOTING;
    bool labels = signs & (SIGN_MESSAGE_LABEL | SIGN_CODE_LABEL) ||
                  (signs & SIGN_CAUSE_LABEL && signs & SIGN_REMEDY_LABEL);
    return (labels || heading >= NEEDED_OF_HEADING) && heading + content >= NEEDED_ELSEWHERE;
}

bool problem_list_heading(const struct section *s)
{
    return s->heading && (str_ifind(s->title, STR("known issues")) != STR_NOT_FOUND ||
                          str_ifind(s->title, STR("known limitations")) != STR_NOT_FOUND ||
                          str_ifind(s->title, STR("issues and limitations")) != STR_NOT_FOUND ||
                          str_ifind(s->title, STR("common errors")) != STR_NOT_FOUND ||
                          is_local(s->title, true));
}
