#include "import/words/cue.h"

#include "base/mem.h"
#include "import/words/local.h"

#include <stdlib.h>

static const struct cue_group groups[] = {
    {CUE_RESOLVE,
     "to resolve|to fix|to solve|to correct|to work around|to workaround|to address|to remedy|"
     "to mitigate|to remediate|to avoid|to prevent this|to eliminate|to troubleshoot this|to recover|"
     "in order to resolve|in order to fix|as a workaround|workaround|resolve this|resolve the|"
     "resolve it|fix this|fix the|solve this|correct this|work around this|work around the|"
     "avoid this|can be resolved|can be fixed|can be corrected|can be avoided|can resolve this|"
     "can resolve the|can fix this|can fix the|possible fix|possible solution|possible solutions|"
     "possible resolution|possible resolutions|the solution|the fix|the resolution|the easiest way to|the best way to|the simplest way to|one solution|"
     "one way to fix|one way to resolve|it can be mitigated|ways to remediate|ways to resolve|"
     "solves this|solves the|fixes this|fixes the|resolves this|resolves the"},
    {CUE_RESOLVE | CUE_MENDS,
     "how to fix|how to resolve|how to solve|how to correct|how to avoid|how you can fix|"
     "how you can resolve|how to prevent|shows a possible resolution|ways to fix"},
    {CUE_ORDER,
     "you must|you should|you need to|you'll need to|you'll just need to|you just need to|you only need to|you will need to|you have to|"
     "you may need to|you might need to|you might also need to|you can|you may want to|"
     "you might want to|we recommend|recommends that you|it is recommended|it's recommended|"
     "must be updated|users must|"
     "users can access|will need to|has to|accounts must have|account must have|user must have|must contact|no action|can ignore|"
     "can be ignored|safely ignore"},
    {CUE_ORDER | CUE_VERB,
     "make sure|be sure|first make sure|ensure that"},
    {CUE_ORDER | CUE_STEPS,
     "do the following|try the following|check the following|verify the following|"
     "follow these steps|follow the steps|perform these steps|perform the following|"
     "complete the following|do one of the following|do either of the following|take the following|use the following steps|"
     "use the following procedure|run the following|one of the following things"},
    {CUE_CAUSE,
     "because|due to|caused by|is caused|the cause|as a result|result of|results from|the reason|"
     "reasons|occurs|occur when|occur if|can occur|may occur|might occur|could occur|happens|"
     "can happen|may happen|might happen|could happen|appears when|appears because|appears if|appear when|appear if|"
     "generated when|is generated|is returned when|is raised when|triggered if|triggered when|"
     "this means|it means|means that|indicates|indicate that|this error means|"
     "this message|this behavior"},
    {CUE_CAUSE | CUE_ANNOUNCE, "translates to"},
    {CUE_CAUSE | CUE_TROUBLE,
     "this error|this issue|this warning|this exception|this problem|this failure|"
     "cause of this|causes of this|possible cause|possible causes|possible reasons|common causes"},
    {CUE_CAUSE | CUE_ERROR,
     "this error message"},
    {CUE_ANNOUNCE,
     "saying|says|stating|states that|states|reads|displayed|returns|you see|you may see|"
     "you might see|you will see|you'll see|you get|you receive|the description|"
     "similar to the following|example output|phrase"},
    {CUE_ANNOUNCE | CUE_FOLLOWS,
     "following message|following messages"},
    {CUE_ANNOUNCE | CUE_FOLLOWS | CUE_ERROR,
     "following error|following errors|following error message|following error messages|"
     "following warning|following exception|"
     "following example error"},
    {CUE_ANNOUNCE | CUE_ERROR,
     "error saying|error text|the error|an error|"
     "raw error|example error|error similar to|error like|error is|error such as|errors like|"
     "errors such as|errors include|errors similar to|exception with|fails with|failed with|"
     "fail with|fails and returns"},
    {CUE_ANNOUNCE | CUE_ERROR | CUE_WAS_ERROR | CUE_KIND,
     "error messages"},
    {CUE_ANNOUNCE | CUE_ERROR | CUE_WAS_ERROR,
     "error message"},
    {CUE_ANNOUNCE | CUE_ERROR | CUE_SYMPTOM,
     "you see the error|will receive an error|receive an error"},
    {CUE_ANNOUNCE | CUE_WAS_ERROR,
     "message|messages|notification"},
    {CUE_ANNOUNCE | CUE_SYMPTOM,
     "i get|i receive|you're receiving|you might receive|you may receive|you might encounter|you may encounter|you'll get"},
    {CUE_ANNOUNCE | CUE_SYMPTOM | CUE_WHEN,
     "if you see|if you're seeing|if your users see|if you get|if you receive|if you come across|"
     "if you encounter"},
    {CUE_SYMPTOM | CUE_TROUBLE,
     "is having trouble|are having trouble|has trouble"},
    {CUE_ERROR | CUE_TROUBLE | CUE_KIND,
     "error codes|error scenarios|error handling|error information|error details|error logs|"
     "failures|exceptions"},
    {CUE_ERROR | CUE_TROUBLE,
     "fail|fails|failed|failing|failure|crash|crashes|crashed|crashing|access denied|timed out"},
    {CUE_ERROR | CUE_TROUBLE | CUE_WAS_ERROR | CUE_KIND,
     "errors"},
    {CUE_ERROR | CUE_TROUBLE | CUE_WAS_ERROR,
     "error|exception"},
    {CUE_ERROR | CUE_WAS_ERROR,
     "error code"},
    {CUE_TROUBLE | CUE_KIND,
     "issue|issues|problem|problems|warnings"},
    {CUE_TROUBLE,
     "you can not|refuses|refused|rejects|rejected|stop working|stops working|more than one|can't|cannot|can not|couldn't|could not|"
     "won't|will not|wouldn't|doesn't|does not|didn't|did not|isn't|is not|aren't|are not|wasn't|"
     "was not|weren't|haven't|hasn't|has not|have not|am not|i'm not|not|no|never|nothing|unable|"
     "denied|invalid|missing|stuck|unavailable|unexpected|incorrect|incorrectly|wrong|exceeded|"
     "exceeding|exceeds|timeout|timeouts|expired|blank|black screen|freezes|hangs|slow|stops|"
     "stopped|disconnected|disconnects|lost|conflict|mismatch|malformed|corrupt|corrupted|"
     "unsupported|unauthorized|blocked|unresolved|unrecognized|grayed out|greyed out|too long|"
     "too many|out of memory|low available|malfunctions|impaired|inoperable|prevent you|prevents|"
     "forgets|forgot|forgotten|is disabled|is empty|terminated|must be|must match|must not|needs to belong|is required|already exists|"
     "already been|ended your|skipped|violation|unsuccessful|taking a long time|take a long time|"
     "taking longer|take longer|long-running|filling"},
    {CUE_TROUBLE | CUE_WAS_ERROR,
     "warning"},
    {CUE_TROUBLE | CUE_VERB,
     "don't|do not"},
    {CUE_WAS_ERROR,
     "in the description|status code"},
    {CUE_CONTROL,
     "type|called|named|term|tab|button|page|section|menu|column|columns|row|icon|field|option|"
     "options|role|roles|permission|permissions|policy|policies|settings|checkbox|check box|"
     "dialog|window|command|file|folder|attribute|element|parameter|action|api|operation|"
     "statement|app|application|extension|method|property|value|key|feature|service|package|"
     "resource|group|list|state|status"},
    {CUE_CONTROL | CUE_VERB,
     "select|choose|click|press|check"},
    {CUE_CONTROL | CUE_HOWTO,
     "setting"},
    {CUE_VERB,
     "add|adjust|allow|apply|ask|assign|attach|build|call|cast|change|clear|close|collect|"
     "compile|configure|confirm|connect|consider|contact|copy|correct|create|debug|declare|"
     "decrease|define|delete|deploy|deregister|deselect|detach|disassociate|divide|diagnose|disable|disconnect|double-check|download|edit|enable|ensure|"
     "enter|expand|eliminate|enclose|examine|exclude|explicitly|extract|filter|fix|follow|free|generate|give|grant|identify|implement|import|include|"
     "increase|initialize|insert|inspect|install|investigate|join|keep|launch|learn|lower|make|minimize|migrate|modify|mount|"
     "move|perform|ping|provide|put|qualify|re-enter|re-create|re-register|re-run|reapply|rearrange|reconnect|relaunch|renew|reorder|rerun|resubmit|revoke|rotate|reboot|rebuild|recompile|reconfigure|"
     "recreate|redeploy|reduce|refresh|register|reinstall|remove|rename|reopen|repair|repeat|"
     "replace|request|reset|resolve|restart|restore|retrieve|retry|return|review|revert|rewrite|run|save|"
     "schedule|search|send|set|shorten|sign|simplify|specify|split|start|stop|submit|supply|switch|sync|synchronize|tag|"
     "take|test|troubleshoot|try|turn|unblock|uncheck|uninstall|unlock|unmount|unregister|unzip|upload|update|upgrade|use|validate|verify|view|wait|"
     "work with"},
    {CUE_VERB | CUE_LOOK,
     "look up|lookup|open|refer|find|go|look|navigate|note|see|make note"},
    {CUE_SYMPTOM | CUE_WHEN,
     "if you experience|if you can't|if you cannot|if you don't see|if you do not see|"
     "if you're having issues|if you're having problems|if you are having"},
    {CUE_WHEN,
     "if|when|whenever|in case|after"},
    {CUE_LEAD,
     "first|then|next|also|finally|please|or|and|otherwise|alternatively|optionally|again|either|"
     "in this case|in that case"},
    {CUE_HOWTO,
     "how to|analyzing|about|adding|allowing|applying|attaching|avoiding|changing|checking|"
     "choosing|collecting|configuring|controlling|creating|customizing|defining|deleting|denying|"
     "deploying|determining|disabling|editing|enabling|finding|granting|handling|identifying|"
     "installing|investigating|limiting|logging|managing|monitoring|optimizing|preventing|"
     "reducing|removing|requesting|requiring|restricting|reviewing|rolling back|specifying|"
     "switching|testing|understanding|updating|validating|verifying|viewing|working with"},
    {CUE_WISH,
     "i want|i need|i would like|i'd like|how do i|how can i|can i|do i|what is|what are|why use"},
    {CUE_RELATION,
     "to|for|in|on|from|with"},
    {CUE_REFERENCE,
     "for more information|for information|for details|for more details|"
     "for additional information|for a list of|for a table of|to view|for instructions|for an example|to learn more|"
     "to learn how|to learn about|learn more|see also"},
    {CUE_NOTHING,
     "you can only|you can see|you can view"},
};

enum {
    PHRASES_MAX = 2000,
    SLOTS = 4096, /* a power of two, more than twice the phrases */
};

struct phrase {
    struct str text;
    unsigned cues;
    uint64_t hash; /* of its first word */
};

struct cues {
    struct {
        uint64_t hash;  /* of the phrase's first word */
        uint16_t first; /* into `order` */
        uint16_t count; /* 0: free */
    } slots[SLOTS];
    struct phrase phrases[PHRASES_MAX]; /* by first word, longest phrase first */
    size_t count;
};

_Static_assert(PHRASES_MAX * 2 < SLOTS, "the table of cues needs more slots");

static bool is_kanji_or_kana(unsigned char c)
{
    return c >= 0xE3 && c <= 0xE9;
}

size_t cue_letter(struct str text, size_t at)
{
    if (at >= text.n)
        return 0;
    unsigned char c = (unsigned char)text.p[at];
    if (c < 0x80)
        return ascii_is_alnum((char)c);
    if (c >= 0xC3 && c <= 0xC9)
        return at + 1 < text.n ? 2 : 0;
    bool punctuation = c == 0xE3 && at + 1 < text.n && (unsigned char)text.p[at + 1] == 0x80;
    return is_kanji_or_kana(c) && !punctuation && at + 2 < text.n ? 3 : 0;
}

/* A byte in lower case, that of a letter of Western Europe too. */
static unsigned char lower_at(struct str s, size_t i)
{
    unsigned char c = (unsigned char)s.p[i];
    if (c < 0x80)
        return (unsigned char)ascii_lower((char)c);
    bool upper = c <= 0x9E && c != 0x97 && i > 0 && (unsigned char)s.p[i - 1] == 0xC3;
    return upper ? (unsigned char)(c + 0x20) : c;
}

/* Hash of the word at `at`, in a script without blanks of the character; *end is behind it. */
static uint64_t word_hash(struct str s, size_t at, size_t *end)
{
    uint64_t h = 1469598103934665603u;
    size_t i = at;
    for (size_t n = 1; n == 1 || n == 2;) {
        for (; i < s.n && ascii_is_alnum(s.p[i]); i++)
            h = (h ^ (unsigned char)ascii_lower(s.p[i])) * 1099511628211u;
        n = i < s.n && (unsigned char)s.p[i] >= 0x80 ? cue_letter(s, i) : 0;
        if (n == 3 && i > at)
            break;
        for (size_t stop = i + n; i < stop; i++)
            h = (h ^ lower_at(s, i)) * 1099511628211u;
    }
    *end = i;
    return h;
}

static size_t slot_of(const struct cues *c, uint64_t hash)
{
    size_t i = (size_t)(hash >> 20) & (SLOTS - 1);
    while (c->slots[i].count && c->slots[i].hash != hash)
        i = (i + 1) & (SLOTS - 1);
    return i;
}

static int by_first_word(const void *a, const void *b)
{
    const struct phrase *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    if (x->text.n != y->text.n)
        return x->text.n > y->text.n ? -1 : 1;
    return str_cmp(x->text, y->text);
}

static void add_phrases(struct cues *c, const struct cue_group *table, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct str list = str_of(table[i].texts), text;
        size_t end;
        while (str_next_part(&list, '|', &text) && c->count < PHRASES_MAX)
            c->phrases[c->count++] =
                (struct phrase){text, table[i].cues, word_hash(text, 0, &end)};
    }
}

struct cues *cues_new(void)
{
    struct cues *c = mem_zalloc(1, sizeof *c);
    add_phrases(c, groups, ARRAY_LEN(groups));
    for (size_t l = 0; l < LOCAL_LANGUAGES; l++)
        add_phrases(c, local_words(l)->cues, local_words(l)->cue_count);
    qsort(c->phrases, c->count, sizeof c->phrases[0], by_first_word);
    for (size_t i = 0; i < c->count; i++) {
        uint64_t hash = c->phrases[i].hash;
        size_t slot = slot_of(c, hash);
        if (!c->slots[slot].count) {
            c->slots[slot].hash = hash;
            c->slots[slot].first = (uint16_t)i;
        }
        c->slots[slot].count++;
    }
    return c;
}

void cues_free(struct cues *c)
{
    mem_free(c);
}

/* Not the quotation marks, dashes and the scripts that leave no blanks. */
static bool is_word_byte(char c)
{
    unsigned char b = (unsigned char)c;
    return ascii_is_alnum(c) || c == '_' || (b >= 0x80 && b != 0xC2 && b < 0xE2) || b >= 0xF0;
}

/*
 * Where the phrase whose first word stands before `i` ends, 0 when the rest of it does not stand
 * there as whole words. `blanks`: the script leaves blanks between them.
 */
static size_t phrase_end(struct str s, size_t i, struct str rest, bool blanks)
{
    static const struct str apostrophe = STR_INIT("\xE2\x80\x99");
    for (size_t k = 0; k < rest.n; k++) {
        if (i >= s.n)
            return 0;
        if (lower_at(s, i) == (unsigned char)rest.p[k] || (rest.p[k] == ' ' && ascii_is_space(s.p[i])))
            i++;
        else if (rest.p[k] == '\'' && str_starts(str_skip(s, i), apostrophe))
            i += apostrophe.n;
        else
            return 0;
    }
    if (i >= s.n || !blanks)
        return i;
    struct str behind = str_skip(s, i);
    /* the t of "can't" belongs to the word, and so does what follows a hyphen */
    size_t tail = s.p[i] == '\'' || s.p[i] == '-' ? 1 : 0;
    if (str_starts(behind, apostrophe))
        tail = apostrophe.n;
    if (tail)
        return i + tail < s.n && ascii_is_alnum(s.p[i + tail]) ? 0 : i;
    return is_word_byte(s.p[i]) ? 0 : i;
}

static unsigned phrase_at(const struct cues *c, struct str s, size_t at, size_t word_end,
                          uint64_t hash, size_t *end)
{
    size_t slot = slot_of(c, hash);
    size_t first = c->slots[slot].first;
    bool blanks = !is_kanji_or_kana((unsigned char)s.p[at]);
    for (size_t i = first; i < first + c->slots[slot].count; i++) {
        size_t e = phrase_end(s, word_end, str_skip(c->phrases[i].text, word_end - at), blanks);
        if (e) {
            *end = e;
            return c->phrases[i].cues;
        }
    }
    return 0;
}

unsigned cues_at(const struct cues *c, struct str text, size_t at, size_t *end)
{
    size_t word_end, phrase_end_at = at;
    uint64_t hash = word_hash(text, at, &word_end);
    unsigned cues = word_end > at ? phrase_at(c, text, at, word_end, hash, &phrase_end_at) : 0;
    if (end)
        *end = cues ? phrase_end_at : at;
    return cues;
}

unsigned cues_find(const struct cues *c, struct str text, struct cue_hit *hits, size_t cap,
                   size_t *count)
{
    unsigned all = 0;
    size_t n = 0;
    for (size_t at = 0; at < text.n;) {
        char byte = text.p[at];
        if (!ascii_is_alnum(byte) && ((unsigned char)byte < 0x80 || !cue_letter(text, at))) {
            at++;
            continue;
        }
        size_t word_end, end = at;
        uint64_t hash = word_hash(text, at, &word_end);
        unsigned cues = phrase_at(c, text, at, word_end, hash, &end);
        if (cues) {
            all |= cues;
            if (hits && n < cap)
                hits[n++] = (struct cue_hit){at, end, cues};
        }
        /* phrases may overlap ("an error" and "error message"): go on at the next word */
        at = word_end;
    }
    if (count)
        *count = n;
    return all;
}
