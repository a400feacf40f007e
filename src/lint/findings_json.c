#include "lint/findings_json.h"

#include "base/hash.h"
#include "report/json_put.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static size_t shown(const struct lint_result *r, size_t limit)
{
    return limit ? min_size(limit, r->count) : r->count;
}

static struct str fix_of(const struct lint_finding *f)
{
    return f->fix.n ? f->fix : str_of(lint_rules[f->rule].fix);
}

/* ---- our own --------------------------------------------------------------------------------- */

static void put_finding(struct json_put *j, const struct lint_finding *f)
{
    const struct lint_rule_info *rule = &lint_rules[f->rule];
    json_put_open(j, NULL, '{');
    json_put_text(j, "path", f->path);
    json_put_number(j, "line", f->line);
    json_put_text(j, "rule", str_of(rule->id));
    json_put_text(j, "severity", str_of(lint_severity_name(rule->severity)));
    json_put_text(j, "what", f->what);
    json_put_text(j, "fix", fix_of(f));
    if (f->entry.n)
        json_put_text(j, "entry", f->entry);
    if (f->related_count) {
        json_put_open(j, "related", '[');
        for (size_t i = 0; i < f->related_count; i++) {
            json_put_open(j, NULL, '{');
            json_put_text(j, "path", f->related[i].path);
            json_put_number(j, "line", f->related[i].line);
            json_put_text(j, "name", f->related[i].name);
            json_put_close(j, '}');
        }
        json_put_close(j, ']');
    }
    json_put_close(j, '}');
}

void lint_findings_json(const struct lint_result *r, size_t limit, struct buf *out)
{
    struct json_put j = {.out = out};
    json_put_open(&j, NULL, '{');
    json_put_open(&j, "findings", '[');
    for (size_t i = 0; i < shown(r, limit); i++)
        put_finding(&j, &r->findings[i]);
    json_put_close(&j, ']');
    json_put_open(&j, "counts", '{');
    json_put_number(&j, "all", r->count);
    json_put_number(&j, "errors", r->by_severity[LINT_ERROR]);
    json_put_number(&j, "warnings", r->by_severity[LINT_WARNING]);
    json_put_number(&j, "notes", r->by_severity[LINT_NOTE]);
    json_put_number(&j, "silenced", r->silenced);
    json_put_open(&j, "rules", '{');
    for (size_t i = 0; i < LINT_RULES; i++)
        if (r->by_rule[i])
            json_put_number(&j, lint_rules[i].id, r->by_rule[i]);
    json_put_close(&j, '}');
    json_put_close(&j, '}');
    json_put_close(&j, '}');
}

/* ---- SARIF ----------------------------------------------------------------------------------- */

static void put_message(struct json_put *j, const char *key, struct str text)
{
    json_put_open(j, key, '{');
    json_put_text(j, "text", text);
    json_put_close(j, '}');
}

/* RFC 3986: what may stand in a path stays, all else is %XX. */
static void put_uri(struct json_put *j, struct str path)
{
    struct buf uri = BUF_INIT(path.n * 3 + 8);
    bool absolute = str_starts(path, STR("/"));
    if (absolute)
        buf_puts(&uri, "file://");
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        if (ascii_is_alnum(c) || (c && strchr("-._~/!$&'()*+,;=@", c)))
            buf_putc(&uri, c);
        else
            buf_printf(&uri, "%%%02X", (unsigned)(unsigned char)c);
    }
    json_put_text(j, "uri", buf_str(&uri));
    if (!absolute)
        json_put_text(j, "uriBaseId", STR("%SRCROOT%"));
    buf_release(&uri);
}

static void put_place(struct json_put *j, struct str path, uint32_t line)
{
    json_put_open(j, "physicalLocation", '{');
    json_put_open(j, "artifactLocation", '{');
    put_uri(j, path);
    json_put_close(j, '}');
    json_put_open(j, "region", '{');
    json_put_number(j, "startLine", line ? line : 1);
    json_put_close(j, '}');
    json_put_close(j, '}');
}

static void put_rule(struct json_put *j, const struct lint_rule_info *rule)
{
    json_put_open(j, NULL, '{');
    json_put_text(j, "id", str_of(rule->id));
    put_message(j, "shortDescription", str_of(rule->what));
    put_message(j, "fullDescription", str_of(rule->what));
    put_message(j, "help", str_of(rule->fix));
    json_put_open(j, "defaultConfiguration", '{');
    json_put_text(j, "level", str_of(lint_severity_name(rule->severity)));
    json_put_close(j, '}');
    json_put_close(j, '}');
}

/* Rule, file, entry and words, but no line. */
static void put_fingerprint(struct json_put *j, const struct lint_finding *f)
{
    struct buf b = BUF_INIT(f->path.n + f->entry.n + f->what.n + 64);
    const struct str parts[] = {str_of(lint_rules[f->rule].id), f->path, f->entry, f->what};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        buf_put(&b, parts[i]);
        buf_putc(&b, '\n');
    }
    uint64_t hash = hash64(buf_str(&b));
    buf_clear(&b);
    buf_printf(&b, "%016llx", (unsigned long long)hash);
    json_put_open(j, "partialFingerprints", '{');
    json_put_text(j, "errkbFinding/v1", buf_str(&b));
    json_put_close(j, '}');
    buf_release(&b);
}

static void put_result(struct json_put *j, const struct lint_finding *f)
{
    const struct lint_rule_info *rule = &lint_rules[f->rule];
    struct buf text = BUF_INIT(f->what.n + f->fix.n + 1024);
    json_put_open(j, NULL, '{');
    json_put_text(j, "ruleId", str_of(rule->id));
    json_put_number(j, "ruleIndex", f->rule);
    json_put_text(j, "level", str_of(lint_severity_name(rule->severity)));
    buf_put(&text, f->what);
    buf_puts(&text, ". ");
    buf_put(&text, fix_of(f));
    put_message(j, "message", buf_str(&text));
    buf_release(&text);
    json_put_open(j, "locations", '[');
    json_put_open(j, NULL, '{');
    put_place(j, f->path, f->line);
    json_put_close(j, '}');
    json_put_close(j, ']');
    if (f->related_count) {
        json_put_open(j, "relatedLocations", '[');
        for (size_t i = 0; i < f->related_count; i++) {
            json_put_open(j, NULL, '{');
            json_put_number(j, "id", i + 1);
            put_place(j, f->related[i].path, f->related[i].line);
            if (f->related[i].name.n)
                put_message(j, "message", f->related[i].name);
            json_put_close(j, '}');
        }
        json_put_close(j, ']');
    }
    put_fingerprint(j, f);
    json_put_close(j, '}');
}

void lint_findings_sarif(const struct lint_result *r, size_t limit, struct buf *out)
{
    struct json_put j = {.out = out};
    json_put_open(&j, NULL, '{');
    json_put_text(&j, "$schema", STR(SCHEMA));
    json_put_text(&j, "version", STR("2.1.0"));
    json_put_open(&j, "runs", '[');
    json_put_open(&j, NULL, '{');
    json_put_open(&j, "tool", '{');
    json_put_open(&j, "driver", '{');
    json_put_text(&j, "name", STR("errkb"));
    json_put_text(&j, "version", STR(ERRKB_VERSION));
    json_put_open(&j, "rules", '[');
    for (size_t i = 0; i < LINT_RULES; i++)
        put_rule(&j, &lint_rules[i]);
    json_put_close(&j, ']');
    json_put_close(&j, '}');
    json_put_close(&j, '}');
    json_put_text(&j, "columnKind", STR("utf16CodeUnits"));
    json_put_open(&j, "originalUriBaseIds", '{');
    json_put_open(&j, "%SRCROOT%", '{');
    put_message(&j, "description", STR("The folder in which errkb lint was started."));
    json_put_close(&j, '}');
    json_put_close(&j, '}');
    json_put_open(&j, "results", '[');
    for (size_t i = 0; i < shown(r, limit); i++)
        put_result(&j, &r->findings[i]);
    json_put_close(&j, ']');
    json_put_close(&j, '}');
    json_put_close(&j, ']');
    json_put_close(&j, '}');
}
