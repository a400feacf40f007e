#include "match/score.h"

#include "match/weights.h"

#include <math.h>

const char *const feature_names[FEATURES] = {
    [FEATURE_CODE] = "code",         [FEATURE_MESSAGE] = "message",
    [FEATURE_TITLE] = "title",       [FEATURE_EXPLAINED] = "explained",
    [FEATURE_FORMS] = "other forms", [FEATURE_CLAUSE] = "clause",
    [FEATURE_PATTERN] = "pattern",   [FEATURE_SEVERITY] = "severity",
    [FEATURE_FACET] = "facet",       [FEATURE_CODE_CONFLICT] = "code conflict",
};

const float feature_weights[FEATURES] = {
    [FEATURE_CODE] = SCORE_CODE,       [FEATURE_MESSAGE] = SCORE_MESSAGE,
    [FEATURE_TITLE] = SCORE_TITLE,     [FEATURE_EXPLAINED] = SCORE_EXPLAINED,
    [FEATURE_FORMS] = SCORE_FORMS,     [FEATURE_CLAUSE] = SCORE_CLAUSE,
    [FEATURE_PATTERN] = SCORE_PATTERN, [FEATURE_SEVERITY] = SCORE_SEVERITY,
    [FEATURE_FACET] = SCORE_FACET,     [FEATURE_CODE_CONFLICT] = SCORE_CODE_CONFLICT,
};

const float feature_preferences[FEATURES] = {
    [FEATURE_CODE] = PREFER_CODE,       [FEATURE_MESSAGE] = PREFER_MESSAGE,
    [FEATURE_TITLE] = PREFER_TITLE,     [FEATURE_EXPLAINED] = PREFER_EXPLAINED,
    [FEATURE_FORMS] = PREFER_FORMS,     [FEATURE_CLAUSE] = PREFER_CLAUSE,
    [FEATURE_PATTERN] = PREFER_PATTERN, [FEATURE_SEVERITY] = PREFER_SEVERITY,
    [FEATURE_FACET] = PREFER_FACET,     [FEATURE_CODE_CONFLICT] = PREFER_CODE_CONFLICT,
};

float alignment_kept(const struct alignment *a)
{
    if (a->replaced <= 0)
        return 1;
    float kept = 1 - a->replaced / (a->matched + a->replaced);
    return kept * kept;
}

float alignment_information(const struct alignment *a)
{
    float information = a->matched / INFORMATION_FULL;
    return information <= 0 ? 0 : information < 1 ? sqrtf(information) : 1;
}

float alignment_quality(const struct alignment *a)
{
    if (a->weight <= 0 || a->words == 0)
        return 0;
    float ordered = a->matched / a->weight;
    float anywhere = a->unordered / a->weight;
    float cover = 0.8f * ordered + 0.2f * (anywhere < 1 ? anywhere : 1);
    float dense = a->window > 0 ? a->matched / a->window : 0;
    dense = dense < 1 ? dense : 1;
    float information = alignment_information(a);
    /* A part of a message that stands there without a gap is nearly as good as all of it. */
    float whole = cover * (0.6f + 0.4f * dense) + (1 - cover) * 0.5f * cover * dense;
    float part = ALIGN_PART * dense * dense * information * information;
    float shape = whole > part ? whole : part;
    if (a->words == 1) /* a word may stand there for any reason */
        information *= ONE_WORD;
    return shape * alignment_kept(a) * information;
}

float code_strength(const struct code *c, uint32_t flags)
{
    float s = c->flags & CODE_GENERIC                        ? CODE_STRENGTH_GENERIC
              : c->ns == CODE_SYMBOL && c->flags & CODE_WEAK ? CODE_STRENGTH_NAME
              : c->flags & CODE_WEAK                         ? CODE_STRENGTH_WEAK
              : c->flags & CODE_HAS_CUE                      ? CODE_STRENGTH_CUE
              : c->ns == CODE_NUMBER                         ? CODE_STRENGTH_DECIMAL
                                                             : CODE_STRENGTH_NO_CUE;
    if (c->flags & CODE_HEX_GUESS)
        s *= CODE_FACTOR_HEX_GUESS;
    if (flags & INDEX_CODE_DERIVED)
        s *= CODE_FACTOR_DERIVED;
    if (flags & INDEX_CODE_BARE)
        s *= c->ns == CODE_EVENT ? CODE_FACTOR_OTHER_KIND : CODE_FACTOR_BARE;
    if (flags & INDEX_CODE_MENTIONED)
        s *= CODE_FACTOR_MENTIONED;
    return s;
}

void candidate_score(struct candidate *c)
{
    c->score = SCORE_BIAS;
    c->preference = 0;
    for (size_t i = 0; i < FEATURES; i++) {
        c->score += (double)(c->features[i] * feature_weights[i]);
        c->preference += (double)(c->features[i] * feature_preferences[i]);
    }
    c->tier = c->features[FEATURE_CODE] >= CODE_TIER ? TIER_CODE
              : c->features[FEATURE_PATTERN] > 0     ? TIER_PATTERN
              : c->message.words || c->title.words   ? TIER_FUZZY
                                                     : TIER_NONE;
}
