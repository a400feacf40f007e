#include "match/matcher.h"

const char *verdict_name(enum verdict v)
{
    static const char *const names[] = {
        [VERDICT_MATCH] = "match", [VERDICT_AMBIGUOUS] = "ambiguous", [VERDICT_NONE] = "none"};
    return names[v];
}

const char *tier_name(enum tier t)
{
    static const char *const names[] = {[TIER_CODE] = "code",
                                        [TIER_PATTERN] = "pattern",
                                        [TIER_FUZZY] = "fuzzy",
                                        [TIER_NONE] = "none"};
    return names[t];
}
