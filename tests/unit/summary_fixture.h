/*
 * summary_fixture.h - a made-up summary of a scan, filled as a scan fills it: an ordinary one, an empty
 * one, and one with everything hostile in it.
 */
#ifndef SUMMARY_FIXTURE_H
#define SUMMARY_FIXTURE_H

#include "scan/summary.h"

#define SCAN_START (INT64_C(1763632862) * 1000000) /* 2025-11-20 10:01:02 UTC */

#define HOSTILE                                                                                    \
    "</title></script><script>alert(1)</script><img src=x onerror=alert(2)> \"' onload=\"x\" "     \
    "&lt;b&gt; ]]> --> javascript:alert(3) \x1b[31mred\x1b]0;title\x07 \xe2\x80\xae"               \
    "gnp.exe \xff\xfe \xc3"

static struct link fixture_links[] = {
    {STR_INIT("agent"), STR_INIT("agent.md#restart")},
    {STR_INIT("docs"), STR_INIT("https://example.org/agent")},
};

static inline struct match fixture_match(int64_t row, const char *id, const char *title,
                                         const char *cause, const char *remedy)
{
    return (struct match){
        .row = row,
        .confidence = 0.93,
        .tier = TIER_PATTERN,
        .entry = {.row = row,
                  .source = STR("avd"),
                  .document = {.path = STR("connect.md"), .date = STR("2025-03-01")},
                  .entry = {.id = str_of(id),
                            .title = str_of(title),
                            .cause = str_of(cause),
                            .remedy = str_of(remedy),
                            .url = STR("https://example.org/avd/connect"),
                            .line = 41,
                            .links = fixture_links,
                            .link_count = ARRAY_LEN(fixture_links)}},
    };
}

static inline struct record fixture_record(const char *text, int64_t second, uint64_t line,
                                           enum record_level level)
{
    return (struct record){
        .text = str_of(text),
        .raw = str_of(text),
        .time = second < 0 ? RECORD_NO_TIME : SCAN_START + second * 1000000,
        .level = level,
        .line = line,
        .lines = 1,
    };
}

static inline void fixture_add(struct summary *s, uint32_t input, const struct record *r,
                               enum verdict verdict, struct match *m)
{
    struct answer a = {.verdict = verdict, .matches = m, .match_count = 1, .tied = 1};
    struct finding f = {
        .outcome = SCAN_KNOWN, .record = r, .input = input, .answer = &a, .no_group = true};
    summary_add(s, &f);
}

/* Two known errors, three groups, an input with trouble. */
static inline struct summary *fixture_summary(void)
{
    struct summary *s = summary_new();
    summary_input(s, 0, STR("client.log"), "plain");
    summary_input(s, 1, STR("old/host.log.gz"), "syslog");
    summary_input(s, 2, STR("core.1234"), NULL);
    summary_count(s, 0, 20400000, 180000, 0);
    summary_count(s, 1, 1210, 14, 12);
    summary_trouble(s, 2, STR("binary"), true);
    struct match host = fixture_match(
        7 << 16, "avd/connect.md#host-not-reachable", "The session host is not reachable",
        "The agent on the host has stopped, or a firewall keeps it from the service.",
        "Restart the [agent](agent.md#restart) on the host.\n\n1. Open **Services**.\n2. Restart "
        "`RDAgentBootLoader`.\n\nMore in the [docs](https://example.org/agent).\n\n```powershell\n"
        "Restart-Service RDAgentBootLoader\n```\n");
    for (size_t i = 0; i < 812; i++) {
        struct capture c = {STR("HOST"), i % 9 ? STR("session-01") : STR("session-02")};
        host.captures = &c;
        host.capture_count = 1;
        struct record r = fixture_record(
            "2025-11-20 10:01:02 ERROR [rdp] We couldn't reach session-01: it does not answer",
            (int64_t)(i * i % 6249), 100 + i, LEVEL_ERROR);
        fixture_add(s, 0, &r, i % 100 ? VERDICT_MATCH : VERDICT_AMBIGUOUS, &host);
    }
    struct match token = fixture_match((7 << 16) + 1, "avd/connect.md#token", "The token has expired",
                                       "", "Sign out, and sign in again.");
    token.confidence = 0.61;
    struct record r = fixture_record("error 2607", -1, 3, LEVEL_UNKNOWN);
    fixture_add(s, 1, &r, VERDICT_AMBIGUOUS, &token);
    for (size_t i = 0; i < 310; i++) {
        static const char *const unknown[] = {
            "ERROR cache: could not renew lease 0x1f for 10.0.0.7:5000, retry in 30 s",
            "ERROR cache: could not renew lease 0x2c for 10.0.0.9:5001, retry in 60 s",
            "FATAL licence server licence.example.org is gone\n    at check.c:12",
        };
        size_t which = i % 50 == 7 ? 2 : i % 2;
        r = fixture_record(unknown[which], (int64_t)i * 10, 2000 + i,
                           which == 2 ? LEVEL_FATAL : LEVEL_ERROR);
        summary_add_unknown(s, 0, &r, NULL);
    }
    r = fixture_record("connection refused", -1, 9, LEVEL_UNKNOWN);
    summary_add_unknown(s, 1, &r, NULL);
    return s;
}

/* Hostile text wherever text can come from outside. */
static inline struct summary *fixture_hostile(void)
{
    struct summary *s = summary_new();
    summary_input(s, 0, STR(HOSTILE), "plain");
    summary_count(s, 0, 100, 3, 0);
    summary_trouble(s, 0, STR(HOSTILE), false);
    struct match m = fixture_match(1, HOSTILE, HOSTILE, HOSTILE,
                                   "[x](javascript:alert(4)) <script>alert(5)</script>\n\n" HOSTILE);
    m.entry.source = STR(HOSTILE);
    m.entry.document.path = STR(HOSTILE);
    m.entry.document.date = STR(HOSTILE);
    m.entry.document.language = STR("en\" onload=\"alert(6)");
    m.entry.entry.url = STR("javascript:alert(7)");
    struct capture c = {STR(HOSTILE), STR(HOSTILE)};
    m.captures = &c;
    m.capture_count = 1;
    struct record r = fixture_record(HOSTILE, 0, 1, LEVEL_ERROR);
    fixture_add(s, 0, &r, VERDICT_MATCH, &m);
    summary_add_unknown(s, 0, &r, NULL);
    return s;
}

#endif
