/* Logs of each format, as the records that are in them. */
#include "tests/unit/input_fixture.h"

#include <utime.h>

struct sample {
    const char *comment;
    const char *format; /* that is told */
    struct str log;
    const char *records;
};
#define S(comment, format, log, records)                                                           \
    {                                                                                              \
        comment, format, STR_INIT(log), records                                                    \
    }

static const struct sample samples[] = {
    S("plain lines", "plain", "one\ntwo\r\nthree", "1 - - [] one\n2 - - [] two\n3 - - [] three\n"),
    S("empty lines are kept apart", "plain", "one\n\ntwo\n",
      "1 - - [] one\n2 - - [] \n3 - - [] two\n"),
    S("a Java stack trace without times", "plain",
      "java.lang.X: no\n\tat a.B.c(B.java:1)\n\t... 12 more\nCaused by: java.io.Y\n\tat d.E(F)\n"
      "next\n",
      "1+4 - - [] java.lang.X: no|\tat a.B.c(B.java:1)|\t... 12 more|Caused by: java.io.Y|\tat "
      "d.E(F)\n6 - - [] next\n"),
    S("a Python traceback", "plain",
      "Traceback (most recent call last):\n  File \"a.py\", line 1\n    x()\nValueError: "
      "bad\nnext\n",
      "1+3 - - [] Traceback (most recent call last):|  File \"a.py\", line 1|    x()|ValueError: "
      "bad\n5 - - [] next\n"),
    S("a .NET stack trace", "plain",
      "System.IO.X: no\n   at A.B(C c)\n--- End of inner exception stack trace ---\n   at D.E()\n",
      "1+3 - - [] System.IO.X: no|   at A.B(C c)|--- End of inner exception stack trace ---|   at "
      "D.E()\n"),
    S("a log whose lines are indented", "plain", "  one\n  two\n  three\n",
      "1 - - []   one\n2 - - []   two\n3 - - []   three\n"),
    S("times, and lines without one", "plain",
      "2024-01-05 10:15:30,123 ERROR [main] it failed\ndetails\n\nmore\n"
      "2024-01-05 10:15:31,000 INFO  fine\n2024-01-05 10:15:32 WARN: odd\n"
      "2024-01-05 10:15:33 - x\n2024-01-05 10:15:33 | FATAL | y\n",
      "1+3 1704449730.123 E [] [main] it failed|details||more\n5 1704449731.000 I [] fine\n"
      "6 1704449732.000 W [] odd\n7 1704449733.000 - [] x\n8 1704449733.000 F [] y\n"),
    S("a dialog in a log with times", "plain",
      "[2024-01-05T10:15:30Z] Remote Desktop\n\nError code: 0x204\nExtended error code: 0x0\n"
      "[2024-01-05T10:15:31Z] next\n",
      "1+3 1704449730.000 - [] Remote Desktop||Error code: 0x204|Extended error code: 0x0\n"
      "5 1704449731.000 - [] next\n"),
    S("a level is a word by itself", "plain",
      "2024-01-05 10:15:30 error in the parser\n2024-01-05 10:15:30 ERROR in the parser\n"
      "2024-01-05 10:15:30 [warn] x\n2024-01-05 10:15:30 main error: y\n",
      "1 1704449730.000 - [] error in the parser\n2 1704449730.000 E [] in the parser\n"
      "3 1704449730.000 W [] x\n4 1704449730.000 E [] y\n"),
    S("syslog, RFC 3164", "syslog",
      "<11>Jan  5 10:15:30 host app[12]: it failed\nJan  5 10:15:31 host kernel: fine\n"
      "Jan  5 10:15:31 host sshd(pam_unix)[1]: x: y\nJan  5 10:15:32 host -- MARK --\n",
      "1 1704449730.000 E [app] it failed\n2 1704449731.000 - [kernel] fine\n"
      "3 1704449731.000 - [sshd(pam_unix)] x: y\n4 1704449732.000 - [] -- MARK --\n"),
    S("a stack trace that syslog parted", "syslog",
      "Jan  5 10:15:30 host app[12]: java.lang.X: no\nJan  5 10:15:30 host app[12]: \tat a.B(C:1)\n"
      "Jan  5 10:15:31 host app[12]: next\n",
      "1+1 1704449730.000 - [app] java.lang.X: no|\tat a.B(C:1)\n"
      "3 1704449731.000 - [app] next\n"),
    S("syslog with full times", "syslog",
      "2024-01-05T10:15:30.123456+00:00 host app[12]: it failed\n"
      "2024-01-05T10:15:31+00:00 host kernel: fine\n",
      "1 1704449730.123 - [app] it failed\n2 1704449731.000 - [kernel] fine\n"),
    S("syslog, RFC 5424", "syslog5424",
      "<34>1 2024-01-05T10:15:30.003Z host su 12 ID47 - \xEF\xBB\xBFit failed\n"
      "<165>1 - host app - - [a@1 b=\"c ]\\\" d\"][e@2 f=\"g\"] fine\n",
      "1 1704449730.003 F [su] it failed\n2 - I [app] fine\n"),
    S("logcat, threadtime", "logcat",
      "--------- beginning of main\n01-05 10:15:30.811  1702  2395 E Window: it failed\n"
      "01-05 10:15:30.811  1702  2395 E Window: \tat a.B(C:1)\n01-05 10:15:31.000  1  2 I Tag : "
      "x\n",
      "1 - - [] --------- beginning of main\n2+1 1704449730.811 E [Window] it failed|\tat "
      "a.B(C:1)\n"
      "4 1704449731.000 I [Tag] x\n"),
    S("logcat, brief", "logcat", "E/Window( 123): it failed\nI/Tag(    1): x\n",
      "1 - E [Window] it failed\n2 - I [Tag] x\n"),
    S("logcat, time", "logcat", "01-05 10:15:30.811 E/Window( 123): it failed\n",
      "1 1704449730.811 E [Window] it failed\n"),
    S("the kernel's ring buffer", "dmesg",
      "[    0.000000] Linux version 6\n[   12.345678] usb 1-1: error -71\n",
      "1 - - [kernel] Linux version 6\n2 - - [kernel] usb 1-1: error -71\n"),
    S("the same with levels", "dmesg",
      "<3>[   12.345678] it failed\nkern  :warn  : [   12.345679] odd\n",
      "1 - E [kernel] it failed\n2 - W [kernel] odd\n"),
    S("dmesg -T", "dmesg", "[Fri Jan  5 10:15:30 2024] it failed\n",
      "1 1704449730.000 - [kernel] it failed\n"),
    S("klog", "klog",
      "E0105 10:15:30.123456    1234 server.go:12] it failed\nI0105 10:15:31.000000 "
      "   1234 server.go:13] fine\n",
      "1 1704449730.123 E [] it failed\n2 1704449731.000 I [] fine\n"),
    S("an access log", "clf",
      "127.0.0.1 - frank [05/Jan/2024:10:15:30 +0000] \"GET / HTTP/1.0\" 500 23\n",
      "1 1704449730.000 - [] \"GET / HTTP/1.0\" 500 23\n"),
    S("Apache's error log", "plain",
      "[Fri Jan 05 10:15:30.123456 2024] [core:error] [pid 1] AH00126: it failed\n",
      "1 1704449730.123 - [] [core:error] [pid 1] AH00126: it failed\n"),
    S("JSON Lines", "jsonl",
      "{\"time\":\"2024-01-05T10:15:30Z\",\"level\":\"error\",\"msg\":\"it \\\"failed\\\"\\n\\u00e9"
      "\",\"logger\":\"app\"}\n\n{\"ts\":1704449731.5,\"level\":30,\"message\":\"fine\"}\n",
      "1 1704449730.000 E [app] it \"failed\"|\xC3\xA9\n3 1704449731.500 I [] fine\n"),
    S("JSON: nested, and what went wrong beside the message", "jsonl",
      "{\"message\":\"sign-in failed\",\"error\":{\"code\":\"AADSTS50126\",\"message\":\"bad "
      "password\"}}\n{\"fields\":{\"message\":\"deep\"},\"code\":200}\n"
      "{\"msg\":\"no\",\"level\":\"error\",\"code\":2607}\n",
      "1 - - [] sign-in failed|bad password|error code AADSTS50126\n2 - - [] deep\n"
      "3 - E [] no|error code 2607\n"),
    S("JSON Lines with lines that are none, and one that is cut off", "jsonl",
      "{\"msg\":\"one\"}\nstarting up\n{\"msg\":\"two\"}\n{\"msg\":\"three\"}\n{\"msg\":\"fo",
      "1 - - [] one\n2 - - [] starting up\n3 - - [] two\n4 - - [] three\n5 - - [] fo\n"),
    S("JSON without a message is looked up whole", "jsonl", "{\"a\":1,\"b\":[true,null]}\n",
      "1 - - [] {\"a\":1,\"b\":[true,null]}\n"),
    S("an export of WVDErrors", "csv",
      "\"TenantId\",\"TimeGenerated [UTC]\",\"Source\",\"CodeSymbolic\",\"Code\",\"Message\","
      "\"ServiceError\",\"Operation\"\r\n"
      "\"t\",\"1/5/2024, 10:15:30.123 "
      "AM\",\"RDGateway\",\"ConnectionFailedNoHealthyRdshAvailable\","
      "\"-2146233088\",\"No host\r\nwas \"\"healthy\"\"\",False,\"x\"\r\n"
      "\"t\",\"1/5/2024, 10:15:31 PM\",\"Client\",\"\",\"0\",\"fine\",True,\"y\"\r\n",
      "2+1 1704449730.123 - [RDGateway] No host\r|was \"healthy\"|"
      "ConnectionFailedNoHealthyRdshAvailable, error code -2146233088\n"
      "4 1704492931.000 - [Client] fine\n"),
    S("tracerpt's CSV", "csv",
      "Event Name,   Type,   Event ID,   Level,   Clock-Time,   User Data\n"
      "Microsoft-X,   Info,   1026,   2,   133489233301234567,   \"it failed\",   516\n",
      "2 1704449730.123 E [Microsoft-X] Event ID 1026: \"it failed\",   516\n"),
    S("the event viewer's CSV, whose message has no column", "csv",
      "Level,Date and Time,Source,Event ID,Task Category\n"
      "Error,1/5/2024 10:15:30 AM,App,3703,None,\"it failed\nbadly\"\n",
      "2+1 1704449730.000 E [App] Event ID 3703: it failed|badly\n"),
    S("a quote that never closes costs its line only", "csv",
      "time;level;message\n2024-01-05 10:15:30;error;\"it failed\n2024-01-05 10:15:31;info;fine\n"
      "2024-01-05 10:15:32;info;\"good\"\n",
      "2 1704449730.000 E [] \"it failed\n3 1704449731.000 I [] fine\n4 1704449732.000 I [] "
      "good\n"),
    S("prose with commas is no CSV", "plain",
      "Error, code 5, something\nthe next line, too\nand one without\n",
      "1 - - [] Error, code 5, something\n2 - - [] the next line, too\n3 - - [] and one without\n"),
};

static void check_sample(const struct sample *s, const struct input_options *o)
{
    struct buf out = BUF_INIT(1 << 20);
    struct input_status status = {.format = ""};
    /* times without a year are told from the file's */
    const struct utimbuf march = {SCAN_NOW / 1000000, SCAN_NOW / 1000000};
    write_file("log", s->log);
    utime("log", &march);
    read_all(o, &out, &status);
    check_str(buf_str(&out), s->records, s->comment);
    check_str(str_of(status.format), s->format, s->comment);
    buf_release(&out);
}

static void each_format(void **state)
{
    static const char *const paths[] = {"log"};
    const struct input_options o = options_for(paths, 1);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(samples); i++)
        check_sample(&samples[i], &o);
}

/* ---- Windows' events ------------------------------------------------------------------------- */

#define SYSTEM                                                                                     \
    "<System><Provider Name='App' Guid='{1}'/><EventID Qualifiers='0'>1026</EventID>"              \
    "<Level>2</Level><TimeCreated SystemTime='2024-01-05T10:15:30.1234567Z'/>"                     \
    "<Channel>x/Operational</Channel></System>"
#define EVENT "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>"

static const struct sample events[] = {
    S("events without a root, as wevtutil prints them", "event",
      EVENT SYSTEM
      "<EventData><Data Name='r'>516</Data></EventData><RenderingInfo Culture='en-US'>"
      "<Message>It failed (Reason= 516) &amp; how\n&lt;so&gt;</Message></RenderingInfo>"
      "</Event>" EVENT SYSTEM "<EventData/></Event>",
      "1+1 1704449730.123 E [App] Event ID 1026: It failed (Reason= 516) & how|<so>\n"
      "2 1704449730.123 E [App] Event ID 1026: App\n"),
    S("data, where there is no message; codes beside one", "event",
      EVENT SYSTEM
      "<EventData><Data>TOKEN</Data><Data Name='hr'>0x80070005</Data>"
      "<Binary>01</Binary></EventData></Event>\n" EVENT SYSTEM
      "<EventData><Data Name='ErrorCode'>5</Data><Data Name='User'>u</Data></EventData>"
      "<RenderingInfo><Message>no</Message></RenderingInfo></Event>",
      "1 1704449730.123 E [App] Event ID 1026: TOKEN|hr: 0x80070005\n"
      "2 1704449730.123 E [App] Event ID 1026: no|ErrorCode: 5\n"),
    S("a root, a declaration and a document type are read over", "event",
      "<?xml version=\"1.0\" encoding=\"utf-16\"?>\n<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c "
      "\"&b;&b;\">]>\n<Events>\n" EVENT SYSTEM "<EventData><Data>&c;</Data></EventData></Event>\n"
      "</Events>\n",
      "4 1704449730.123 E [App] Event ID 1026: &c;\n"),
    S("cut off in the middle: what was whole", "event",
      EVENT SYSTEM "<EventData><Data>one</Data></EventData></Event>\n" EVENT SYSTEM
                   "<EventData><Data Name='a'>two</Data><Data Name='b'>thr",
      "1 1704449730.123 E [App] Event ID 1026: one\n"
      "2 1704449730.123 E [App] Event ID 1026: a: two|b: thr\n"),
    S("controls and tags that do not fit", "event",
      EVENT SYSTEM "<EventData><Data>a\x01&#1;b</Data></EventData></Event>\n" EVENT SYSTEM
                   "<EventData><Data>x<b>y</Data></EventData></Event>\n" EVENT SYSTEM
                   "<UserData><X xmlns='y'><Status>0x5</Status></X></UserData></Event>\n",
      "1 1704449730.123 E [App] Event ID 1026: a &#1;b\n2 1704449730.123 E [App] Event ID 1026: "
      "x|b: y"
      "\n3 1704449730.123 E [App] Event ID 1026: Status: 0x5\n"),
};

static void windows_events(void **state)
{
    static const char *const paths[] = {"log"};
    const struct input_options o = options_for(paths, 1);
    (void)state;
    if (!o.events)
        skip();
    for (size_t i = 0; i < ARRAY_LEN(events); i++)
        check_sample(&events[i], &o);
}

/* Without the program that reads them: their text. */
static void events_that_nobody_reads(void **state)
{
    static const char *const paths[] = {"log"};
    static const struct sample s =
        S("without tags", "event", EVENT "<System><EventID>5</EventID></System></Event>",
          "1 - - [] 5\n");
    struct input_options o = options_for(paths, 1);
    (void)state;
    o.events = NULL;
    check_sample(&s, &o);
    o.events = "/nowhere/errkb-events";
    check_sample(&s, &o);
}

/* ---- options --------------------------------------------------------------------------------- */

static void a_field_by_name(void **state)
{
    static const char *const paths[] = {"log"};
    static const struct sample in_json =
        S("nested", "jsonl",
          "{\"message\":\"no\",\"a\":{\"b\":\"yes\"},\"code\":5}\nplain\n{\"x\":1}\n"
          "{\"y\":1}\n",
          "1 - - [] yes\n2 - - [] plain\n3 - - [] \n4 - - [] \n");
    static const struct sample in_csv =
        S("a column", "csv", "message,A.B,code\nno,yes,5\n", "2 - - [] yes\n");
    struct input_options o = options_for(paths, 1);
    (void)state;
    o.field = "a.b";
    check_sample(&in_json, &o);
    check_sample(&in_csv, &o);
}

static void each_line_by_itself(void **state)
{
    static const char *const paths[] = {"log"};
    static const struct sample s =
        S("hosts want an answer for each line", "plain",
          "2024-01-05 10:15:30 a\n\tat b.c(d)\n\nmore\n",
          "1 1704449730.000 - [] a\n2 - - [] \tat b.c(d)\n3 - - [] \n4 - - [] more\n");
    struct input_options o = options_for(paths, 1);
    (void)state;
    o.each_line = true;
    check_sample(&s, &o);
}

/* What a host sends may look like anything: a line is a line, and gets its answer. */
static void each_line_of_a_host(void **state)
{
    static const char *const paths[] = {"log"};
    static const struct sample lines[] = {
        S("empty lines between objects", "jsonl", "{\"msg\":\"a\"}\n\n{\"msg\":\"b\"}\n",
          "1 - - [] a\n2 - - [] \n3 - - [] b\n"),
        S("the header of a table", "plain", "time,level,message\n1,2,3\n",
          "1 - - [] time,level,message\n2 - - [] 1,2,3\n"),
        S("controls", "plain", "\x01\x02\x03\n\xFF\xFE\n",
          "1 - - [] \x01\x02\x03\n2 - - [] "
          "\xC3\xBF\xC3\xBE\n"),
        S("a byte order mark of something else", "plain", "\xFF\xFE\na\n",
          "1 - - [] \xC3\xBF\xC3\xBE\n2 - - [] a\n"),
        S("bare CRs", "plain", "a\rb", "1 - - [] a\rb\n"),
    };
    struct input_options o = options_for(paths, 1);
    (void)state;
    o.each_line = true;
    for (size_t i = 0; i < ARRAY_LEN(lines); i++)
        check_sample(&lines[i], &o);
}

static void a_format_that_is_given(void **state)
{
    static const char *const paths[] = {"log"};
    static const struct sample s =
        S("JSON as plain text", "plain", "{\"msg\":\"x\"}\n", "1 - - [] {\"msg\":\"x\"}\n");
    struct input_options o = options_for(paths, 1);
    struct err err;
    (void)state;
    o.format = "plain";
    check_sample(&s, &o);
    o.format = "xls";
    assert_null(inputs_open(&o, &err));
    assert_string_equal(err.message, "there is no format 'xls': give one of event, jsonl, csv, syslog5424, "
                        "syslog, logcat, dmesg, klog, clf, plain");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_format, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(windows_events, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(events_that_nobody_reads, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(a_field_by_name, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(each_line_by_itself, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(each_line_of_a_host, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(a_format_that_is_given, enter_folder, leave_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
