/* Which records look like errors. */
#include "scan/cue.h"

#include "unit.h"

static const struct {
    const char *text;
    bool error;
} rows[] = {
    /* errors, as programs say it */
    {"error 5", true},
    {"Error: no route to host", true},
    {"2025-01-01 ERROR [main] x", true},
    {"[error] child pid 3", true},
    {"level=error msg=x", true},
    {"{\"level\":\"error\"}", true},
    {"it failed", true},
    {"failed=3 ok=1", true},
    {"3 errors", true},
    {"10 errors", true},
    {"1.0 errors per second", true},
    {"error(s): 3", true},
    {"Error(13): permission", true},
    {"failures: 2", true},
    {"authentication failure; logname=", true},
    {"Failed to get next element", true},
    {"Unable to start service", true},
    {"Cannot open channel to 4", true},
    {"could not renew lease", true},
    {"Couldn't authenticate user", true},
    {"connection refused", true},
    {"Permission denied", true},
    {"request timed out after 30 s", true},
    {"dial tcp 10.0.0.1: i/o timeout", true},
    {"timeout exceeded", true},
    {"java.io.IOException: broken", true},
    {"KeyError: 'x'", true},
    {"System.NullReferenceException at y", true},
    {"threw an Exception.", true},
    {"Traceback (most recent call last):", true},
    {"kernel panic - not syncing", true},
    {"CRITICAL: disk", true},
    {"[critical] disk", true},
    {"process exited with code 1", true},
    {"exit status 127", true},
    {"exit code: -1", true},
    {"exited with signal 9", true},
    {"err=\"disk full\"", true},
    {"err: disk full", true},
    {"errorMessage = ERR_DATA_INSERT", true},
    {"[HRESULT = 0x80070001 - ERROR_INVALID_FUNCTION]", true},
    {"page not found", true},
    {"No such file or directory", true},
    {"Invalid user admin from 10.0.0.1", true},
    {"error code 5", true},
    {"error rate: 7", true},
    {"host unreachable", true},
    {"User bob is not authorized to perform x", true},
    {"The agent was not able to receive the event", true},
    {"Unexpected end of file", true},
    {"undefined reference to `x'", true},
    {"FATAL", true},
    {"failed", true},
    /* the talk of errors */
    {"0 errors", false},
    {"0 errors, 0 warnings", false},
    {"no error", false},
    {"no errors found", false},
    {"No fatal errors", false},
    {"without error", false},
    {"without any errors", false},
    {"failed=0", false},
    {"failed: 0", false},
    {"failed = 0, passed = 9", false},
    {"\"error\":null", false},
    {"\"errors\":[]", false},
    {"\"error\":\"\"", false},
    {"error=<nil>", false},
    {"error: none", false},
    {"err=nil", false},
    {"error code 0", false},
    {"error code: 0x00000000", false},
    {"errors = false", false},
    {"The operation completed successfully (error 0)", false},
    {"error_log opened", false},
    {"opened /var/log/error.log", false},
    {"error.log rotated", false},
    {"loading errors.ts", false},
    {"installing error handler", false},
    {"error-handling enabled", false},
    {"error reporting is on", false},
    {"--on-error=continue", false},
    {"retry on error", false},
    {"if failed, retry", false},
    {"onError(x)", false},
    {"called OnError with x", false},
    {"getLastError", false},
    {"LastError = 5", false},
    {"ErrorHandler ready", false},
    {"YarnUncaughtExceptionHandler started", false},
    {"negotiated timeout 10000 for client", false},
    {"timeout=30", false},
    {"Notification time out: 3200", false},
    {"failover to b", false},
    {"fail-over ready", false},
    {"critical section entered", false},
    {"severe weather module loaded", false},
    {"ERROR_SUCCESS", false},
    {"exited with code 0", false},
    {"exit status: 0", false},
    {"terrorist mirror interrupt", false},
    {"invalidate cache", false},
    {"added to invalidSet of 10.0.0.1", false},
    {"not failed", false},
    {"never failed", false},
    {"transferred 5 bytes", false},
    {"maxTaskFailuresPerNode is 3", false},
    {"exception support... done.", false},
    {"", false},
    {"err", false},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (text_looks_like_error(str_of(rows[i].text)) != rows[i].error)
            fail_msg("\"%s\" %s like an error", rows[i].text,
                     rows[i].error ? "must look" : "must not look");
}

/* What is searched for in a block is in every text that looks like an error. */
static void test_every_error_holds_a_cue(void **state)
{
    (void)state;
    size_t count;
    const struct str *cues = error_cues(&count);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (!rows[i].error)
            continue;
        bool holds = false;
        for (size_t c = 0; c < count; c++)
            holds = holds || str_ifind(str_of(rows[i].text), cues[c]) != STR_NOT_FOUND;
        if (!holds)
            fail_msg("\"%s\" holds no cue", rows[i].text);
    }
}

static void test_level(void **state)
{
    (void)state;
    struct record r = {.text = STR("all is well"), .level = LEVEL_ERROR};
    assert_true(record_looks_like_error(&r));
    r.level = LEVEL_WARNING;
    assert_false(record_looks_like_error(&r));
    r = (struct record){.text = STR("could not start"), .level = LEVEL_INFO};
    assert_true(record_looks_like_error(&r));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_every_error_holds_a_cue),
        cmocka_unit_test(test_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
