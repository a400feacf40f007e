#include "store/kb_names.h"

#include "store/columns.h"

int kb_ids_with(struct kb *kb, struct str prefix, struct arena *a, struct str *ids, size_t max,
                size_t *count, struct err *err)
{
    sqlite3_stmt *s = db_prepare(
        kb, "SELECT id FROM id WHERE id>=?1 AND substr(id,1,length(?1))=?1 AND alias=0 LIMIT ?2",
        err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_text(&v, prefix);
    bind_number(&v, (int64_t)max + 1);
    int got = v.bad ? -1 : 0;
    *count = 0;
    while (!v.bad && (got = db_step(kb, s, err)) == 1) {
        struct row r = {s, a, 0, false};
        struct str id = next_text(&r);
        if (r.bad) {
            got = db_corrupt(kb, "an id", err);
            break;
        }
        if (*count < max)
            ids[*count] = id;
        ++*count;
    }
    sqlite3_finalize(s);
    return got < 0 ? -1 : 0;
}
