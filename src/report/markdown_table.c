#include "report/markdown_table.h"

#include "base/mem.h"

void markdown_table_add(struct markdown_table *t, struct str row)
{
    t->rows = mem_grow(t->rows, t->row_count, &t->row_cap, sizeof *t->rows);
    t->rows[t->row_count++] = row;
}

void markdown_table_release(struct markdown_table *t)
{
    mem_free(t->rows);
    *t = (struct markdown_table){0};
}

size_t markdown_table_cells(struct str row, struct str cells[MARKDOWN_COLUMNS_MAX])
{
    size_t count = 0, start = 1, at = 1;
    for (; at < row.n; at++) {
        if (row.p[at] == '\\') {
            at++;
        } else if (row.p[at] == '|' && count + 1 < MARKDOWN_COLUMNS_MAX) {
            cells[count++] = str_trim(str_slice(row, start, at));
            start = at + 1;
        }
    }
    struct str last = str_trim(str_skip(row, start));
    if (str_ends(last, STR("|")) && !str_ends(last, STR("\\|")))
        last = str_trim(str_slice(last, 0, last.n - 1));
    if (last.n)
        cells[count++] = last;
    return count;
}

/* "|---|:-:|" */
static bool is_delimiter(struct str row)
{
    bool dash = false;
    for (size_t i = 0; i < row.n; i++) {
        if (!memchr("|-: \t", row.p[i], 5))
            return false;
        dash = dash || row.p[i] == '-';
    }
    return dash;
}

bool markdown_table_has_header(const struct markdown_table *t)
{
    return t->row_count > 1 && is_delimiter(t->rows[1]);
}
