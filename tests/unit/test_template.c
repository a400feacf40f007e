/* Messages as documents print them, and templates as errkb keeps them. */
#include "text/template.h"

#include "base/mem.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

/* Pieces as one line: literals as they are, placeholders as <name>, pieces parted by '|'. */
static const char *pieces_line(struct arena *a, const char *tmpl)
{
    size_t count;
    struct template_piece *p = template_parse(a, str_of(tmpl), &count);
    struct str line = STR("");
    for (size_t i = 0; i < count; i++)
        line = arena_printf(a, p[i].placeholder ? "%.*s%s<%.*s>" : "%.*s%s%.*s", STR_ARG(line),
                            i ? "|" : "", STR_ARG(p[i].text));
    return line.p;
}

static void parses_templates(void **state)
{
    (void)state;
    static const struct {
        const char *tmpl, *want, *comment;
    } t[] = {
        {"", "", "empty"},
        {"plain text", "plain text", "no placeholder"},
        {"connect to {NAME}. Try", "connect to |<NAME>|. Try", "named"},
        {"{}", "<>", "unnamed, alone"},
        {"{a}{b}x", "<a>|x", "adjacent ones are merged"},
        {"a {{b}} c", "a {b} c", "literal braces"},
        {"{{{x}}}", "{|<x>|}", "a placeholder in literal braces"},
        {"expected '{'", "expected '{'", "a brace that opens nothing"},
        {"{not a name}", "{not a name}", "blanks make no name"},
        {"{open", "{open", "never closed"},
        {"}", "}", "closes nothing"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(t); i++)
        assert_string_equal(pieces_line(a, t[i].tmpl), t[i].want);
    arena_free(a);
}

static void recognises_placeholders(void **state)
{
    (void)state;
    static const struct {
        const char *message, *want, *comment;
    } t[] = {
        {"Oops, we couldn't connect to NAME. Sign in failed.",
         "Oops, we couldn't connect to {NAME}. Sign in failed.", "a word in capitals"},
        {"NAME IS NOT VALID", "NAME IS NOT VALID", "all is in capitals: no placeholder"},
        {"host <hostname> is down", "host {hostname} is down", "angle brackets"},
        {"host \\<host name\\> is down", "host {host_name} is down", "escaped, with a blank"},
        {"must #include <typeinfo> first", "must #include <typeinfo> first", "a header file"},
        {"token<token-Id> and id<name> end", "token{token_Id} and id<name> end", "behind a word"},
        {"cannot make vector<int> here", "cannot make vector<int> here", "template argument"},
        {"a < b and c > d", "a < b and c > d", "operators"},
        {"open %s: %d of %1!u!, %2", "open {}: {} of {1}, {2}", "printf and FormatMessage"},
        {"100% of %TEMP% is full, 50%, 20%s", "100% of %TEMP% is full, 50%, 20%s", "percents"},
        {"value {0} of {{key}} in ${dir} and $(Target)",
         "value {0} of {key} in {dir} and {Target}", "braces"},
        {"expected '{' or '}'", "expected '{{' or '}}'", "literal braces"},
        {"ask [username] at [HOST], [ERROR] a[i] operator[]",
         "ask {username} at {HOST}, [ERROR] a[i] operator[]", "square brackets"},
        {"use [[fallthrough]] here", "use [[fallthrough]] here", "an attribute"},
        {"left of '.identifier' and '->~identifier2' must be 'type*'",
         "left of '.{identifier}' and '->~{identifier2}' must be '{type}*'", "operators beside it"},
        {"left of '.' or '->' or '*' is missing", "left of '.' or '->' or '*' is missing",
         "operators alone"},
        {"'function' : does not take number parameters", "'{function}' : does not take {number} parameters",
         "a count without a mark"},
        {"cannot convert parameter number from, argument n from",
         "cannot convert parameter {number} from, argument {n} from", "a place in a list"},
        {"the number overloads, number byte(s), bad file number, number class",
         "the number overloads, {number} byte(s), bad file number, number class", "a word that is one"},
        {"filename is bad; delete file filename or: filename, filename-parts syntax",
         "{filename} is bad; delete file {filename} or: {filename}, filename-parts syntax", "file names"},
        {"'class::~identifier' : tag", "'{class___identifier}' : tag", "a quoted destructor"},
        {"cannot read [: reason]", "cannot read {reason}", "an optional part"},
        {"'identifier1' : is not a member of 'identifier2'",
         "'{identifier1}' : is not a member of '{identifier2}'", "quoted nouns"},
        {"\"name\" and ‘file name’ and 'override_function' and 'targetname'",
         "\"{name}\" and ‘{file_name}’ and '{override_function}' and '{targetname}'", "quotes"},
        {"'void' cannot be 'sealed', wouldn't 'override'",
         "'void' cannot be 'sealed', wouldn't 'override'", "quoted words that are themselves"},
        {"user '' is unknown", "user '{}' is unknown", "an empty slot"},
        {"caught by 'type' on line number", "caught by '{type}' on line {number}", "line number"},
        {"failed after X days with code 0xXXXXXXXX or XXXX",
         "failed after {X} days with code {0xXXXXXXXX} or {XXXX}", "runs of X"},
        {"plan X is unknown", "plan X is unknown", "X without a unit"},
        {"We tried … and failed ... twice…", "We tried {} and failed {} twice", "ellipses"},
        {"use catch(...) or '...'", "use catch(...) or '...'", "dots that are a token"},
        {"id 01234567-89ab-cdef-0123-456789ABCDEF at 2022-08-24T10:11:12.3456Z ends",
         "id {guid} at {time} ends", "values of an example"},
        {"User: arn:aws:iam::123456789012:user/JoeDoe on: arn:aws:s3:::bucket/*.",
         "User: {arn} on: {arn}.", "resource names"},
        {"arn:aws is no name, arn:partition:service:region:account:resource is a form",
         "arn:aws is no name, arn:partition:service:region:account:resource is a form",
         "no resource names"},
        {"no route to 203.0.113.7, nor to 1.2.3.4.5 or 1.300.2.3 or 10.0.0.1:80",
         "no route to {address}, nor to 1.2.3.4.5 or 1.300.2.3 or {address}:80", "IP addresses"},
        {"login user=joe.doe@EXAMPLE.COM: a@b failed, @x.y", "login user={user}: a@b failed, @x.y",
         "mail addresses"},
        {"no /subscriptions/00/resourceGroups/my-group. Or /tmp/x",
         "no {resource}. Or /tmp/x", "the path of a resource"},
        {"  two\n\tlines ", "two lines", "white space"},
        {"die Größe <Wert> fehlt", "die Größe {Wert} fehlt", "other letters"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(t); i++)
        assert_string_equal(template_from_message(a, str_of(t[i].message), false).p, t[i].want);
    arena_free(a);
}

static void keeps_what_the_document_marks(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_string_equal(
        template_from_message(a, STR("'{a b}' {x} {{ 'type' }} <y>"), true).p,
        "'{{a b}}' {x} {{ '{type}' }} {y}");
    arena_free(a);
}

static void limits_hold(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct buf long_text = BUF_INIT(100000);
    for (int i = 0; i < 3000; i++)
        buf_puts(&long_text, "ä{ <n>");
    struct str tmpl = template_from_message(a, buf_str(&long_text), false);
    assert_true(tmpl.n <= TEMPLATE_MAX);
    assert_true(tmpl.n > TEMPLATE_MAX / 2);
    assert_int_equal(utf8_valid(tmpl), tmpl.n);
    size_t count, named = 0;
    struct template_piece *p = template_parse(a, tmpl, &count);
    for (size_t i = 0; i < count; i++)
        named += p[i].placeholder && p[i].text.n > 0;
    assert_int_equal(named, TEMPLATE_PLACEHOLDERS_MAX);
    buf_release(&long_text);
    arena_free(a);
}

static void shows_and_writes(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_string_equal(template_display(a, STR("a {NAME} b {} {{c}}")).p, "a <NAME> b … {c}");
    struct buf out = BUF_INIT(1000);
    template_put_literal(&out, STR("{a} }"));
    template_put_placeholder(&out, STR("host name"));
    assert_string_equal(buf_cstr(&out), "{{a}} }}{host_name}");
    buf_release(&out);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses_templates),
        cmocka_unit_test(recognises_placeholders),
        cmocka_unit_test(keeps_what_the_document_marks),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(shows_and_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
