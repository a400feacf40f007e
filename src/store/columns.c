#include "store/columns.h"

#include "text/utf8.h"

int64_t next_number(struct row *r)
{
    int column = r->column++;
    if (sqlite3_column_type(r->s, column) != SQLITE_INTEGER)
        r->bad = true;
    return sqlite3_column_int64(r->s, column);
}

uint32_t next_u32(struct row *r, uint32_t max)
{
    int64_t v = next_number(r);
    if (v < 0 || v > max)
        r->bad = true;
    return r->bad ? 0 : (uint32_t)v;
}

static struct str next_bytes(struct row *r, int type)
{
    int column = r->column++;
    if (sqlite3_column_type(r->s, column) != type) {
        r->bad = true;
        return STR_NONE;
    }
    const char *p = sqlite3_column_blob(r->s, column);
    int n = sqlite3_column_bytes(r->s, column);
    return arena_dup(r->a, str_n(p, p && n > 0 ? (size_t)n : 0));
}

struct str next_text(struct row *r)
{
    struct str s = next_bytes(r, SQLITE_TEXT);
    if (utf8_valid(s) != s.n)
        r->bad = true;
    return s;
}

struct str next_blob(struct row *r)
{
    return next_bytes(r, SQLITE_BLOB);
}

int check_text(struct kb *kb, struct str s, struct err *err)
{
    if (s.n > KB_TEXT_MAX)
        return err_set(err, ERR_INVALID, "%s: a text to be stored is larger than %d bytes",
                       kb->name, KB_TEXT_MAX);
    if (utf8_valid(s) != s.n)
        return err_set(err, ERR_INVALID, "%s: a text to be stored is no UTF-8", kb->name);
    return 0;
}

void bind_number(struct values *v, int64_t n)
{
    sqlite3_bind_int64(v->s, ++v->column, n);
}

void bind_text(struct values *v, struct str s)
{
    if (check_text(v->kb, s, v->err) != 0) {
        v->bad = true;
        s = STR_NONE;
    }
    sqlite3_bind_text(v->s, ++v->column, s.p ? s.p : "", (int)s.n, SQLITE_STATIC);
}

void bind_blob(struct values *v, struct str s)
{
    if (s.n > KB_TEXT_MAX) {
        err_set(v->err, ERR_INVALID, "%s: a list to be stored is larger than %d bytes",
                v->kb->name, KB_TEXT_MAX);
        v->bad = true;
        s = STR_NONE;
    }
    sqlite3_bind_blob(v->s, ++v->column, s.p ? s.p : "", (int)s.n, SQLITE_STATIC);
}

int run_bound(struct values *v)
{
    int result = v->bad || db_step(v->kb, v->s, v->err) < 0 ? -1 : 0;
    sqlite3_reset(v->s);
    sqlite3_clear_bindings(v->s);
    return result;
}
