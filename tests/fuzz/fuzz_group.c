/* Any lines masked, judged and grouped: the laws of scan/mask.h, cue.h and group.h. */
#include "base/arena.h"
#include "scan/cue.h"
#include "scan/group.h"
#include "tests/support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_words(struct str text)
{
    struct mask_word words[MASK_WORDS_MAX];
    size_t n = mask_words(text, words), at = 0;
    must(n <= MASK_WORDS_MAX);
    for (size_t i = 0; i < n; i++) {
        must(words[i].start >= at && words[i].end > words[i].start && words[i].end <= text.n);
        must(i == 0 || words[i].kind != MASK_VARIABLE || words[i - 1].kind != MASK_VARIABLE);
        at = words[i].end;
    }
}

static void check_cues(struct str text)
{
    size_t count;
    const struct str *cues = error_cues(&count);
    if (!text_looks_like_error(text))
        return;
    for (size_t i = 0; i < count; i++)
        if (str_ifind(text, cues[i]) != STR_NOT_FOUND)
            return;
    must(false); /* an error without a cue */
}

/* Records end at a NUL, so that they may have several lines. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct groups *g = groups_new();
    struct str rest = str_n((const char *)data, size), text;
    uint64_t records = 0, ids[2] = {0};
    while (rest.n && str_next_part(&rest, '\0', &text)) {
        struct record r = {.text = text, .time = (int64_t)text.n, .line = records};
        check_words(text);
        check_cues(text);
        ids[0] = groups_add(g, &r, NULL, STR("a"));
        ids[1] = groups_add(g, &r, NULL, STR("a")); /* it found its group: it stays there */
        must(groups_current(g, ids[0]) == groups_current(g, ids[1]));
        records += 2;
    }
    size_t count;
    uint64_t dropped, total = 0;
    struct group_summary *list = groups_list(g, SIZE_MAX, a, &count, &dropped);
    for (size_t i = 0; i < count; i++)
        total += list[i].count;
    must(count <= GROUPS_MAX && (dropped || total == records));
    groups_free(g);
    arena_free(a);
    return 0;
}
