/*
 * small_kb.h - a knowledge base of a dozen entries with all that the matcher looks at: messages with
 * placeholders, codes of every namespace, facets that decide, near-duplicates.
 */
#ifndef TESTS_SMALL_KB_H
#define TESTS_SMALL_KB_H

#include "match/matcher.h"

#define SMALL_MESSAGE(t)                                                                           \
    {                                                                                              \
        .kind = SIGNATURE_MESSAGE, .text = STR_INIT(t), .line = 1                                  \
    }
#define SMALL_CODE(t)                                                                              \
    {                                                                                              \
        .kind = SIGNATURE_CODE, .text = STR_INIT(t), .line = 1                                     \
    }
#define SMALL_FACET(n, v, l)                                                                       \
    {                                                                                              \
        STR_INIT(n), STR_INIT(v), STR_INIT(l)                                                      \
    }

struct small_entry {
    const char *title, *cause, *remedy;
    struct signature signatures[4];
    struct facet facets[3];
};

static const struct small_entry small_entries[] = {
    {"Error code 2607", "Other clients are not allowed.", "Allow them in the RDP properties.",
     {SMALL_MESSAGE("We couldn't connect to the remote PC because your credentials did not work."),
      SMALL_CODE("2607")},
     {SMALL_FACET("client", "android", "Android client")}},
    {"Sign in failed", "The policy asks for more.", "Exclude the application from the policy.",
     {SMALL_MESSAGE("Oops, we couldn't connect to {NAME}. Sign in failed. Please try again.")},
     {SMALL_FACET("client", "web", "Web client")}},
    {"The logon attempt failed", "PKU2U is off.", "Turn on PKU2U on both machines.",
     {SMALL_MESSAGE("The logon attempt failed")},
     {SMALL_FACET("client", "windows", "Windows Desktop client"),
      SMALL_FACET("version", "1.2", "1.2")}},
    {"The logon attempt failed", "A stale cache.", "Clear the cache of the browser.",
     {SMALL_MESSAGE("The logon attempt failed")},
     {SMALL_FACET("client", "web", "Web client"), SMALL_FACET("version", "1.3", "1.3")}},
    {"The logon attempt failed", "PKU2U is off.", "Turn on PKU2U on both machines.",
     {SMALL_MESSAGE("The logon attempt failed")},
     {SMALL_FACET("client", "windows", "Windows Desktop client"),
      SMALL_FACET("version", "1.2", "1.2")}},
    {"Access is denied", "No rights.", "Run it as an administrator.",
     {SMALL_CODE("0x80070005"), SMALL_CODE("E_ACCESSDENIED"), SMALL_CODE("-1073741790")},
     {{STR_NONE, STR_NONE, STR_NONE}}},
    {"InvalidUserNameOrPassword", "A wrong password.", "Reset the password of the account.",
     {SMALL_CODE("AADSTS50126"),
      SMALL_MESSAGE("Error validating credentials due to invalid username or password.")},
     {{STR_NONE, STR_NONE, STR_NONE}}},
    {"Compiler Error C2039", "A misspelt member.", "Check the spelling of the member.",
     {SMALL_CODE("C2039"), SMALL_MESSAGE("'{identifier1}' : is not a member of '{identifier2}'")},
     {SMALL_FACET("product", "cpp", "Visual C++")}},
    {"Event 3277", "The agent lost the broker.", "Restart the agent, then look at port 443.",
     {SMALL_CODE("event 3277"), SMALL_CODE("ConnectionFailedNoHealthyRdshAvailable"),
      SMALL_MESSAGE("{service} has been stopped {count} times because of {reason}, see {file} "
                    "for \"{{0}}\" and {more}.")},
     {SMALL_FACET("phase", "start", "start"), SMALL_FACET("product", "avd", "AVD")}},
    {"Übertragungsfehler", "Die Leitung ist gestört.", "Später nochmals versuchen.",
     {SMALL_MESSAGE("Die Verbindung zu {Gerät} wurde getrennt: „{Grund}“"), SMALL_CODE("0x204")},
     {SMALL_FACET("language", "de", "Deutsch")}},
};

/* Queries that reach every kind of evidence in it. */
static const char *const small_queries[] = {
    "error 2607",
    "Oops, we couldn't connect to host-7. Sign in failed. Please try again.",
    "the logon atempt faild",
    "The logon attempt failed in the web client",
    "-2147024891 and 80070005 and E_ACCESSDENIED and 5",
    "{\\\"error_codes\\\":[50126],\\\"m\\\":\\\"AADSTS50126: Error validating credentals\\\"}",
    "main.cpp(12,5): error C2039: 'x' : is not a member of 'std'",
    "The agent has been stopped 7 times because of a timeout, see a.log for \"{0}\" and b. 3277",
    "Die Verbindung zu PC7 wurde getrennt: \"Zeit\" (0x204)",
    "nothing that anybody knows",
};

/* A KB in memory, its index built, not yet committed; NULL and *err when that fails. */
static inline struct kb *small_kb_begin(struct err *err)
{
    const struct source s = {.name = STR("small"), .root = STR("/small")};
    const struct document d = {.path = STR("a.md"), .title = STR("A"), .date = STR("2026-01-02")};
    int64_t source, document;
    struct kb *kb = kb_begin(NULL, err);
    if (!kb || kb_put_source(kb, &s, &source, err) != 0 ||
        kb_put_document(kb, source, &d, &document, err) != 0)
        goto fail;
    for (size_t i = 0; i < ARRAY_LEN(small_entries); i++) {
        const struct small_entry *from = &small_entries[i];
        char id[] = "small/a.md#0";
        id[sizeof id - 2] = (char)('0' + i);
        struct signature signatures[ARRAY_LEN(from->signatures)];
        struct facet facets[ARRAY_LEN(from->facets)];
        struct entry e = {.id = str_of(id), .title = str_of(from->title), .line = 1,
                          .cause = str_of(from->cause), .remedy = str_of(from->remedy),
                          .body = str_of(from->remedy), .signatures = signatures, .facets = facets};
        for (size_t k = 0; k < ARRAY_LEN(from->signatures) && from->signatures[k].text.n; k++)
            signatures[e.signature_count++] = from->signatures[k];
        for (size_t k = 0; k < ARRAY_LEN(from->facets) && from->facets[k].name.n; k++)
            facets[e.facet_count++] = from->facets[k];
        if (kb_put_entry(kb, document, &e, err) != 0)
            goto fail;
    }
    if (matcher_build_index(kb, err) == 0)
        return kb;
fail:
    kb_close(kb);
    return NULL;
}

#endif
